import type { Harness } from '../harness.js';
import { names, withFleet, type Harbour, type Ships } from './ships.js';

type Gathering = (harbour: Harbour) => Promise<Ships>;

/** Ways in which a model comes into a collection, which differ in what the two know of each other. */
const gatherings: Readonly<Record<string, Gathering>> = {
  fetched: ({ Ships }) => new Ships().orderBy('id').fetch(),
  'fetched by the class': ({ Ship }) => Ship.orderBy('id').fetchAll(),
  'fetched and looked up': async ({ Ships }) => {
    const ships = await new Ships().orderBy('id').fetch();
    ships.get(1);
    return ships;
  },
  'fetched and heard': async ({ Ships }) => {
    const ships = await new Ships().orderBy('id').fetch();
    ships.on('committed', () => undefined);
    return ships;
  },
  'fetched into what there was': ({ Ships }) =>
    new Ships([{ id: 1, name: 'Beagle' }]).orderBy('id').fetch({ remove: false }),
  'put together': async ({ Ship, Ships }) => new Ships((await Ship.orderBy('id').fetchAll()).models),
};

/** A destroyed model is in no collection any more. */
export function destroyedSuite(harness: Harness): void {
  describe.each(Object.keys(gatherings))('%s', (gathering) => {
    const gather = gatherings[gathering] as Gathering;

    test('a destroyed model leaves its collections, and the next saveAll does not insert it', () =>
      withFleet(harness, async (harbour) => {
        const ships = await gather(harbour);
        const others = new harbour.Ships([ships.at(1)!]);
        const fram = ships.at(1)!;
        await fram.destroy();
        expect([names(ships), ships.length, others.length]).toEqual([['Beagle', 'Argo', 'Victory'], 3, 0]);
        expect([ships.get(2), ships.get(fram), Reflect.get(fram, 'collection')]).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
        await ships.saveAll();
        expect(await harbour.db.knex('ships').pluck('name')).toHaveLength(3);
      }));

    test('models that are destroyed one after another are all met', () =>
      withFleet(harness, async (harbour) => {
        const ships = await gather(harbour);
        for (const ship of ships) await ship.destroy();
        expect([ships.length, await harbour.Ship.count()]).toEqual([0, 0]);
        const more = await new harbour.Ships([{ name: 'a' }, { name: 'b' }]).saveAll();
        for (const ship of more.models) await ship.destroy();
        expect([more.length, await harbour.Ship.count()]).toEqual([0, 0]);
      }));
  });

  test('the collection says that it was removed, after destroyed', () =>
    withFleet(harness, async ({ Ships }) => {
      const ships = await new Ships().orderBy('id').fetch();
      const fram = ships.at(1)!;
      const log: unknown[] = [];
      fram.on('destroyed remove', (model: unknown) => log.push(['model', model === fram, ships.length]));
      ships.on('all', (event: string) => log.push([event, ships.length]));
      await fram.destroy();
      expect(log).toEqual([
        ['destroying', 4],
        ['model', true, 4],
        ['destroyed', 4],
        ['committed', 4],
        ['model', true, 3],
        ['remove', 3],
        ['update', 3],
      ]);
    }));

  test('a model whose row could not be deleted stays; one whose handler fails afterwards goes', () =>
    withFleet(harness, async ({ Ships }) => {
      const ships = await new Ships().orderBy('id').fetch();
      const [beagle, fram] = ships.models;
      const stop = new Error('stop');
      beagle!.on('destroying', () => {
        throw stop;
      });
      fram!.on('destroyed', () => {
        throw stop;
      });
      await expect(beagle!.destroy()).rejects.toBe(stop);
      await expect(fram!.destroy()).rejects.toBe(stop);
      expect(names(ships)).toEqual(['Beagle', 'Argo', 'Victory']);
    }));

  test.each(Object.keys(gatherings))('%s: a rollback puts models back that were destroyed', (gathering) =>
    withFleet(harness, async (harbour) => {
      const ships = await (gatherings[gathering] as Gathering)(harbour);
      const fram = ships.at(1)!;
      const stop = new Error('stop');
      const undone = harbour.db.transaction(async (transacting) => {
        await fram.destroy({ transacting });
        expect(ships).toHaveLength(3);
        throw stop;
      });
      await expect(undone).rejects.toBe(stop);
      expect(names(ships)).toEqual(['Beagle', 'Fram', 'Argo', 'Victory']);
      expect(ships.get(2)).toBe(fram);
      await fram.destroy();
      expect(names(ships)).toEqual(['Beagle', 'Argo', 'Victory']);
    }),
  );

  test('the collection hears how the transaction ended in which a model has left it', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const ships = await new Ships().orderBy('id').fetch();
      const heard: unknown[] = [];
      ships.on('committed rolledback', (model: unknown) => heard.push(model));
      const [beagle, fram] = ships.models;
      await db.transaction(async (transacting) => beagle!.destroy({ transacting }));
      expect(heard.splice(0)).toEqual([beagle]);
      await expect(
        db.transaction(async (transacting) => {
          await fram!.destroy({ transacting });
          throw new Error('stop');
        }),
      ).rejects.toThrow('stop');
      expect(heard.splice(0)).toEqual([fram]);
      await fram!.save({ crew: 1 });
      expect(heard).toEqual([fram]);
    }));
}
