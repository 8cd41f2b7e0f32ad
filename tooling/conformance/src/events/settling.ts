import { withFleet, withShips, type Ship } from '../collections/ships.js';
import type { Harness } from '../harness.js';

interface Seen {
  changed: object;
  previous: object;
  option: object | undefined;
  crew: [hasChanged: boolean, previous: unknown];
  any: boolean;
}

/** What a handler sees of the change. */
function see(ship: Ship, options: object): Seen {
  return {
    changed: { ...ship.changed },
    previous: ship.previousAttributes(),
    option: (options as { previousAttributes?: object }).previousAttributes,
    crew: [ship.hasChanged('crew'), ship.previous('crew')],
    any: ship.hasChanged(),
  };
}

/** Inside the after-events the change can still be seen; afterwards it cannot. */
export function settlingSuite(harness: Harness): void {
  test.each(['updated', 'saved'] as const)('%s', (event) =>
    withFleet(harness, async ({ Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      const seen: Seen[] = [];
      ship.on(event, async (model, _, options) => {
        seen.push(see(model, options));
        await Promise.resolve();
        seen.push(see(model, options));
      });
      await ship.save({ crew: 75 });
      const previous = { id: 1, name: 'Beagle', class: 'brig', crew: 74 };
      const expected = { changed: { crew: 75 }, previous, option: previous, crew: [true, 74], any: true };
      expect(seen).toEqual([expected, expected]);
      expectSettled(ship, { ...previous, crew: 75 });
    }),
  );

  test.each(['created', 'saved'] as const)('%s of an insert', (event) =>
    withShips(harness, async ({ Ship }) => {
      const ship = new Ship({ name: 'Fram', crew: 16 });
      let seen: Seen | undefined;
      ship.on(event, (model, _, options) => void (seen = see(model, options)));
      await ship.save();
      expect(seen).toMatchObject({
        changed: { name: 'Fram', crew: 16 },
        previous: {},
        option: {},
        crew: [true, undefined],
        any: true,
      });
      expectSettled(ship, { id: ship.id, name: 'Fram', crew: 16 });
    }),
  );

  test('destroyed', () =>
    withFleet(harness, async ({ Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      let seen: Seen | undefined;
      ship.on('destroyed', (model, _, options) => void (seen = see(model, options)));
      await ship.destroy();
      const previous = { id: 1, name: 'Beagle', class: 'brig', crew: 74 };
      expect(seen).toMatchObject({ previous, option: previous, crew: [true, 74], any: true });
      expect([ship.attributes, ship.hasChanged(), ship.isNew(), ship.previousAttributes()]).toEqual([
        {},
        false,
        true,
        {},
      ]);
    }));

  test('fetched', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      await db.knex('ships').where({ id: 1 }).update({ crew: 75 });
      let seen: Seen | undefined;
      ship.on('fetched', (model, _, options) => void (seen = see(model, options)));
      await ship.refresh();
      const previous = { id: 1, name: 'Beagle', class: 'brig', crew: 74 };
      expect(seen).toEqual({ changed: { crew: 75 }, previous, option: previous, crew: [true, 74], any: true });
      expectSettled(ship, { ...previous, crew: 75 });
    }));

  test('fetched of a model that was never synced', () =>
    withFleet(harness, async ({ Ship }) => {
      const ship = new Ship({ id: 1 });
      let seen: Seen | undefined;
      ship.on('fetched', (model, _, options) => void (seen = see(model, options)));
      await ship.fetch();
      const row = { id: 1, name: 'Beagle', class: 'brig', crew: 74 };
      expect(seen).toEqual({ changed: row, previous: {}, option: {}, crew: [true, undefined], any: true });
      expectSettled(ship, row);
    }));

  test('a save within an after-event writes what that handler changed, and only that', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      const updates: unknown[] = [];
      db.on('query', ({ sql, bindings }) => /^update/i.test(sql) && updates.push(bindings));
      ship.once('updated', async (model) => {
        await model.save({ class: 'again' });
      });
      await ship.save({ crew: 75 });
      expect(updates).toEqual([
        [75, 1],
        ['again', 1],
      ]);
      expectSettled(ship, { id: 1, name: 'Beagle', class: 'again', crew: 75 });
    }));

  test('handlers after one that saved or fetched within still see the change that they are told of', () =>
    withFleet(harness, async ({ Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      ship.once('updated', async (model) => {
        await model.save({ class: 'inner' });
        await model.refresh();
      });
      const seen: unknown[] = [];
      ship.on('saved', (model) => void seen.push([{ ...model.changed }, model.previous('crew')]));
      await ship.save({ crew: 75 });
      expect(seen).toEqual([
        [{ class: 'inner' }, 75],
        [{ crew: 75 }, 74],
      ]);
      expectSettled(ship, { id: 1, name: 'Beagle', class: 'inner', crew: 75 });
    }));

  test('what an after-event handler sets remains to be saved', () =>
    withFleet(harness, async ({ Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      ship.on('updated', (model) => void model.set('class', 'later'));
      await ship.save({ crew: 75 });
      expect(ship.changed).toEqual({ class: 'later' });
      expect([ship.hasChanged('crew'), ship.hasChanged('class')]).toEqual([false, true]);
    }));

  test('the state is reset even where a handler rejects', () =>
    withFleet(harness, async ({ Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      ship.on('updated', () => {
        throw new Error('too late');
      });
      await expect(ship.save({ crew: 75 })).rejects.toThrow('too late');
      expectSettled(ship, { id: 1, name: 'Beagle', class: 'brig', crew: 75 });
    }));
}

function expectSettled(ship: Ship, attributes: object): void {
  expect(ship.hasChanged()).toBe(false);
  expect(ship.changed).toEqual({});
  expect(ship.toJSON()).toMatchObject(attributes);
  expect(ship.previousAttributes()).toMatchObject(attributes);
}
