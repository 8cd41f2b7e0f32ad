import type { PrimaryKey } from '@shelf/core';
import type { Harness } from '../harness.js';
import { expectAsBackbone } from './beside-backbone.js';
import { names, withFleet, withShips } from './ships.js';

interface Berth {
  port: PrimaryKey<string>;
  pier: PrimaryKey<number>;
  ship: string;
}

/** `get` and `has`: by id, cid, model and attributes, for ids of every kind. */
export function lookupSuite(harness: Harness): void {
  test('get and has take an id, a cid, a model and attributes, as in Backbone', () =>
    withShips(harness, async (harbour) => {
      expectAsBackbone(harbour, (kit) => {
        const ships = kit.collection([{ id: 1, name: 'a' }, { name: 'new' }, { id: 0, name: 'zero' }]);
        const fresh = ships.models[1]!;
        const asked = [
          1,
          0,
          fresh.cid,
          fresh,
          ships.models[0],
          { id: 1 },
          kit.model({ id: 1 }),
          kit.model({}),
          9,
          'c9999',
          null,
          undefined,
          {},
        ];
        return asked.map((each) => [ships.get(each), each == null || ships.has(each)]);
      });
    }));

  test('an id that the database made after the model was added is found', () =>
    withShips(harness, async ({ Ship, Ships }) => {
      const ship = new Ship({ name: 'Fram' });
      const ships = new Ships([ship]);
      expect(ships.get(ship.id)).toBeUndefined();
      await ship.save();
      expect(ships.get(ship.id)).toBe(ship);
      ship.set('id', 77);
      expect(ships.get(77)).toBe(ship);
      expect(ships.get(1)).toBeUndefined();
    }));

  test('a key read as a string, a number or a BigInt is one key', () =>
    withShips(harness, async ({ Ships }) => {
      const ships = new Ships([{ id: 12, name: 'a' }]);
      const keys: unknown[] = [12, '12', 12n];
      for (const key of keys) expect(ships.get(key as number)).toBe(ships.at(0));
      expect(ships.add({ id: '12' as unknown as number })).toBe(ships.at(0));
      expect(ships).toHaveLength(1);
    }));

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'length'])(
    'the id %s is an id like any other',
    (id) =>
      withShips(harness, async ({ db }) => {
        const tags = db.Collection.forge();
        expect(tags.get(id)).toBeUndefined();
        tags.add({ id, name: 'a' });
        expect(tags).toHaveLength(1);
        expect(tags.get(id)).toBe(tags.at(0));
        tags.remove(id);
        expect(tags.get(id)).toBeUndefined();
        expect(tags).toHaveLength(0);
      }),
  );

  test('ids that are Buffers are told apart by their bytes', () =>
    withShips(harness, async ({ db }) => {
      const hulls = db.Collection.forge([{ id: Buffer.from([0xff, 0xfe]) }, { id: Buffer.from([0xff, 0xfd]) }]);
      expect(hulls).toHaveLength(2);
      expect(hulls.get(Buffer.from([0xff, 0xfd]))).toBe(hulls.at(1));
      expect(hulls.get(Buffer.from([0xff]))).toBeUndefined();
    }));

  test('composite ids are found by their tuple and by attributes', () =>
    withShips(harness, async ({ db }) => {
      const Berths = db.Collection.of().extend({
        model: db.Model.of<Berth>().extend({ tableName: 'berths', idAttribute: ['port', 'pier'] }),
      });
      const berths = new Berths([
        { port: 'a', pier: 1, ship: 'x' },
        { port: 'a', pier: 2, ship: 'y' },
      ]);
      expect(berths.get(['a', 2])).toBe(berths.at(1));
      expect(berths.get({ port: 'a', pier: 1 })).toBe(berths.at(0));
      expect(berths.get(['a', 3])).toBeUndefined();
      berths.add({ port: 'a', pier: 2, ship: 'z' }, { merge: true });
      expect(berths.pluck('ship')).toEqual(['x', 'z']);
    }));

  test('fetched models are found, and not added a second time', () =>
    withFleet(harness, async ({ Ships }) => {
      const ships = await new Ships().orderBy('id').fetch();
      const fram = ships.at(1)!;
      expect(ships.get(2)).toBe(fram);
      expect(ships.get(fram.cid)).toBe(fram);
      expect(ships.add(fram)).toBe(fram);
      expect(ships.add({ id: 2, name: 'Other' })).toBe(fram);
      expect(ships).toHaveLength(4);
      ships.remove(2);
      expect(names(ships)).toEqual(['Beagle', 'Argo', 'Victory']);
    }));

  test('a destroyed model has no key any more', () =>
    withFleet(harness, async ({ Ships }) => {
      const ships = await new Ships().orderBy('id').fetch();
      const beagle = ships.get(1)!;
      await beagle.destroy();
      expect(ships.get(1)).toBeUndefined();
      expect(ships.get(beagle)).toBeUndefined();
    }));

  test('of models with one id the first is found, and the next when that one goes or gets another id', () =>
    withFleet(harness, async ({ Ship, Ships }) => {
      const ships = await new Ships()
        .query((qb) => void qb.unionAll([Ship.query().select('ships.*'), Ship.query().select('ships.*')]))
        .fetch();
      const [first, second, third] = ships.models.filter((ship) => ship.id === 2);
      expect(ships.get(2)).toBe(first);
      ships.remove(first!);
      expect(ships.get(2)).toBe(second);
      second!.set('id', 99);
      expect([ships.get(2), ships.get(99)]).toEqual([third, second]);
      ships.remove(third!);
      expect(ships.get(2)).toBeUndefined();
    }));

  test('forgetting the keys of many models takes no longer for each than that of a few', () =>
    withShips(harness, async ({ Ships }) => {
      const ships = new Ships(Array.from({ length: 20_000 }, (_, id) => ({ id, name: 'x' })));
      expect(ships.get(19_999)).toBe(ships.at(-1));
      const start = performance.now();
      ships.reset();
      // Milliseconds, where looking through all keys for each of them took five seconds.
      expect(performance.now() - start).toBeLessThan(1500);
    }));
}
