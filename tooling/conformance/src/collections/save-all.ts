import type { Dialect, PrimaryKey } from '@shelf/core';
import { faultOf } from '../settling.js';
import { newShelf, statementsOf, withShelf, type Harness } from '../harness.js';
import { FLEET, withFleet, withShips } from './ships.js';

/** `saveAll`. */
export function saveAllSuite(harness: Harness): void {
  describe('a refused row among many is named', () => {
    const crews = (count: number, odd: number, row: object): object[] =>
      Array.from({ length: count }, (_, i) => (i === odd ? row : { name: `ship ${i}`, crew: i }));

    test.each([0, 1, 4, 8])('by its index: %s', (odd) =>
      withFleet(harness, async ({ db, Ships }) => {
        const taken = { name: 'Fram', crew: 1 };
        const nameless = { name: null, crew: 1 };
        for (const [row, code] of [
          [taken, 'UNIQUE_VIOLATION'],
          [nameless, 'NOT_NULL_VIOLATION'],
          [{ name: 'x', crew: 'many' }, 'INVALID_VALUE'],
          [{ name: 'x', crew: 1, sails: 3 }, 'UNKNOWN_COLUMN'],
        ] as const) {
          const error = await faultOf(new Ships(crews(9, odd, row)).saveAll());
          expect([error.code, error.index]).toEqual([code, odd]);
          expect(error.message).toMatch(new RegExp(`\\(row ${odd}, counted from 0\\)$`));
          expect(await db.knex('ships').pluck('name')).toHaveLength(4);
        }
      }),
    );

    test('whether it is new or changed, by a handler or in the caller’s transaction', () =>
      withFleet(harness, async ({ db, Ships, Ship }) => {
        const ships = await new Ships().fetch();
        ships.add(new Ship({ name: 'New' }));
        ships.at(2)!.set('name', 'Fram');
        await db.transaction(async (transacting) => {
          expect(await faultOf(ships.saveAll({ transacting }))).toMatchObject({ code: 'UNIQUE_VIOLATION', index: 2 });
          const twice = new Ships([{ name: 'a' }, { name: 'b' }, { name: 'a' }]);
          expect(await faultOf(twice.saveAll({ transacting }))).toMatchObject({ code: 'UNIQUE_VIOLATION', index: 2 });
          await new Ship({ name: 'After' }).save(null, { transacting });
        });
        const refusing = new Ships([{ name: 'a' }, { name: 'b' }]);
        refusing.at(1)!.on('creating', () => {
          throw new db.InvalidValueError('not this one');
        });
        expect(await faultOf(refusing.saveAll())).toMatchObject({ index: 1 });
        expect((await faultOf(new Ship({ name: 'Fram' }).save())).index).toBeUndefined();
        expect((await db.knex('ships').orderBy('id').pluck('name')).at(-1)).toBe('After');
      }));
  });

  test('new models go in one insert of many rows, changed ones each in an update, unchanged ones nowhere', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const ships = await new Ships().orderBy('id').fetch();
      ships.at(0)!.set('crew', 75);
      const unchanged: string[] = [];
      ships.at(1)!.on('all', (event) => void unchanged.push(event));
      ships.add([{ name: 'Vasa' }, { name: 'Mayflower' }, { name: 'Endurance' }]);
      const statements = await statementsOf(db, async () => expect(await ships.saveAll()).toBe(ships));
      const { returning } = (db as unknown as { dialect: Dialect }).dialect.capabilities;
      expect(statements.filter((sql) => /^insert/i.test(sql))).toHaveLength(returning ? 1 : 3);
      expect(statements.filter((sql) => /^update/i.test(sql))).toHaveLength(1);
      expect(statements).toHaveLength(returning ? 2 : 4);
      expect(unchanged).toEqual([]);
      const stored = await db.knex('ships').orderBy('id').select('id', 'name', 'crew');
      expect(stored[0]).toEqual({ id: 1, name: 'Beagle', crew: 75 });
      expect(ships.map((ship) => ({ id: ship.id, name: ship.get('name') }))).toEqual(
        stored.map(({ id, name }) => ({ id, name })),
      );
      for (const ship of ships) expect([ship.isNew(), ship.hasChanged()]).toEqual([false, false]);
      expect(ships.get(stored[5].id)).toBe(ships.at(5));
      expect(await statementsOf(db, async () => ships.saveAll())).toEqual([]);
    }));

  test('every model has its events, before and after its row is written', () =>
    withShips(harness, async ({ db, Ships }) => {
      const ships = new Ships([{ name: 'a' }, { name: 'b' }]);
      const log: string[] = [];
      for (const ship of ships) {
        for (const event of ['saving', 'creating', 'created', 'saved'] as const) {
          ship.on(event, () => log.push(`${event} ${ship.get('name')} ${ship.isNew() ? 'new' : 'stored'}`));
        }
      }
      db.on('query', ({ sql }) => /^insert/i.test(sql) && log.push('insert'));
      await ships.saveAll();
      const inserts = log.filter((each) => each === 'insert').length;
      expect(log.filter((each) => each !== 'insert').toSorted()).toEqual(
        ['a', 'b']
          .flatMap((name) => [
            `created ${name} stored`,
            `creating ${name} new`,
            `saved ${name} stored`,
            `saving ${name} new`,
          ])
          .toSorted(),
      );
      expect(log.indexOf('insert')).toBeGreaterThan(log.indexOf('creating a new'));
      expect(inserts).toBeGreaterThan(0);
      const inOrder = log.filter((each) => each.includes(' a '));
      expect(inOrder).toEqual(['saving a new', 'creating a new', 'created a stored', 'saved a stored']);
    }));

  test('what a saving handler sets is written', () =>
    withShips(harness, async ({ db, Ships }) => {
      const ships = new Ships([{ name: 'a' }, { name: 'b' }]);
      ships.at(1)!.on('saving', (ship) => void ship.set('crew', 9));
      await ships.saveAll();
      expect(await db.knex('ships').orderBy('name').select('name', 'crew')).toEqual([
        { name: 'a', crew: null },
        { name: 'b', crew: 9 },
      ]);
    }));

  test('one that fails undoes them all: rows, keys and changes', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const ships = await new Ships().query('where', 'id', 1).fetch();
      ships.at(0)!.set('crew', 1);
      ships.add([{ name: 'Vasa' }, { name: 'Fram' }]);
      await expect(ships.saveAll()).rejects.toBeInstanceOf(db.UniqueViolationError);
      expect(await db.knex('ships').orderBy('id').pluck('crew')).toEqual(FLEET.map(({ crew }) => crew));
      expect(ships.map((ship) => [ship.isNew(), ship.hasChanged()])).toEqual([
        [false, true],
        [true, true],
        [true, true],
      ]);
    }));

  test('a late update that fails undoes the inserts', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const ships = await new Ships().query('where', 'id', 1).fetch();
      ships.add({ name: 'Vasa' });
      ships.at(0)!.set('name', 'Fram');
      await expect(ships.saveAll()).rejects.toBeInstanceOf(db.UniqueViolationError);
      expect(await db.knex('ships').where({ name: 'Vasa' })).toEqual([]);
      expect(ships.at(1)!.isNew()).toBe(true);
    }));

  test('a handler that rejects cancels all', () =>
    withShips(harness, async ({ db, Ships }) => {
      const ships = new Ships([{ name: 'a' }, { name: 'b' }]);
      ships.at(1)!.on('creating', async () => {
        throw new Error('not b');
      });
      await expect(ships.saveAll()).rejects.toThrow('not b');
      expect(await db.knex('ships')).toEqual([]);
    }));

  test('it joins the transaction that it is given', () =>
    withShips(harness, async ({ db, Ships }) => {
      const ships = new Ships([{ name: 'a' }]);
      await db
        .transaction(async (transacting) => {
          await ships.saveAll({ transacting });
          expect(await db.knex('ships').transacting(transacting).pluck('name')).toEqual(['a']);
          await transacting.rollback(new Error('undo'));
        })
        .catch((error: unknown) => expect(error).toMatchObject({ message: 'undo' }));
      expect(await db.knex('ships')).toEqual([]);
      expect(ships.at(0)!.isNew()).toBe(true);
    }));

  test('inserts stay below the number of bindings that one statement takes', async () => {
    const dialect = await harness.dialect();
    const db = newShelf(harness, {
      dialect: { ...dialect, capabilities: { ...dialect.capabilities, maxBindings: 7 } },
    });
    try {
      await db.knex.schema.createTable('crates', (table) => {
        table.increments('id');
        table.integer('a');
        table.integer('b');
      });
      const Crate = db.Model.extend({ tableName: 'crates' });
      const crates = Crate.collection(Array.from({ length: 10 }, (_, a) => (a % 5 === 0 ? { a } : { a, b: a })));
      const bindings: number[] = [];
      db.on('query', (query) => /^insert/i.test(query.sql) && bindings.push(query.bindings.length));
      await crates.saveAll();
      expect(Math.max(...bindings)).toBeLessThanOrEqual(7);
      const stored = await db.knex('crates').orderBy('a').select('id', 'a', 'b');
      expect(stored.map(({ a, b }) => [a, b])).toEqual(
        Array.from({ length: 10 }, (_, a) => [a, a % 5 === 0 ? null : a]),
      );
      expect(crates.map((crate) => [crate.id, crate.get('a')])).toEqual(stored.map(({ id, a }) => [id, a]));
    } finally {
      await db.destroy();
    }
  });

  test('models with other attributes go with them into one transaction, and an empty collection sends nothing', () =>
    withShips(harness, async ({ db, Ships }) => {
      await new Ships().count();
      expect(await statementsOf(db, async () => new Ships().saveAll())).toEqual([]);
      const ships = new Ships([{ name: 'e' }, { name: 'f', crew: 1 }, { name: 'g' }]);
      await ships.saveAll();
      const stored = await db
        .knex('ships')
        .whereIn('name', ['e', 'f', 'g'])
        .orderBy('name')
        .select('id', 'name', 'crew');
      expect(stored.map(({ crew }) => crew)).toEqual([null, 1, null]);
      expect(stored.map(({ id }) => id)).toEqual(ships.map((ship) => ship.id));
    }));

  test('no row overtakes another, whatever its columns: it may point to it', () =>
    withShelf(harness, async (db) => {
      await db.knex.schema.createTable('nodes', (table) => {
        table.integer('id').primary();
        table.string('name');
        table.string('note');
        table.integer('parent').references('nodes.id');
      });
      const Node = db.Model.of<{ id: PrimaryKey<number>; name: string; note: string; parent: number }>().extend({
        tableName: 'nodes',
      });
      const nodes = Node.collection([
        { id: 1, name: 'a' },
        { id: 2, name: 'b', parent: 1 },
        { id: 3, name: 'c', parent: 2, note: 'x' },
        { id: 4, name: 'd', parent: 3 },
      ]);
      await nodes.saveAll({ method: 'insert' });
      expect(await db.knex('nodes').orderBy('id').pluck('parent')).toEqual([null, 1, 2, 3]);
    }));
}
