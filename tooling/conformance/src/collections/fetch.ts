import { statementsOf, type Harness } from '../harness.js';
import { names, withFleet, withShips } from './ships.js';

/** `fetch` and `fetchOne`: what is read, what it replaces, what it merges. */
export function fetchSuite(harness: Harness): void {
  test('fetch resolves to the collection with a model for every row, all of them synced', () =>
    withFleet(harness, async ({ db, Ship, Ships }) => {
      const ships = new Ships();
      const statements = await statementsOf(db, async () => expect(await ships.orderBy('id').fetch()).toBe(ships));
      expect(statements).toHaveLength(1);
      expect(names(ships)).toEqual(['Beagle', 'Fram', 'Argo', 'Victory']);
      for (const ship of ships) {
        expect(ship).toBeInstanceOf(Ship);
        expect([ship.isNew(), ship.hasChanged()]).toEqual([false, false]);
      }
    }));

  test('fetch replaces the models, without events for each', () =>
    withFleet(harness, async ({ Ships }) => {
      const ships = new Ships([{ id: 1, name: 'Stale', crew: 1 }, { name: 'New' }]);
      const stale = ships.at(0);
      const log: string[] = [];
      ships.on('all', (event) => log.push(event));
      await ships.orderBy('id').fetch();
      expect(names(ships)).toEqual(['Beagle', 'Fram', 'Argo', 'Victory']);
      expect(ships.get(1)).not.toBe(stale);
      expect(ships.get(1)!.get('crew')).toBe(74);
      expect(log).toEqual(['fetching', 'fetched']);
      await ships.query('where', 'crew', '>', 60).orderBy('id').fetch();
      expect(names(ships)).toEqual(['Beagle', 'Victory']);
      expect(ships.get(2)).toBeUndefined();
    }));

  test('fetch of no rows empties the collection; with require it rejects with EmptyError', () =>
    withShips(harness, async ({ db, Ships }) => {
      const ships = new Ships([{ name: 'Stale' }]);
      await ships.fetch();
      expect(ships).toHaveLength(0);
      const Fleet = Ships.extend({});
      const rejected: unknown = await new Fleet().fetch({ require: true }).catch((error: unknown) => error);
      expect(rejected).toBeInstanceOf(db.EmptyError);
      expect(rejected).toBeInstanceOf(Fleet.EmptyError);
      expect(rejected).not.toBeInstanceOf(Ships.extend({}).EmptyError);
      expect(rejected).toMatchObject({ code: 'EMPTY', table: 'ships' });
      expect(await new Fleet().fetch({ require: false })).toHaveLength(0);
    }));

  test('columns narrows what is read', () =>
    withFleet(harness, async ({ Ships }) => {
      const ships = await new Ships().orderBy('id').fetch({ columns: ['name', 'crew'] });
      expect(ships.toJSON()[0]).toEqual({ name: 'Beagle', crew: 74 });
      const one = await new Ships().orderBy('id').fetch({ columns: 'name' });
      expect(one.toJSON()[0]).toEqual({ name: 'Beagle' });
    }));

  test('rows without an id are never merged', () =>
    withFleet(harness, async ({ Ships }) => {
      const ships = await new Ships().fetch({ columns: ['class'] });
      expect(ships).toHaveLength(4);
      const again = await ships.fetch({ columns: ['class'], merge: true, remove: false });
      expect(again).toHaveLength(8);
    }));

  test('two rows with one id in one result stay two models, also when they were joined', () =>
    withFleet(harness, async ({ db, Ships }) => {
      await db.knex.schema.createTable('voyages', (table) => {
        table.increments('id');
        table.integer('ship_id');
        table.string('to');
      });
      await db.knex('voyages').insert([
        { ship_id: 1, to: 'Bahia' },
        { ship_id: 1, to: 'Sydney' },
      ]);
      const joined = (ships: InstanceType<typeof Ships>): typeof ships =>
        ships.query((qb) =>
          qb.join('voyages', 'voyages.ship_id', 'ships.id').select('ships.*', 'voyages.to').orderBy('voyages.id'),
        );
      const ships = await joined(new Ships()).fetch();
      expect(ships.map((ship) => [ship.id, Reflect.get(ship.attributes, 'to')])).toEqual([
        [1, 'Bahia'],
        [1, 'Sydney'],
      ]);
      expect(ships.get(1)).toBe(ships.at(0));
      const second = ships.at(1)!;
      ships.remove(second);
      expect([...ships]).not.toContain(second);
      expect(ships.get(1)).toBe(ships.at(0));
      const twins = await joined(new Ships()).fetch();
      const [first, other] = twins.models;
      twins.remove(first!);
      expect(twins.get(1)).toBe(other);
      for (const options of [{ merge: false, remove: false }, { remove: false }, { merge: false }])
        expect((await joined(new Ships()).fetch(options)).pluck('id')).toEqual([1, 1]);
      const merged = await joined(new Ships()).fetch({ merge: true });
      expect(merged.map((ship) => [ship.id, Reflect.get(ship.attributes, 'to')])).toEqual([[1, 'Sydney']]);
    }));

  test('remove: false keeps the models that are there and merges the rows into them', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const ships = await new Ships().query('where', 'crew', '<', 60).orderBy('id').fetch();
      const [fram] = ships.models;
      await db.knex('ships').where({ name: 'Fram' }).update({ crew: 17 });
      await ships.orderBy('id').fetch({ remove: false });
      expect(names(ships)).toEqual(['Fram', 'Argo', 'Beagle', 'Victory']);
      expect(ships.at(0)).toBe(fram);
      expect(fram!.get('crew')).toBe(17);
      // What was read is stored: a save has nothing to write.
      for (const ship of ships) expect(ship.hasChanged()).toBe(false);
      expect(await statementsOf(db, async () => ships.invokeThen('save'))).toEqual([]);
    }));

  test('a comparator orders what was fetched', () =>
    withFleet(harness, async ({ Ships }) => {
      const ships = await new Ships([], { comparator: 'name' }).fetch();
      expect(names(ships)).toEqual(['Argo', 'Beagle', 'Fram', 'Victory']);
    }));

  test('initialize and parse of the model run for every fetched row', () =>
    withFleet(harness, async ({ Ship, Ships }) => {
      const seen: unknown[] = [];
      const Model = Ship.extend({
        parse: (row: Record<string, unknown>) => ({ ...row, name: `SS ${String(row['name'])}` }),
        initialize() {
          seen.push((this as unknown as InstanceType<typeof Ship>).get('name'));
        },
      });
      const ships = await new Ships([], { model: Model }).orderBy('id').fetch();
      expect(names(ships)).toEqual(['SS Beagle', 'SS Fram', 'SS Argo', 'SS Victory']);
      expect(seen).toEqual(names(ships));
    }));

  test('initialize runs for the models and collections that the caller gets, and for no others', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const made: string[] = [];
      class Vessel extends Ship {
        // Known to instances alone.
        override tableName = 'ships';
        override initialize(): void {
          made.push('model');
        }
      }
      class Vessels extends db.Collection<Vessel> {
        static override model = Vessel;
        override initialize(): void {
          made.push('collection');
        }
      }
      const vessels = new Vessels();
      expect(await vessels.query('where', 'id', '<', 3).count()).toBe(2);
      await vessels.query('where', 'id', '<', 3).fetch();
      expect(made.splice(0)).toEqual(['collection', 'model', 'model']);
      await vessels.orderBy('id').fetch({ remove: false });
      await vessels.orderBy('id').fetch({ merge: true });
      expect(made.splice(0)).toEqual(['model', 'model']);
      await vessels.orderBy('id').fetchPage({ pageSize: 1 });
      expect(made.splice(0)).toEqual(['model']);
    }));

  test('fetchOne resolves to the first row of the query and leaves the collection as it is', () =>
    withFleet(harness, async ({ Ship, Ships }) => {
      const ships = new Ships([{ name: 'Kept' }]);
      const one = await ships.query({ where: { class: 'brig' } }).fetchOne();
      expect(one).toBeInstanceOf(Ship);
      expect(one!.get('name')).toBe('Beagle');
      expect(names(ships)).toEqual(['Kept']);
      const last = await ships.orderBy('-id').fetchOne({ columns: ['name'] });
      expect(last!.attributes).toEqual({ name: 'Victory' });
      // The constraints of the first call are gone.
      expect(await ships.count()).toBe(4);
    }));

  test('fetchOne without a row resolves to null, with require it rejects with the model’s NotFoundError', () =>
    withFleet(harness, async ({ Ship, Ships }) => {
      expect(await new Ships().query('where', 'id', 99).fetchOne()).toBeNull();
      const rejected = new Ships().query('where', 'id', 99).fetchOne({ require: true });
      await expect(rejected).rejects.toBeInstanceOf(Ship.NotFoundError);
    }));

  test('everything reads inside the transaction that it is given', () =>
    withFleet(harness, async ({ db, Ships }) => {
      await db
        .transaction(async (transacting) => {
          await db.knex('ships').transacting(transacting).where('id', '>', 2).del();
          expect(await new Ships().fetch({ transacting })).toHaveLength(2);
          expect(await new Ships().count('*', { transacting })).toBe(2);
          expect(await new Ships().orderBy('-id').fetchOne({ transacting })).toMatchObject({ id: 2 });
          expect((await new Ships().fetchPage({ transacting })).pagination.rowCount).toBe(2);
          await transacting.rollback(new Error('undo'));
        })
        .catch((error: unknown) => expect(error).toMatchObject({ message: 'undo' }));
      expect(await new Ships().count()).toBe(4);
    }));
}
