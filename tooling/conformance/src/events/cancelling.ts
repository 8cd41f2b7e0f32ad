import { FLEET, names, withFleet, withShips, type Harbour, type Ship } from '../collections/ships.js';
import { statementsOf, withShelf, type Harness } from '../harness.js';

const REFUSED = new Error('refused by a handler');

const failures = [
  [
    'throws',
    () => {
      throw REFUSED;
    },
  ],
  [
    'rejects',
    async () => {
      await Promise.resolve();
      throw REFUSED;
    },
  ],
] as const;

/** Each awaited before-event with an action that it must cancel. */
const actions: readonly [event: string, act: (harbour: Harbour, refuse: () => unknown) => Promise<unknown>][] = [
  ['fetching', ({ Ship }, refuse) => heard(new Ship({ id: 1 }), 'fetching', refuse).fetch()],
  ['fetching of refresh', ({ Ship }, refuse) => heard(new Ship({ id: 1 }), 'fetching', refuse).refresh()],
  ['saving of an insert', ({ Ship }, refuse) => heard(new Ship({ name: 'x' }), 'saving', refuse).save()],
  ['creating', ({ Ship }, refuse) => heard(new Ship({ name: 'x' }), 'creating', refuse).save()],
  ['saving of an update', ({ Ship }, refuse) => heard(new Ship({ id: 1 }), 'saving', refuse).save({ crew: 1 })],
  ['updating', ({ Ship }, refuse) => heard(new Ship({ id: 1 }), 'updating', refuse).save({ crew: 1 })],
  [
    'saving of a patch',
    ({ Ship }, refuse) => heard(new Ship({ id: 1 }), 'saving', refuse).save({ crew: 1 }, { patch: true }),
  ],
  ['destroying', ({ Ship }, refuse) => heard(new Ship({ id: 1 }), 'destroying', refuse).destroy()],
  ['counting', ({ Ship }, refuse) => heard(new Ship(), 'counting', refuse).count()],
  ['fetching:collection', ({ Ship }, refuse) => heard(new Ship(), 'fetching:collection', refuse).fetchAll()],
  ['fetching of a collection', ({ Ships }, refuse) => heard(new Ships(), 'fetching', refuse).fetch()],
  ['counting of a collection', ({ Ships }, refuse) => heard(new Ships(), 'counting', refuse).count()],
];

function heard<E>(emitter: E, event: string, handler: () => unknown): E {
  (emitter as { on(event: string, handler: () => unknown): unknown }).on(event, handler);
  return emitter;
}

