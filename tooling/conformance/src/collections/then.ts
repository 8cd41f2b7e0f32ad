import { statementsOf, type Harness } from '../harness.js';
import { FLEET, names, withFleet, withShips } from './ships.js';

/** `mapThen reduceThen invokeThen`. */
export function thenSuite(harness: Harness): void {
  test('mapThen resolves with every result in order, whichever ends first', () =>
    withShips(harness, async ({ Ships }) => {
      const ships = new Ships([...FLEET]);
      let release: (() => void) | undefined;
      const gate = new Promise<void>((resolve) => (release = resolve));
      const ended: number[] = [];
      const results = await ships.mapThen(async (ship, index) => {
        if (index === 0) await gate;
        if (index === 3) release?.();
        ended.push(index);
        return `${index}${ship.get('name')}`;
      });
      expect(results).toEqual(['0Beagle', '1Fram', '2Argo', '3Victory']);
      expect(ended.at(-1)).toBe(0);
    }));

  test('mapThen takes a context and plain results, and rejects with what the function throws', () =>
    withShips(harness, async ({ Ships }) => {
      const ships = new Ships([{ name: 'Fram' }]);
      const context = { port: 'Oslo' };
      const seen = await ships.mapThen(function (this: unknown) {
        return this;
      }, context);
      expect(seen[0]).toBe(context);
      const thrower = (): never => {
        throw new Error('aground');
      };
      await expect(ships.mapThen(thrower)).rejects.toThrow('aground');
    }));

  test('reduceThen waits for each step before the next', () =>
    withShips(harness, async ({ Ships }) => {
      const ships = new Ships([...FLEET]);
      let running = 0;
      let most = 0;
      const context = { sep: '-' };
      const joined = await ships.reduceThen(
        async function (this: unknown, memo, ship, index) {
          most = Math.max(most, ++running);
          await Promise.resolve();
          running--;
          return `${memo}${(this as typeof context).sep}${index}${ship.get('name')}`;
        },
        Promise.resolve('>'),
        context,
      );
      expect(joined).toBe('>-0Beagle-1Fram-2Argo-3Victory');
      expect(most).toBe(1);
    }));

  test('reduceThen of an empty collection is the memo, and rejects with what a step throws', () =>
    withShips(harness, async ({ Ships }) => {
      expect(await new Ships().reduceThen((memo: number) => memo + 1, 7)).toBe(7);
      const thrower = (): never => {
        throw new Error('aground');
      };
      await expect(new Ships([{ name: 'x' }]).reduceThen(thrower, 0)).rejects.toThrow('aground');
    }));

  test('invokeThen calls the method on every model with the arguments, and resolves with all results', () =>
    withShips(harness, async ({ db, Ships }) => {
      const ships = new Ships([...FLEET]);
      const saved = await ships.invokeThen('save', null, { method: 'insert' });
      expect(saved).toEqual(ships.models);
      // All at once, on as many connections as there are: which is first is nobody's business.
      expect(await db.knex('ships').orderBy('name').pluck('name')).toEqual(FLEET.map(({ name }) => name).toSorted());
      expect(await ships.invokeThen('get', 'name')).toEqual(FLEET.map(({ name }) => name));
    }));

  test('invokeThen("destroy") deletes every row', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const ships = await new Ships().fetch();
      const statements = await statementsOf(db, async () => ships.invokeThen('destroy'));
      expect(statements).toHaveLength(4);
      expect(await db.knex('ships')).toEqual([]);
    }));

  test('invokeThen rejects when one model’s call does', () =>
    withFleet(harness, async ({ Ships }) => {
      const ships = await new Ships().orderBy('id').fetch();
      ships.at(1)!.on('saving', () => {
        throw new Error('not seaworthy');
      });
      await expect(ships.invokeThen('save', { crew: 1 })).rejects.toThrow('not seaworthy');
      expect(names(ships)).toHaveLength(4);
      await expect(ships.invokeThen('nonsense' as 'save')).rejects.toThrow(/nonsense/);
    }));
}
