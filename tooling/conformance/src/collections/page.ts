import { statementsOf, type Harness } from '../harness.js';
import { names, withFleet, withShips } from './ships.js';

/** `fetchPage` and `count`. */
export function pageSuite(harness: Harness): void {
  test('page and pageSize', () =>
    withFleet(harness, async ({ Ships }) => {
      const page = await new Ships().orderBy('id').fetchPage({ page: 2, pageSize: 3 });
      expect(page).toBeInstanceOf(Ships);
      expect(names(page)).toEqual(['Victory']);
      expect(page.pagination).toEqual({ page: 2, pageSize: 3, rowCount: 4, pageCount: 2 });
    }));

  test('limit and offset', () =>
    withFleet(harness, async ({ Ships }) => {
      const page = await new Ships().orderBy('id').fetchPage({ limit: 2, offset: 1 });
      expect(names(page)).toEqual(['Fram', 'Argo']);
      expect(page.pagination).toEqual({ limit: 2, offset: 1, rowCount: 4 });
    }));

  test('a page is ten rows, and the first, unless told otherwise', () =>
    withShips(harness, async ({ db, Ships }) => {
      await db
        .knex('ships')
        .insert(Array.from({ length: 23 }, (_, i) => ({ name: `ship ${String(i).padStart(2, '0')}` })));
      const first = await new Ships().orderBy('id').fetchPage();
      expect(first).toHaveLength(10);
      expect(first.pagination).toEqual({ page: 1, pageSize: 10, rowCount: 23, pageCount: 3 });
      const third = await new Ships().orderBy('id').fetchPage({ page: 3 });
      expect(third.at(-1)!.get('name')).toBe('ship 22');
      expect(third).toHaveLength(3);
      const beyond = await new Ships().fetchPage({ page: 9 });
      expect([beyond.length, beyond.pagination.rowCount]).toEqual([0, 23]);
    }));

  test('disableCount leaves the counting query out', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const statements = await statementsOf(db, async () => {
        const page = await new Ships().orderBy('id').fetchPage({ pageSize: 2, disableCount: true });
        expect(page.pagination).toEqual({ page: 1, pageSize: 2 });
        expect(names(page)).toEqual(['Beagle', 'Fram']);
      });
      expect(statements).toHaveLength(1);
    }));

  test('the rows are counted under the same constraints, whatever they are', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const rowCount = async (ships: InstanceType<typeof Ships>): Promise<number> =>
        (await ships.fetchPage({ pageSize: 1 })).pagination.rowCount;
      expect(await rowCount(new Ships().query('where', 'crew', '>', 40))).toBe(3);
      expect(await rowCount(new Ships().query((qb) => qb.groupBy('class').select('class')))).toBe(4);
      expect(await rowCount(new Ships().query((qb) => qb.distinct('class')))).toBe(4);
      await db.knex.schema.createTable('voyages', (table) => void table.integer('ship_id'));
      await db.knex('voyages').insert([{ ship_id: 1 }, { ship_id: 1 }]);
      const joined = new Ships().query((qb) => qb.join('voyages', 'voyages.ship_id', 'ships.id').select('ships.*'));
      expect(await rowCount(joined)).toBe(2);
    }));

  test('count counts the rows of the query, or the values of a column', () =>
    withFleet(harness, async ({ Ships }) => {
      expect(await new Ships().count()).toBe(4);
      expect(await new Ships().count('*')).toBe(4);
      expect(await new Ships().count('class')).toBe(3);
      expect(await new Ships().query('where', 'crew', '>', 60).count()).toBe(2);
      const ships = new Ships([{ name: 'in memory' }]);
      expect(await ships.count()).toBe(4);
      expect(names(ships)).toEqual(['in memory']);
    }));
}
