import { statementsOf, type Harness } from '../harness.js';
import { withTown, type Town } from './people.js';

/** 25 people, p01 to p25, ages 0 to 4 in turn; the first has no age. Two pets for each of the first three. */
function withCrowd<T>(harness: Harness, work: (town: Town) => Promise<T>): Promise<T> {
  return withTown(harness, async (town) => {
    const { knex } = town.db;
    const rows = Array.from({ length: 25 }, (_, i) => ({
      name: `p${String(i + 1).padStart(2, '0')}`,
      age: i === 0 ? null : i % 5,
    }));
    await knex('people').insert(rows);
    await knex.schema.createTable('pets', (table) => {
      table.increments('id');
      table.integer('person_id');
    });
    await knex('pets').insert([1, 1, 2, 2, 3, 3].map((id) => ({ person_id: id })));
    return work(town);
  });
}

/** `fetchPage` and `count`. */
export function pagingSuite(harness: Harness): void {
  test('a page is the first ten rows unless told otherwise', () =>
    withCrowd(harness, async ({ Person }) => {
      const page = await new Person().orderBy('name').fetchPage();
      expect(page.map((person) => person.get('name'))).toEqual(
        Array.from({ length: 10 }, (_, i) => `p${String(i + 1).padStart(2, '0')}`),
      );
      expect(page.pagination).toEqual({ page: 1, pageSize: 10, rowCount: 25, pageCount: 3 });
    }));

  test('page and pageSize', () =>
    withCrowd(harness, async ({ Person, db }) => {
      const page = await Person.orderBy('-name').fetchPage({ page: 3, pageSize: 12 });
      expect(page).toBeInstanceOf(db.Collection);
      expect(page.map((person) => person.get('name'))).toEqual(['p01']);
      expect(page.pagination).toEqual({ page: 3, pageSize: 12, rowCount: 25, pageCount: 3 });
      const beyond = await Person.orderBy().fetchPage({ page: 9 });
      expect([beyond.length, beyond.pagination]).toEqual([0, { page: 9, pageSize: 10, rowCount: 25, pageCount: 3 }]);
    }));

  test('limit and offset', () =>
    withCrowd(harness, async ({ Person }) => {
      const page = await Person.orderBy('name').fetchPage({ limit: 2, offset: 3 });
      expect(page.map((person) => person.get('name'))).toEqual(['p04', 'p05']);
      expect(page.pagination).toEqual({ limit: 2, offset: 3, rowCount: 25 });
      expect((await Person.orderBy('name').fetchPage({ offset: 20 })).pagination).toEqual({
        limit: 10,
        offset: 20,
        rowCount: 25,
      });
      expect((await Person.orderBy('name').fetchPage({ limit: 3 })).map((person) => person.get('name'))).toEqual([
        'p01',
        'p02',
        'p03',
      ]);
    }));

  test('numbers may come as text', () =>
    withCrowd(harness, async ({ Person }) => {
      const page = await Person.orderBy().fetchPage({ page: '2', pageSize: '20' } as never);
      expect([page.length, page.pagination]).toEqual([5, { page: 2, pageSize: 20, rowCount: 25, pageCount: 2 }]);
    }));

  test('a negative number is refused', () =>
    withCrowd(harness, async ({ Person, db }) => {
      await expect(Person.orderBy().fetchPage({ page: -1 })).rejects.toBeInstanceOf(db.InvalidValueError);
      await expect(Person.orderBy().fetchPage({ limit: 5, offset: -1 })).rejects.toBeInstanceOf(db.InvalidValueError);
    }));

  test('{disableCount} saves the second query', () =>
    withCrowd(harness, async ({ Person, db }) => {
      await Person.count();
      let pagination: unknown;
      const statements = await statementsOf(db, async () => {
        ({ pagination } = await Person.orderBy().fetchPage({ pageSize: 5, disableCount: true }));
      });
      expect([statements.length, pagination]).toEqual([1, { page: 1, pageSize: 5 }]);
      expect((await Person.orderBy().fetchPage({ limit: 5, disableCount: true })).pagination).toEqual({
        limit: 5,
        offset: 0,
      });
    }));

  test('what constrains the page constrains its count', () =>
    withCrowd(harness, async ({ Person }) => {
      const page = await Person.where({ age: 1 })
        .orderBy('name')
        .fetchPage({ pageSize: 2, page: 2, columns: ['name'] });
      expect(page.toJSON()).toEqual([{ name: 'p12' }, { name: 'p17' }]);
      expect(page.pagination).toMatchObject({ rowCount: 5, pageCount: 3 });
      const none = await Person.where({ age: 77 }).orderBy().fetchPage();
      expect(none.pagination).toEqual({ page: 1, pageSize: 10, rowCount: 0, pageCount: 0 });
    }));

  // regression 22
  describe('the count is that of the rows that would be fetched', () => {
    const joined = ['innerJoin', 'pets', 'pets.person_id', 'people.id'] as const;

    test('with a join', () =>
      withCrowd(harness, async ({ Person }) => {
        const page = await Person.query(...joined)
          .orderBy('name')
          .fetchPage({ pageSize: 4 });
        expect([page.length, page.pagination.rowCount]).toEqual([4, 6]);
        expect(await Person.query(...joined).count()).toBe(6);
        expect(await Person.query(...joined).count('people.id' as never)).toBe(6);
        expect(await Person.query(...joined).count('id')).toBe(6);
      }));

    test('with distinct', () =>
      withCrowd(harness, async ({ Person }) => {
        const distinct = () =>
          Person.query(...joined)
            .query('distinct', 'people.*')
            .orderBy('name');
        const page = await distinct().fetchPage({ pageSize: 2 });
        expect([page.map((person) => person.get('name')), page.pagination.rowCount]).toEqual([['p01', 'p02'], 3]);
        expect(await distinct().count()).toBe(3);
        expect(await Person.query('distinct', 'age').count()).toBe(6);
        expect(await Person.query('distinct', 'age').count('age')).toBe(5);
        expect(
          (await Person.query('distinct', 'age').orderBy('age').fetchPage({ pageSize: 4 })).pagination,
        ).toMatchObject({ rowCount: 6, pageCount: 2 });
      }));

    test('with groups', () =>
      withCrowd(harness, async ({ Person }) => {
        const groups = () => Person.query((builder) => builder.select('age').groupBy('age'));
        const page = await groups().orderBy('age').fetchPage({ pageSize: 4 });
        expect([page.length, page.pagination.rowCount, page.pagination.pageCount]).toEqual([4, 6, 2]);
        expect(await groups().query('having', 'age', '>', 2).count()).toBe(2);
      }));

    test('with a limit', () =>
      withCrowd(harness, async ({ Person }) => {
        expect(await Person.query('limit', 7).count()).toBe(7);
        expect(await Person.query({ limit: 10, offset: 20 }).count()).toBe(5);
      }));

    test('of a column among so many rows', () =>
      withCrowd(harness, async ({ Person }) => {
        expect(await Person.query({ limit: 10, offset: 20 }).count('name')).toBe(5);
        const limited = () => Person.query((builder) => builder.orderBy('name').limit(25));
        expect([await limited().count('age'), await limited().count()]).toEqual([24, 25]);
        expect(await limited().query('select', 'name').count('age')).toBe(24);
      }));
  });

  test('count counts rows, or a column’s values that are not null', () =>
    withCrowd(harness, async ({ Person, db }) => {
      expect([
        await Person.count(),
        await Person.count('*'),
        await Person.count('age'),
        await new Person().count('name'),
      ]).toEqual([25, 25, 24, 25]);
      expect([await Person.where({ age: 1 }).count(), await Person.where({ age: null }).count('age')]).toEqual([5, 0]);
      expect(await Person.where('age', '>', 99).count()).toBe(0);
      await expect(Person.count('nope' as never)).rejects.toBeInstanceOf(db.UnknownColumnError);
    }));

  test('a page runs in a transaction, count included', () =>
    withCrowd(harness, async ({ Person, db }) => {
      await db.transaction(async (transacting) => {
        await new Person({ name: 'p00' }).save(null, { transacting });
        const page = await Person.orderBy('name').fetchPage({ pageSize: 1, transacting });
        expect([page.at(0)?.get('name'), page.pagination.rowCount]).toEqual(['p00', 26]);
      });
    }));
}
