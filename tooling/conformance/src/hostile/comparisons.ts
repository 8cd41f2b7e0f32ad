import type { Knex } from 'knex';
import { InvalidValueError, UndefinedBindingError } from '@shelf/core';
import type { Harness } from '../harness.js';
import { withPeople, type Town } from '../models/people.js';
import { rejectionOf } from '../settling.js';

/** MariaDB takes a text for 0, or for the digits that it begins with: every one of these would match. */
const NUMBERS: readonly unknown[] = [0, false, true, 1];

/** Badges with a secret, each of a person. */
function withBadges<T>(harness: Harness, work: (town: Town) => Promise<T>): Promise<T> {
  return withPeople(harness, async (town) => {
    await town.db.knex.schema.createTable('badges', (table) => {
      table.integer('person_id');
      table.string('secret');
      table.integer('level');
    });
    await town.db.knex('badges').insert([
      { person_id: 1, secret: 'a1', level: 0 },
      { person_id: 2, secret: 'b2', level: 1 },
    ]);
    return work(town);
  });
}

/** A query as JavaScript sees it. */
interface Loose {
  query(...args: readonly unknown[]): Loose;
  where(...args: readonly unknown[]): Loose;
  fetchAll(options?: object): Promise<{ readonly length: number; pluck(name: string): unknown }>;
  count(): Promise<number>;
}
type Find = (P: Loose, operator: string, value: unknown) => Promise<unknown>;

const WAYS: Readonly<Record<string, Find>> = {
  'of the table': (P, operator, value) => P.where('name', operator, value).fetchAll(),
  'of the table, in letters of the other case': (P, operator, value) => P.where('NAME', operator, value).fetchAll(),
  'of the table, counted': (P, operator, value) => P.where('name', operator, value).count(),
  'of a joined table': (P, operator, value) =>
    P.query('join', 'badges', 'badges.person_id', 'people.id').where('badges.secret', operator, value).fetchAll(),
  'of a joined table, in letters of the other case': (P, operator, value) =>
    P.query('join', 'badges', 'badges.person_id', 'people.id').where('badges.SECRET', operator, value).fetchAll(),
  'of a joined table, counted': (P, operator, value) =>
    P.query('join', 'badges', 'badges.person_id', 'people.id').where('badges.secret', operator, value).count(),
  'of a joined table, by its name alone': (P, operator, value) =>
    P.query('leftJoin', 'badges', 'badges.person_id', 'people.id').where('secret', operator, value).fetchAll(),
  'of a joined table with an alias': (P, operator, value) =>
    P.query('join', 'badges as b', 'b.person_id', 'people.id').where('b.secret', operator, value).fetchAll(),
  'of a joined table with an alias in an object': (P, operator, value) =>
    P.query('join', { b: 'badges' }, 'b.person_id', 'people.id').where('b.secret', operator, value).fetchAll(),
  'of a joined table, in brackets': (P, operator, value) =>
    P.query('join', 'badges', 'badges.person_id', 'people.id')
      .query((qb: Knex.QueryBuilder) =>
        qb.where((inner) => void inner.where('badges.secret', operator, value as never)),
      )
      .fetchAll(),
  'of the table itself, joined': (P, operator, value) =>
    P.query('join', 'people as other', 'other.id', 'people.id').where('other.name', operator, value).fetchAll(),
  'in HAVING': (P, operator, value) =>
    P.query('groupBy', 'name')
      .query('having', 'name', operator, value)
      .fetchAll({ columns: ['name'] }),
  'in HAVING, in brackets': (P, operator, value) =>
    P.query('groupBy', 'name')
      .query((qb: Knex.QueryBuilder) => qb.having((inner) => void inner.having('name', operator, value as never)))
      .fetchAll({ columns: ['name'] }),
  'in HAVING, of a joined table': (P, operator, value) =>
    P.query('join', 'badges', 'badges.person_id', 'people.id')
      .query('groupBy', 'badges.secret')
      .query('having', 'badges.secret', operator, value)
      .fetchAll({ columns: ['badges.secret'] }),
};

/** What is compared with what, by which operator: alike on every database, or refused before it is sent. */
export function comparisonSuite(harness: Harness): void {
  test.each(Object.entries(WAYS))('a text column %s is not compared with numbers and booleans', (_, find) =>
    withBadges(harness, async (town) => {
      for (const value of NUMBERS)
        for (const operator of ['=', '<', '>=', '<>', '!=', '<=>', 'in', 'like', 'not like', 'between']) {
          const given = operator === 'in' || operator === 'between' ? [value, value] : value;
          expect(await rejectionOf(find(town.Person as unknown as Loose, operator, given))).toBeInstanceOf(
            InvalidValueError,
          );
        }
      expect(await rejectionOf(find(town.Person as unknown as Loose, '=', undefined))).toBeInstanceOf(
        UndefinedBindingError,
      );
    }),
  );

  test.each(Object.entries(WAYS))('%s an operator is one of a closed list', (_, find) =>
    withBadges(harness, async (town) => {
      for (const operator of [
        '||',
        '&&',
        '|',
        '&',
        '^',
        '<<',
        '!!',
        'or',
        'exists',
        'is null or',
        '= 1 or',
        '',
        ' ',
        'constructor',
      ])
        expect(await rejectionOf(find(town.Person as unknown as Loose, operator, 'zz'))).toBeInstanceOf(
          InvalidValueError,
        );
    }),
  );

  test('what is of the column’s type matches, whatever table it is of', () =>
    withBadges(harness, async ({ Person }) => {
      const P = Person as unknown as Loose;
      const on = (): Loose => P.query('join', 'badges', 'badges.person_id', 'people.id');
      const names = async (found: Loose): Promise<unknown> => (await found.fetchAll()).pluck('name');
      expect(await names(on().where('badges.secret', 'a1'))).toEqual(['Ada']);
      expect(await names(on().where('badges.secret', 'LIKE', 'b%'))).toEqual(['Bob']);
      expect(await names(on().where('badges.level', 0))).toEqual(['Ada']);
      expect(await names(on().where('badges.level', '>=', '1'))).toEqual(['Bob']);
      expect(await names(on().where('badges.level', 'IN', [1, 2]))).toEqual(['Bob']);
      expect(await rejectionOf(names(on().where('badges.level', 'none')))).toBeInstanceOf(InvalidValueError);
      expect(await names(P.where('age', 'between', [30, 40]))).toEqual(['Ada']);
      expect(await rejectionOf(names(P.query('whereLike', 'name', 0)))).toBeInstanceOf(InvalidValueError);
    }));

  test('HAVING takes what a query computes, also under the name of a column', () =>
    withBadges(harness, async ({ Person: P, db }) => {
      const grouped = P.query((qb) => {
        void qb
          .select('active')
          .count({ number: '*' })
          .groupBy('active')
          .having(db.knex.raw('count(*)') as never, '>', 1);
      });
      expect(await grouped.fetchAll()).toHaveLength(1);
      const filtered = P.query('groupBy', 'active').query('having', db.knex.raw('count(*) > ?', [1]) as never);
      expect(await filtered.fetchAll({ columns: ['active'] })).toHaveLength(1);
    }));
}
