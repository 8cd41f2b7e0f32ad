import { statementsOf, type Harness } from '../harness.js';
import { names, withFleet, withShips } from './ships.js';

/** `create`. */
export function createSuite(harness: Harness): void {
  test('create saves a hash, adds it with its key, and resolves to the model', () =>
    withShips(harness, async ({ db, Ship, Ships }) => {
      const ships = new Ships();
      const log: unknown[] = [];
      ships.on('add', (ship, collection) => log.push([ship, ship.id, collection]));
      const fram = await ships.create({ name: 'Fram', crew: 16 });
      expect(fram).toBeInstanceOf(Ship);
      expect(ships.get(fram.id)).toBe(fram);
      expect(log).toEqual([[fram, fram.id, ships]]);
      expect(await db.knex('ships').select('name', 'crew')).toEqual([{ name: 'Fram', crew: 16 }]);
    }));

  test('create takes a model', () =>
    withShips(harness, async ({ Ship, Ships }) => {
      const ships = new Ships();
      const fram = new Ship({ name: 'Fram' });
      expect(await ships.create(fram)).toBe(fram);
      expect(fram.isNew()).toBe(false);
      expect(ships.models).toEqual([fram]);
    }));

  test('what cannot be saved is not added', () =>
    withFleet(harness, async ({ db, Ship, Ships }) => {
      const ships = new Ships();
      await expect(ships.create({ name: 'Fram' })).rejects.toBeInstanceOf(db.UniqueViolationError);
      const refused = new Ship({ name: 'Vasa' });
      refused.on('creating', () => {
        throw new Error('top-heavy');
      });
      await expect(ships.create(refused)).rejects.toThrow('top-heavy');
      expect(ships).toHaveLength(0);
    }));

  test('options reach both the save and the adding', () =>
    withShips(harness, async ({ db, Ships }) => {
      const ships = new Ships([{ name: 'Last' }]);
      const silent: string[] = [];
      ships.on('add', (ship) => silent.push(ship.get('name')));
      await db
        .transaction(async (transacting) => {
          await ships.create({ name: 'First' }, { transacting, at: 0, silent: true } as object);
          await transacting.rollback(new Error('undo'));
        })
        .catch((error: unknown) => expect(error).toMatchObject({ message: 'undo' }));
      expect(names(ships)).toEqual(['First', 'Last']);
      expect(silent).toEqual([]);
      expect(await db.knex('ships')).toEqual([]);
    }));

  test('a scope of the collection stamps what is created in it', () =>
    withShips(harness, async ({ Ships }) => {
      const ships = new Ships();
      Reflect.set(ships, 'scopes', [{ name: 'brigs', stamp: () => ({ class: 'brig' }) }]);
      const beagle = await ships.create({ name: 'Beagle', class: 'raft' });
      expect(beagle.get('class')).toBe('brig');
    }));

  test('create inserts a row with a key of its own', () =>
    withShips(harness, async ({ db, Ship, Ships }) => {
      const ships = new Ships();
      const fram = await ships.create({ id: 77, name: 'Beagle' });
      await ships.create(new Ship({ id: 78, name: 'Vasa' }));
      expect(await db.knex('ships').orderBy('id').pluck('id')).toEqual([77, 78]);
      expect([fram.id, fram.isNew(), ships.length]).toEqual([77, false, 2]);
      await expect(ships.create({ id: 77, name: 'Again' })).rejects.toBeInstanceOf(db.UniqueViolationError);
      fram.set('name', 'Fram');
      await ships.create(fram);
      expect(await db.knex('ships').orderBy('id').pluck('name')).toEqual(['Fram', 'Vasa']);
    }));

  test('create is one insert', () =>
    withShips(harness, async ({ db, Ships }) => {
      await new Ships().count();
      const statements = await statementsOf(db, async () => new Ships().create({ name: 'Fram' }));
      expect(statements).toHaveLength(1);
      expect(statements[0]).toMatch(/^insert/i);
    }));
}