/** A failing handler cancels the action, and leaves no trace of it. */
export function cancellingSuite(harness: Harness): void {
  for (const [how, refuse] of failures) {
    test.each(actions)(`%s: a handler that ${how} cancels it before anything is sent`, (_, act) =>
      withFleet(harness, async (harbour) => {
        await new harbour.Ships().count();
        const statements = await statementsOf(harbour.db, async () => {
          await expect(act(harbour, refuse)).rejects.toBe(REFUSED);
        });
        expect(statements).toEqual([]);
        expect(await harbour.db.knex('ships').orderBy('id').select('name', 'class', 'crew')).toEqual(FLEET);
      }),
    );
  }

  test.each(['saving', 'updating'] as const)(
    'a rejected %s leaves attributes, changes and previous values as they were',
    (event) =>
      withFleet(harness, async ({ Ship }) => {
        const ship = await new Ship({ id: 1 }).fetch({ require: true });
        ship.set('class', 'changed before');
        const before = stateOf(ship);
        ship.on(event, (model, attrs) => {
          model.set({ name: 'set by the handler', crew: 0 });
          attrs.class = 'set in the attributes';
          throw REFUSED;
        });
        await expect(ship.save({ crew: 99 })).rejects.toBe(REFUSED);
        expect(stateOf(ship)).toEqual(before);
        await expect(ship.save({ crew: 99 }, { patch: true })).rejects.toBe(REFUSED);
        expect(stateOf(ship)).toEqual(before);
        ship.off();
        await ship.save();
        expect((await new Ship({ id: 1 }).fetch({ require: true })).toJSON()).toEqual({
          id: 1,
          name: 'Beagle',
          class: 'changed before',
          crew: 74,
        });
      }),
  );

  test.each(['saving', 'creating'] as const)(
    'a rejected %s leaves a new model new, without defaults, timestamps or a key',
    (event) =>
      withShelf(harness, async (db) => {
        await db.knex.schema.createTable('logs', (table) => {
          table.increments('id');
          table.string('text');
          table.string('level');
          table.timestamps();
        });
        const Log = db.Model.extend({ tableName: 'logs', hasTimestamps: true, defaults: { level: 'info' } });
        const log = new Log({ text: 'a' });
        log.on(event, (_, attrs) => {
          expect(attrs).toMatchObject({ text: 'b', level: 'info' });
          throw REFUSED;
        });
        await expect(log.save({ text: 'b' })).rejects.toBe(REFUSED);
        expect(log.attributes).toEqual({ text: 'a' });
        expect([log.isNew(), log.hasChanged('text'), log.hasChanged('level'), log.hasChanged('created_at')]).toEqual([
          true,
          true,
          false,
          false,
        ]);
        expect(log.changed).toEqual({ text: 'a' });
      }),
  );

  test('a rejected update leaves updated_at alone', () => {
    let clock = Date.UTC(2020, 0, 1);
    return withShelf(
      harness,
      async (db) => {
        await db.knex.schema.createTable('logs', (table) => {
          table.increments('id');
          table.string('text');
          table.timestamps();
        });
        const log = await db.Model.extend({ tableName: 'logs', hasTimestamps: true }).forge({ text: 'a' }).save();
        const before = log.get('updated_at') as Date;
        log.on('updating', () => {
          throw REFUSED;
        });
        await expect(log.save({ text: 'b' })).rejects.toBe(REFUSED);
        expect(log.get('updated_at')).toEqual(before);
        expect([log.get('text'), log.hasChanged()]).toEqual(['a', false]);
      },
      { now: () => new Date((clock += 1000)) },
    );
  });

  test('a rejected destroying leaves the model stored', () =>
    withFleet(harness, async ({ Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      const before = stateOf(ship);
      ship.on('destroying', () => {
        throw REFUSED;
      });
      await expect(ship.destroy()).rejects.toBe(REFUSED);
      expect(stateOf(ship)).toEqual(before);
      expect(ship.isNew()).toBe(false);
    }));

  test('a save that the database refuses leaves the model as it was', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const fresh = new Ship({ name: 'Fram' });
      await expect(fresh.save({ crew: 1 })).rejects.toBeInstanceOf(db.UniqueViolationError);
      expect([fresh.attributes, fresh.isNew()]).toEqual([{ name: 'Fram' }, true]);
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      const before = stateOf(ship);
      await expect(ship.save({ name: 'Fram' })).rejects.toBeInstanceOf(db.UniqueViolationError);
      expect(stateOf(ship)).toEqual(before);
    }));

  test('a rejected after-event rejects the save, but the row stands and the model says so', () =>
    withShips(harness, async ({ db, Ship }) => {
      const ship = new Ship({ name: 'Fram' });
      ship.on('created', () => {
        throw REFUSED;
      });
      let saved = false;
      ship.on('saved', () => void (saved = true));
      await expect(ship.save()).rejects.toBe(REFUSED);
      expect([ship.isNew(), ship.hasChanged(), saved]).toEqual([false, false, false]);
      expect(await db.knex('ships').pluck('name')).toEqual(['Fram']);
    }));

  test('a rejected fetching leaves the models of a collection', () =>
    withFleet(harness, async ({ Ships }) => {
      const ships = new Ships([{ name: 'Kept' }]);
      ships.on('fetching', () => {
        throw REFUSED;
      });
      await expect(ships.fetch()).rejects.toBe(REFUSED);
      expect(names(ships)).toEqual(['Kept']);
    }));
}

function stateOf(ship: Ship): unknown {
  return {
    attributes: { ...ship.toJSON() },
    changed: { ...ship.changed },
    previous: ship.previousAttributes(),
    hasChanged: (['id', 'name', 'class', 'crew'] as const).map((column) => ship.hasChanged(column)),
  };
}
