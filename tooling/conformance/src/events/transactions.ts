import { withFleet, withShips, type Harbour, type Ship } from '../collections/ships.js';
import type { Harness } from '../harness.js';

const UNDO = new Error('undo');

function watched(ship: Ship, log: unknown[]): Ship {
  ship.on('committed', (...args) => void log.push(['committed', args[0]]));
  ship.on('rolledback', (...args) => void log.push(['rolledback', args[0]]));
  return ship;
}

async function undone({ db }: Harbour, work: Parameters<Harbour['db']['transaction']>[0]): Promise<void> {
  await expect(
    db.transaction(async (t) => {
      await work(t);
      throw UNDO;
    }),
  ).rejects.toBe(UNDO);
}

/** `committed` and `rolledback`, on every model saved or destroyed in a transaction. */
export function transactionEventsSuite(harness: Harness): void {
  test('committed, on what was inserted, updated and destroyed, when the transaction has ended', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const log: unknown[] = [];
      const inserted = watched(new Ship({ name: 'Vasa' }), log);
      const updated = watched(new Ship({ id: 1 }), log);
      const destroyed = watched(new Ship({ id: 2 }), log);
      const onlyRead = watched(new Ship({ id: 3 }), log);
      await db.transaction(async (transacting) => {
        await inserted.save(null, { transacting });
        await updated.save({ crew: 1 }, { transacting });
        await destroyed.destroy({ transacting });
        await onlyRead.fetch({ transacting });
        expect(log).toEqual([]);
      });
      expect(log).toEqual([
        ['committed', inserted],
        ['committed', updated],
        ['committed', destroyed],
      ]);
    }));

  test('rolledback, when it was rolled back', () =>
    withFleet(harness, async (harbour) => {
      const log: unknown[] = [];
      const inserted = watched(new harbour.Ship({ name: 'Vasa' }), log);
      const destroyed = watched(new harbour.Ship({ id: 2 }), log);
      await undone(harbour, async (transacting) => {
        await inserted.save(null, { transacting });
        await destroyed.destroy({ transacting });
      });
      expect(log).toHaveLength(2);
      expect(log).toEqual(
        expect.arrayContaining([
          ['rolledback', inserted],
          ['rolledback', destroyed],
        ]),
      );
      expect([inserted.isNew(), destroyed.isNew()]).toEqual([true, false]);
    }));

  test('once for a model, however often it was saved', () =>
    withShips(harness, async ({ db, Ship }) => {
      const log: unknown[] = [];
      const ship = watched(new Ship({ name: 'Vasa' }), log);
      await db.transaction(async (transacting) => {
        await ship.save(null, { transacting });
        await ship.save({ crew: 1 }, { transacting });
      });
      expect(log).toEqual([['committed', ship]]);
    }));

  test('a model saved twice is as it was before the first, when both are undone', () =>
    withShips(harness, async (harbour) => {
      const log: unknown[] = [];
      const ship = watched(new harbour.Ship({ name: 'Vasa' }), log);
      await undone(harbour, async (transacting) => {
        await ship.save(null, { transacting });
        await ship.save({ crew: 1 }, { transacting });
      });
      expect(log).toEqual([['rolledback', ship]]);
      expect([ship.isNew(), ship.attributes]).toEqual([true, { name: 'Vasa' }]);
    }));

  test('once the outermost transaction has ended, for what a savepoint held', () =>
    withShips(harness, async ({ db, Ship }) => {
      const log: unknown[] = [];
      const [kept, dropped] = [watched(new Ship({ name: 'kept' }), log), watched(new Ship({ name: 'dropped' }), log)];
      await db.transaction(async (outer) => {
        await db.transaction(async (transacting) => kept.save(null, { transacting }), { transacting: outer });
        await db
          .transaction(
            async (transacting) => {
              await dropped.save(null, { transacting });
              throw UNDO;
            },
            { transacting: outer },
          )
          .catch(() => undefined);
        expect(log).toEqual([]);
      });
      expect(log).toHaveLength(2);
      expect(log).toEqual(
        expect.arrayContaining([
          ['committed', kept],
          ['rolledback', dropped],
        ]),
      );
      expect(await db.knex('ships').pluck('name')).toEqual(['kept']);
    }));

  test('the outermost end decides', () =>
    withShips(harness, async (harbour) => {
      const log: unknown[] = [];
      const ship = watched(new harbour.Ship({ name: 'inner' }), log);
      await undone(harbour, async (outer) => {
        await harbour.db.transaction(async (transacting) => ship.save(null, { transacting }), {
          transacting: outer,
        });
      });
      expect(log).toEqual([['rolledback', ship]]);
    }));

  test('handlers are awaited, and see what was committed', () =>
    withShips(harness, async ({ db, Ship }) => {
      const ship = new Ship({ name: 'Vasa' });
      const log: unknown[] = [];
      ship.on('committed', async () => log.push(await db.knex('ships').pluck('name')));
      await db.transaction(async (transacting) => ship.save(null, { transacting }));
      expect(log).toEqual([['Vasa']]);
    }));

  test('a failing handler cannot undo the commit: it is an error of the shelf, and others still run', () =>
    withShips(harness, async ({ db, Ship }) => {
      const log: unknown[] = [];
      const failing = new Ship({ name: 'a' });
      failing.on('committed', () => {
        throw UNDO;
      });
      const other = watched(new Ship({ name: 'b' }), log);
      db.on('error', (error) => void log.push(error));
      await db.transaction(async (transacting) => {
        await failing.save(null, { transacting });
        await other.save(null, { transacting });
      });
      expect(log).toEqual([UNDO, ['committed', other]]);
      expect(await db.knex('ships').count({ n: '*' })).toEqual([{ n: 2 }]);
    }));

  test('without a transaction each write is committed by itself', () =>
    withShips(harness, async ({ Ship }) => {
      const log: unknown[] = [];
      const ship = watched(new Ship({ name: 'Vasa' }), log);
      await ship.save();
      expect(log).toEqual([['committed', ship]]);
      await ship.destroy();
      expect(log).toHaveLength(2);
    }));

  test('models saved by saveAll and create are told too', () =>
    withShips(harness, async ({ db, Ships }) => {
      const ships = new Ships([{ name: 'a' }, { name: 'b' }]);
      const log: unknown[] = [];
      for (const ship of ships) watched(ship, log);
      await ships.saveAll();
      expect(log).toEqual([
        ['committed', ships.at(0)],
        ['committed', ships.at(1)],
      ]);
      const heard: string[] = [];
      ships.on('committed', (ship) => void heard.push(ship.get('name')));
      await db.transaction(async (transacting) => ships.create({ name: 'c' }, { transacting }));
      expect(heard).toEqual(['c']);
    }));
}
