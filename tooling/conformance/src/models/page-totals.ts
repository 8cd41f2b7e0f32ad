import type { Collection, Model } from '@shelf/core';
import type { Knex } from 'knex';
import { statementsOf, type Harness } from '../harness.js';
import { withTown, type PersonRow, type Town } from './people.js';

type People = Collection<Model<PersonRow>>;

/** Six people, p1 to p6, of the ages 0, 1 and 2, of whom the even ones are active; p1 has two pets. */
function withSix<T>(harness: Harness, work: (town: Town) => Promise<T>): Promise<T> {
  return withTown(harness, async (town) => {
    const { knex } = town.db;
    const rows = [1, 2, 3, 4, 5, 6].map((n) => ({ name: `p${n}`, age: n % 3, active: n % 2 === 0 }));
    for (const row of rows) await new town.Person(row).save();
    await knex.schema.createTable('pets', (table) => {
      table.integer('id').primary();
      table.integer('person_id');
    });
    await knex('pets').insert([7, 8].map((id) => ({ id, person_id: 1 })));
    return work(town);
  });
}

const names = (page: People): unknown[] => page.map((person) => person.get('name'));

/** A page and its total are of the same rows, under the same handlers. */
export function pageTotalsSuite(harness: Harness): void {
  describe('results of equal names', () => {
    const pairs = (builder: Knex.QueryBuilder): void => void builder.join('pets', 'pets.person_id', 'people.id');

    test.each<[string, (builder: Knex.QueryBuilder) => unknown, number]>([
      ['distinct', (builder) => builder.distinct('people.*', 'pets.id'), 2],
      ['distinct, of two tables in full', (builder) => builder.distinct('people.*', 'pets.*'), 2],
      ['distinct, of a table called otherwise', (builder) => builder.distinct('people.id', 'pets.id'), 2],
      ['grouped', (builder) => builder.select('people.id', 'pets.id').groupBy('people.id', 'pets.id'), 2],
      [
        'grouped, under one name',
        (builder) => builder.select('people.name as id', 'pets.id').groupBy('people.name', 'pets.id'),
        2,
      ],
    ])('%s', (_, list, rowCount) =>
      withSix(harness, async ({ Person }) => {
        const query = (): InstanceType<typeof Person> =>
          Person.query((builder) => {
            pairs(builder);
            list(builder);
          });
        const page = await query().fetchPage({ pageSize: 1 });
        expect([page.length, page.pagination.rowCount]).toEqual([1, rowCount]);
        expect(await query().count()).toBe(rowCount);
      }),
    );
  });

  test.each([
    ['union', 3],
    ['unionAll', 4],
  ] as const)('%s', (union, rowCount) =>
    withSix(harness, async ({ Person, db: { knex } }) => {
      const query = (): InstanceType<typeof Person> =>
        Person.query((builder) => {
          const others = knex.select('people.*').from('people').whereIn('name', ['p2', 'p3']);
          void builder.whereIn('name', ['p1', 'p2'])[union](others);
        });
      expect(await query().count()).toBe(rowCount);
      const page = await query().fetchPage({ pageSize: 2, page: 2 });
      expect([page.length, page.pagination.rowCount]).toEqual([rowCount - 2, rowCount]);
    }),
  );

  test('a scope narrows all rows of a union', () =>
    withSix(harness, async ({ Person, db: { knex } }) => {
      class Active extends Person {
        static override scopes = [
          { name: 'active', constrain: (query: Knex.QueryBuilder): void => void query.where('people.active', true) },
        ];
      }
      const query = (): Active =>
        Active.query((builder) => {
          const others = knex.select('people.*').from('people').whereIn('name', ['p3', 'p4', 'p5']);
          void builder.where({ active: true }).whereIn('name', ['p1', 'p2']).union(others).orderBy('name', 'desc');
        });
      expect(names((await query().fetchAll()) as never)).toEqual(['p4', 'p2']);
      expect(await query().count()).toBe(2);
      const page = await query().fetchPage({ pageSize: 1 });
      expect([names(page as never), page.pagination.rowCount]).toEqual([['p4'], 2]);
    }));

  test('a query that has a limit of its own has pages within it', () =>
    withSix(harness, async ({ Person }) => {
      const pageOf = (page: number) =>
        Person.orderBy('name').query({ limit: 4, offset: 1 }).fetchPage({ pageSize: 3, page });
      const pages = [await pageOf(1), await pageOf(2), await pageOf(3)];
      expect(pages.map(names)).toEqual([['p2', 'p3', 'p4'], ['p5'], []]);
      expect(pages.map(({ pagination }) => pagination.rowCount)).toEqual([4, 4, 4]);
    }));

  describe('handlers', () => {
    const unless = (query: unknown): void => void (query as Knex.QueryBuilder).whereNot('age', 0);

    test('of the model: once for each page, and for its total too', () =>
      withSix(harness, async ({ Person }) => {
        const calls: unknown[] = [];
        class Elder extends Person {
          override initialize(): void {
            this.on('fetching:collection', (_people, _columns, { query }) => {
              calls.push('fetching');
              unless(query);
            });
            this.on('fetched:collection', (people) => void calls.push(people.length));
          }
        }
        const page = await Elder.orderBy('name').fetchPage({ pageSize: 3 });
        expect([names(page as never), page.pagination.rowCount]).toEqual([['p1', 'p2', 'p4'], 4]);
        expect(calls).toEqual(['fetching', 3]);
      }));

    test('of the collection, that wait', () =>
      withSix(harness, async ({ Person }) => {
        const people = Person.collection();
        let calls = 0;
        people.on('fetching', async (_people, columns, { query }) => {
          calls++;
          await Promise.resolve();
          unless(query);
          columns.splice(0, 1, 'age');
        });
        const page = await people.query((builder) => void builder.distinct()).fetchPage({ pageSize: 1 });
        expect([page.length, page.pagination.rowCount, calls]).toEqual([1, 2, 1]);
        const again = await people.fetchPage({ pageSize: 1 });
        expect([again.pagination.rowCount, calls]).toEqual([4, 2]);
      }));

    test('that cancel it: nothing is counted', () =>
      withSix(harness, async ({ Person, db }) => {
        const people = Person.collection();
        people.on('fetching', () => {
          throw new Error('no');
        });
        const statements = await statementsOf(db, async () => {
          await expect(people.fetchPage()).rejects.toThrow('no');
        });
        expect(statements).toEqual([]);
      }));
  });

  test('scopes are asked once for a page and its total; a scope without rows has none', () =>
    withSix(harness, async ({ Person }) => {
      let asked = 0;
      let open = true;
      class Guest extends Person {
        static override scopes = [
          {
            name: 'guests',
            async constrain(query: Knex.QueryBuilder): Promise<void | false> {
              asked++;
              await Promise.resolve();
              if (!open) return false;
              void query.where('people.age', 1);
              return undefined;
            },
          },
        ];
      }
      const page = await Guest.orderBy('name').fetchPage({ pageSize: 1, lock: 'forUpdate' });
      expect([names(page as never), page.pagination.rowCount, asked]).toEqual([['p1'], 2, 1]);
      open = false;
      expect((await Guest.orderBy('name').fetchPage()).pagination.rowCount).toBe(0);
    }));
}
