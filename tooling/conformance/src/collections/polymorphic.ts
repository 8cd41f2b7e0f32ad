import type { Harness } from '../harness.js';
import { names, withFleet, type Harbour } from './ships.js';

/** Brigs and other ships of one table, and collections of both. */
function classesOf({ Ship, Ships }: Harbour) {
  class Brig extends Ship {
    masts = 2;
  }
  class Other extends Ship {}
  const choose = (row: { class?: string }): InstanceType<typeof Ship> =>
    row.class === 'brig' ? new Brig(row, { parse: true }) : new Other(row, { parse: true });
  const Mixed = Ships.extend({ model: choose });
  return { Brig, Other, Mixed };
}

/** Collections whose `model` is a function. */
export function polymorphicSuite(harness: Harness): void {
  test('fetched rows become models of the classes that they choose', () =>
    withFleet(harness, async (harbour) => {
      const { Brig, Other, Mixed } = classesOf(harbour);
      const ships = await new Mixed().orderBy('id').fetch();
      expect(names(ships)).toEqual(['Beagle', 'Fram', 'Argo', 'Victory']);
      expect(ships.map((ship) => ship.constructor)).toEqual([Brig, Other, Other, Other]);
      expect(ships.map((ship) => [ship.isNew(), ship.hasChanged(), ship.id])).toEqual(
        [1, 2, 3, 4].map((id) => [false, false, id]),
      );
      await ships.get(1)!.save({ crew: 75 });
      const [beagle] = await harbour.db.knex('ships').where({ name: 'Beagle' });
      expect(beagle).toMatchObject({ crew: 75 });
      const again = await ships.orderBy('id').fetch({ remove: false });
      expect(again.get(1)).toBe(ships.at(0));
    }));

  test('fetchOne, fetchPage, count, create and saveAll', () =>
    withFleet(harness, async (harbour) => {
      const { Brig, Other, Mixed } = classesOf(harbour);
      expect(await new Mixed().query({ where: { class: 'brig' } }).fetchOne()).toBeInstanceOf(Brig);
      expect(await new Mixed().query({ where: { id: 99 } }).fetchOne()).toBeNull();
      const none = new Mixed().query({ where: { id: 99 } }).fetchOne({ require: true });
      await expect(none).rejects.toBeInstanceOf(Other.NotFoundError);
      const page = await new Mixed().orderBy('id').fetchPage({ pageSize: 2 });
      expect([names(page), page.pagination.rowCount]).toEqual([['Beagle', 'Fram'], 4]);
      expect(await new Mixed().count()).toBe(4);
      const ships = new Mixed([{ name: 'Pilgrim', class: 'brig' }, { name: 'Vasa' }]);
      expect(await ships.create({ name: 'Lexington', class: 'brig' })).toBeInstanceOf(Brig);
      await ships.saveAll();
      expect(ships.map((ship) => [ship instanceof Brig, ship.isNew()])).toEqual([
        [true, false],
        [false, false],
        [true, false],
      ]);
      expect(await new Mixed().count()).toBe(7);
    }));

  test('a method that chooses is called too', () =>
    withFleet(harness, async (harbour) => {
      const { Brig, Other, Mixed } = classesOf(harbour);
      const { choose } = {
        choose: (row: { class?: string }) => (row.class === 'brig' ? new Brig(row) : new Other(row)),
      };
      const ships = new Mixed([{ name: 'x', class: 'brig' }, { name: 'y' }], { model: choose });
      ships.set([{ name: 'z', class: 'brig' }]);
      expect(ships.map((ship) => [ship.get('name'), ship instanceof Brig])).toEqual([['z', true]]);
    }));

  test('a function that makes no model is told so', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const Broken = Ships.extend({ model: (() => ({})) as never });
      expect(() => new Broken([{ name: 'x' }])).toThrow(db.InvalidValueError);
      await expect((async () => new Broken().fetch())()).rejects.toBeInstanceOf(db.InvalidValueError);
    }));
}
