import type { Harness } from '../harness.js';
import { names, withFleet, withShips } from './ships.js';

/** `extend forge initialize constructor model models parse toJSON clone`, in the form of `extend` and of classes. */
export function makingSuite(harness: Harness): void {
  test('extend gives methods, class properties and a way up, to any depth', () =>
    withShips(harness, async ({ Ships }) => {
      const Fleet = Ships.extend({ flagship: () => 'Victory', crew: () => 1 }, { port: 'Leith' });
      const Squadron = Fleet.extend({ crew: () => 2 });
      const squadron = new Squadron([{ name: 'Fram' }]);
      expect([squadron.flagship(), squadron.crew(), Squadron.port]).toEqual(['Victory', 2, 'Leith']);
      expect(squadron).toBeInstanceOf(Fleet);
      expect(squadron).toBeInstanceOf(Ships);
      expect(Reflect.get(Squadron, '__super__')).toBe(Fleet.prototype);
    }));

  test('a class is an equal citizen', () =>
    withFleet(harness, async ({ db, Ship }) => {
      class Fleet extends db.Collection<InstanceType<typeof Ship>> {
        static override model = Ship;
        big(): string[] {
          return names(this.filter((ship) => (ship.get('crew') ?? 0) > 60));
        }
      }
      const fleet = await Fleet.forge().orderBy('id').fetch();
      expect(fleet).toBeInstanceOf(Fleet);
      expect(fleet.at(0)).toBeInstanceOf(Ship);
      expect(fleet.big()).toEqual(['Beagle', 'Victory']);
      class Tail extends Fleet {
        override big(): string[] {
          return super.big().slice(1);
        }
      }
      expect((await new Tail().orderBy('id').fetch()).big()).toEqual(['Victory']);
    }));

  test('a class may name its model by a getter', () =>
    withFleet(harness, async ({ db, Ship }) => {
      class Fleet extends db.Collection<InstanceType<typeof Ship>> {
        override get model(): typeof Ship {
          return Ship;
        }
      }
      expect(await new Fleet().count()).toBe(4);
      expect(new Fleet([{ name: 'x' }]).at(0)).toBeInstanceOf(Ship);
    }));

  test('forge is new; initialize sees its arguments and the models are not there yet', () =>
    withShips(harness, async ({ Ships }) => {
      const seen: unknown[] = [];
      const Fleet = Ships.extend({
        initialize(...args: unknown[]) {
          seen.push(args, (this as unknown as { length: number }).length);
        },
      });
      const models = [{ name: 'Fram' }];
      const options = { comparator: 'name' };
      const fleet = Fleet.forge(models, options);
      expect(fleet).toBeInstanceOf(Fleet);
      expect(seen).toEqual([[models, options], 0]);
      expect(names(fleet)).toEqual(['Fram']);
    }));

  test('an overridden constructor calls the base as a function', () =>
    withShips(harness, async ({ db, Ship }) => {
      const Fleet = db.Collection.extend({
        model: Ship,
        constructor: function (this: object, ...args: unknown[]) {
          Reflect.set(this, 'built', true);
          db.Collection.apply(this, args);
        },
      });
      const fleet = Reflect.construct(Fleet, [[{ name: 'Fram' }]]) as object as {
        built: boolean;
        at(index: number): unknown;
      };
      expect(fleet.built).toBe(true);
      expect(fleet.at(0)).toBeInstanceOf(Ship);
    }));

  test('hashes become models, models stay themselves, models is the array', () =>
    withShips(harness, async ({ Ship, Ships }) => {
      const fram = new Ship({ name: 'Fram' });
      const ships = new Ships([fram, { name: 'Argo' }]);
      expect(ships.models[0]).toBe(fram);
      expect(ships.models[1]).toBeInstanceOf(Ship);
      expect(ships.models[1]!.get('name')).toBe('Argo');
      expect(ships).toHaveLength(2);
      expect(ships.model).toBe(Ship);
    }));

  test('Model.collection makes a collection of that class', () =>
    withShips(harness, async ({ Ship }) => {
      const ships = Ship.collection([{ name: 'Fram' }], { comparator: 'name' });
      expect(ships.model).toBe(Ship);
      expect(ships.at(0)).toBeInstanceOf(Ship);
      expect(ships.comparator).toBe('name');
    }));

  test('the option model takes the place of the class’s', () =>
    withShips(harness, async ({ db, Ship, Ships }) => {
      const Boat = db.Model.extend({ tableName: 'boats' });
      const boats = new Ships([], { model: Boat });
      expect(boats.add({ name: 'x' })).toBeInstanceOf(Boat);
      expect(new Ships().add({ name: 'x' })).toBeInstanceOf(Ship);
    }));

  test('the option parse passes models through parse', () =>
    withShips(harness, async ({ Ship, Ships }) => {
      const Shouting = Ship.extend({
        parse: (row: Record<string, unknown>) => ({ ...row, name: String(row['name']).toUpperCase() }),
      });
      const Fleet = Ships.extend({ model: Shouting });
      expect(names(new Fleet([{ name: 'fram' }], { parse: true }))).toEqual(['FRAM']);
      expect(names(new Fleet([{ name: 'fram' }]))).toEqual(['fram']);
    }));

  test('parse of the collection sees all rows and decides which become models', () =>
    withFleet(harness, async ({ Ships }) => {
      let given = 0;
      const Fleet = Ships.extend({
        parse(rows: readonly Record<string, unknown>[]) {
          given = rows.length;
          return rows.filter((row) => row['class'] !== null);
        },
      });
      const fleet = await new Fleet().orderBy('id').fetch();
      expect(given).toBe(4);
      expect(names(fleet)).toEqual(['Beagle', 'Fram', 'Victory']);
    }));

  test('toJSON lists the models’ own toJSON, which gets the options', () =>
    withShips(harness, async ({ Ship, Ships }) => {
      const Model = Ship.extend({
        toJSON(options?: { shallow?: boolean | undefined }) {
          return { name: 'x', shallow: options?.shallow ?? false };
        },
      });
      const ships = new Ships([new Model({ name: 'a' }), new Ship({ name: 'b', crew: 3 })]);
      expect(ships.toJSON()).toEqual([
        { name: 'x', shallow: false },
        { name: 'b', crew: 3 },
      ]);
      expect(JSON.parse(JSON.stringify(ships.toJSON({ shallow: true })))).toEqual([
        { name: 'x', shallow: true },
        { name: 'b', crew: 3 },
      ]);
      expect(JSON.parse(JSON.stringify(ships))).toEqual([
        { name: 'x', shallow: false },
        { name: 'b', crew: 3 },
      ]);
    }));

  test('clone has the same models, class, comparator and query, and its own list', () =>
    withFleet(harness, async ({ Ships }) => {
      const Fleet = Ships.extend({});
      const ships = new Fleet(
        [
          { id: 1, name: 'b' },
          { id: 2, name: 'a' },
        ],
        { comparator: 'name' },
      );
      ships.query('where', 'crew', '>', 60);
      const copy = ships.clone();
      expect(copy).toBeInstanceOf(Fleet);
      expect(copy.models).toEqual(ships.models);
      expect(copy.at(0)).toBe(ships.at(0));
      expect(copy.comparator).toBe('name');
      copy.remove(1);
      expect([copy.length, ships.length]).toEqual([1, 2]);
      copy.query('where', 'crew', '>', 100);
      expect([await copy.count(), await ships.count()]).toEqual([1, 2]);
    }));
}
