import { withFleet, withShips, type Ship } from '../collections/ships.js';
import type { Harness } from '../harness.js';
import { argsOf, eventsOf, keepDiary } from './diary.js';

/** The events of a model's verbs: their order around the query, and their arguments. */
export function modelEventsSuite(harness: Harness): void {
  test('an insert', () =>
    withShips(harness, async ({ db, Ship }) => {
      const ship = new Ship({ name: 'Fram' });
      const diary = keepDiary(db, ship);
      await ship.save({ crew: 16 }, { timeout: 60_000 });
      expect(eventsOf(diary)).toEqual(['saving', 'creating', 'INSERT', 'created', 'saved', 'committed']);
      expect(argsOf(diary, 'committed')).toEqual([ship, argsOf(diary, 'saved')[2]]);
      for (const event of ['saving', 'creating']) {
        const [model, attrs, options, ...rest] = argsOf(diary, event);
        expect(model).toBe(ship);
        expect(attrs).toMatchObject({ name: 'Fram', crew: 16 });
        expect(options).toMatchObject({ method: 'insert', timeout: 60_000 });
        expect(rest).toEqual([]);
      }
      for (const event of ['created', 'saved']) {
        const [model, response, options, ...rest] = argsOf(diary, event);
        expect(model).toBe(ship);
        expect(response).toHaveLength(1);
        expect(options).toMatchObject({ method: 'insert', timeout: 60_000 });
        expect(rest).toEqual([]);
      }
    }));

  test('an update', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      const diary = keepDiary(db, ship);
      await ship.save({ crew: 75 });
      expect(eventsOf(diary)).toEqual(['saving', 'updating', 'UPDATE', 'updated', 'saved', 'committed']);
      for (const event of ['saving', 'updating']) {
        expect(argsOf(diary, event)).toEqual([
          ship,
          { id: 1, name: 'Beagle', class: 'brig', crew: 75 },
          expect.objectContaining({ method: 'update' }),
        ]);
      }
      for (const event of ['updated', 'saved']) {
        expect(argsOf(diary, event)).toEqual([ship, 1, expect.objectContaining({ method: 'update' })]);
      }
    }));

  test('a patch shows the handlers what it writes', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      ship.set('class', 'not patched');
      const diary = keepDiary(db, ship);
      await ship.save({ crew: 75 }, { patch: true });
      expect(argsOf(diary, 'saving')).toEqual([
        ship,
        { crew: 75 },
        expect.objectContaining({ patch: true, method: 'update' }),
      ]);
      expect(await db.knex('ships').where({ id: 1 }).first('class', 'crew')).toEqual({ class: 'brig', crew: 75 });
    }));

  test('a fetch', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const ship = new Ship({ id: 2 });
      const diary = keepDiary(db, ship);
      await ship.fetch({ timeout: 60_000 });
      expect(eventsOf(diary)).toEqual(['fetching', 'SELECT', 'fetched']);
      expect(argsOf(diary, 'fetching')).toEqual([ship, ['ships.*'], expect.objectContaining({ timeout: 60_000 })]);
      const row = { id: 2, name: 'Fram', class: 'schooner', crew: 16 };
      expect(argsOf(diary, 'fetched')).toEqual([
        ship,
        [expect.objectContaining(row)],
        expect.objectContaining({ timeout: 60_000 }),
      ]);
    }));

  test('a fetch that finds nothing was no fetch', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const ship = new Ship({ id: 99 });
      const diary = keepDiary(db, ship);
      await ship.fetch();
      await ship.fetch({ require: true }).catch(() => undefined);
      expect(eventsOf(diary)).toEqual(['fetching', 'SELECT', 'fetching', 'SELECT']);
    }));

  test('a refresh is a fetch', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const ship = new Ship({ id: 2, name: 'unsaved' });
      const diary = keepDiary(db, ship);
      await ship.refresh();
      expect(eventsOf(diary)).toEqual(['fetching', 'SELECT', 'fetched']);
    }));

  test('a destroy', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      const diary = keepDiary(db, ship);
      await ship.destroy({ timeout: 60_000 });
      expect(eventsOf(diary)).toEqual(['destroying', 'DELETE', 'destroyed', 'committed']);
      expect(argsOf(diary, 'destroying')).toEqual([ship, expect.objectContaining({ timeout: 60_000 })]);
      expect(argsOf(diary, 'destroyed')).toEqual([ship, 1, expect.objectContaining({ timeout: 60_000 })]);
    }));

  test('a count', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const ship = new Ship();
      const diary = keepDiary(db, ship);
      expect(await ship.count('*', { timeout: 60_000 })).toBe(4);
      expect(eventsOf(diary)).toEqual(['counting', 'SELECT']);
      expect(argsOf(diary, 'counting')).toEqual([ship, expect.objectContaining({ timeout: 60_000 })]);
    }));

  test('fetchAll tells the model, with the collection', () =>
    withFleet(harness, async ({ db, Ship, Ships }) => {
      const ship = new Ship();
      const diary = keepDiary(db, ship);
      const ships = await ship.fetchAll({ columns: ['name'], timeout: 60_000 });
      expect(eventsOf(diary)).toEqual(['fetching:collection', 'SELECT', 'fetched:collection']);
      const [collection, columns, options] = argsOf(diary, 'fetching:collection');
      expect(collection).toBe(ships);
      expect(columns).toEqual(['name']);
      expect(options).toMatchObject({ timeout: 60_000 });
      const [fetched, response] = argsOf(diary, 'fetched:collection');
      expect(fetched).toBe(ships);
      expect(response).toHaveLength(4);
      expect(ships).not.toBeInstanceOf(Ships);
    }));

  test('handlers are awaited: nothing is sent before the before-events have settled, nor resolved before the others', () =>
    withShips(harness, async ({ db, Ship }) => {
      const ship = new Ship({ name: 'Fram' });
      const log: string[] = [];
      for (const event of ['saving', 'creating', 'created', 'saved'] as const) {
        ship.on(event, async () => {
          for (let turn = 0; turn < 5; turn++) await Promise.resolve();
          log.push(event);
        });
      }
      db.on('query', () => log.push('query'));
      await ship.save();
      log.push('resolved');
      expect(log).toEqual(['saving', 'creating', 'query', 'created', 'saved', 'resolved']);
    }));

  test('what a saving handler sets is written, on the model or in the attributes, for insert, update and patch', () =>
    withShips(harness, async ({ db, Ship }) => {
      const stored = async (): Promise<unknown> => db.knex('ships').first('name', 'class', 'crew');
      const ship: Ship = new Ship({ name: 'Fram' });
      ship.on('saving', (model) => void model.set('class', 'set'));
      ship.on('saving', (_, attrs) => void Object.assign(attrs, { crew: 1 }));
      await ship.save();
      expect(await stored()).toEqual({ name: 'Fram', class: 'set', crew: 1 });
      ship.off();
      ship.on('updating', (model, attrs) => {
        model.set('class', 'updated');
        attrs.crew = 2;
      });
      await ship.save({ name: 'Gjoa' });
      expect(await stored()).toEqual({ name: 'Gjoa', class: 'updated', crew: 2 });
      await ship.save({ name: 'Maud' }, { patch: true });
      ship.off();
      ship.on('saving', (model, attrs) => {
        model.set('class', 'patched');
        attrs.crew = 3;
      });
      await ship.save({ name: 'Belgica' }, { patch: true });
      expect(await stored()).toEqual({ name: 'Belgica', class: 'patched', crew: 3 });
      expect(ship.attributes).toMatchObject({ name: 'Belgica', class: 'patched', crew: 3 });
    }));

  test('a handler may turn a save of nothing into an update', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      ship.on('saving', () => void ship.set('crew', 5));
      await ship.save();
      expect(await db.knex('ships').where({ id: 1 }).pluck('crew')).toEqual([5]);
    }));
}
