import { createShelf, type Shelf } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';

// Numbers that one float stands for: a server that compares as floats takes each for the other.

const databases = useMysql();

const DECIMALS = ['12345678901234567890.0123456788', '12345678901234567890.0123456789'] as const;
const INTEGERS = [2n ** 53n, 2n ** 53n + 1n] as const;
const UNSIGNED = [2n ** 64n - 2n, 2n ** 64n - 1n] as const;

/** Runs a test with and without prepared statements: values travel by two protocols. */
describe.each([true, false])('prepare: %s', (prepare) => {
  async function withAmounts(work: (db: Shelf, Amount: Shelf['Model']) => Promise<void>): Promise<void> {
    const db = createShelf({ dialect: mysql(`${await databases.make()}?prepare=${prepare}`) });
    try {
      // No index: one would compare in the column's own type.
      await db.knex.raw('create table amounts (id int, d decimal(30, 10), i bigint, u bigint unsigned)');
      const Amount = db.Model.extend({ tableName: 'amounts' });
      for (const id of [0, 1])
        await Amount.forge({ id, d: DECIMALS[id], i: INTEGERS[id], u: UNSIGNED[id] }).save(null, { method: 'insert' });
      await work(db, Amount);
    } finally {
      await db.destroy();
    }
  }

  /** What only the second row holds; knex's typings know of no BigInt. */
  const second = { d: DECIMALS[1], i: INTEGERS[1], u: UNSIGNED[1] } as Readonly<Record<'d' | 'i' | 'u', never>>;

  test.each(['d', 'i', 'u'] as const)('%s: BETWEEN, IN and = find the one row that is meant', (column) =>
    withAmounts(async (_, Amount) => {
      const value = second[column];
      const ids = async (narrow: Parameters<typeof Amount.query>[0]): Promise<unknown[]> =>
        (await Amount.query(narrow).fetchAll()).pluck('id');
      expect(await ids((qb) => qb.whereBetween(column, [value, value]))).toEqual([1]);
      expect(await ids((qb) => qb.whereNotBetween(column, [value, value]))).toEqual([0]);
      expect(await ids((qb) => qb.whereIn(column, [value, value]))).toEqual([1]);
      expect(await ids((qb) => qb.where(column, '>=', value))).toEqual([1]);
      expect((await Amount.forge({ [column]: value }).fetch())?.get('id')).toBe(1);
    }),
  );

  test.each(['d', 'i', 'u'] as const)('%s: several tuples delete no other row', (column) =>
    withAmounts(async (db, Amount) => {
      const tuples = [1, 2, 3].map((id) => [second[column], id] as never);
      // Both rows have such an id; only one has the number as well.
      await db.knex('amounts').where('id', 0).update({ id: 2 });
      await Amount.query((qb) => qb.whereIn([column, 'id'], tuples)).destroy();
      expect((await Amount.fetchAll()).pluck('id')).toEqual([2]);
    }),
  );

  test('BETWEEN a small number and a large one', () =>
    withAmounts(async (_, Amount) => {
      const below = await Amount.query((qb) => qb.whereBetween('i', [1, INTEGERS[0] as never])).fetchAll();
      expect(below.pluck('id')).toEqual([0]);
    }));

  test('what knex adds to a number is added exactly', () =>
    withAmounts(async ({ knex }) => {
      for (let i = 0; i < 2; i++) {
        await knex('amounts').where({ id: 1 }).increment('i', 1).increment('u', -1).increment('d', 0.1);
        await knex('amounts').where({ id: 1 }).decrement('i', 3).decrement('d', 0.3);
      }
      const [row] = (await knex('amounts').where({ id: 1 })) as [object];
      expect(row).toMatchObject({
        i: Number(INTEGERS[1] - 4n),
        u: String(UNSIGNED[1] - 2n),
        d: '12345678901234567889.6123456789',
      });
    }));

  test('a number of JavaScript is compared as what it is', () =>
    withAmounts(async ({ knex }) => {
      expect(
        await knex('amounts')
          .where('i', 2 ** 53)
          .pluck('id'),
      ).toEqual([0]);
      expect(
        await knex('amounts')
          .where('i', '>', 2 ** 53)
          .pluck('id'),
      ).toEqual([1]);
      expect(
        await knex('amounts')
          .where('d', 2 ** 64)
          .pluck('id'),
      ).toEqual([]);
      await knex('amounts')
        .where({ id: 0 })
        .update({ i: 2 ** 62, d: 2 ** 62 });
      expect(
        await knex('amounts')
          .where({ i: 2 ** 62, d: 2 ** 62 })
          .pluck('i'),
      ).toEqual([String(2n ** 62n)]);
      await knex('amounts')
        .where({ id: 0 })
        .update({ i: 2 ** 53 });
      await knex('amounts').insert({ id: 2, d: '0.1000000000' });
      await knex('amounts').insert({ id: 3, d: 0.1 });
      expect(await knex('amounts').where('d', 0.1).orderBy('id').pluck('id')).toEqual([2, 3]);
    }));

  test('a BigInt of more than 64 bits is refused by an integer, and compared with', () =>
    withAmounts(async ({ knex }) => {
      for (const beyond of [2n ** 64n, -(2n ** 63n) - 1n, 2n ** 80n]) {
        const update = knex('amounts').update({ i: beyond as never });
        await expect(Promise.resolve(update)).rejects.toMatchObject({ errno: 1264 });
        expect(
          await knex('amounts')
            .where('i', beyond as never)
            .pluck('id'),
        ).toEqual([]);
      }
      expect(
        await knex('amounts')
          .where('d', '<', (2n ** 80n) as never)
          .pluck('id'),
      ).toEqual([0, 1]);
    }));

  test('a BigInt is an integer for whoever writes SQL', () =>
    withAmounts(async ({ knex }) => {
      const [[row]] = (await knex.raw('select cast(? + 0 as char) as i, cast(? - 0 as char) as u', [
        second.i,
        second.u,
      ])) as [[object]];
      expect({ ...row }).toEqual({ i: String(INTEGERS[1]), u: String(UNSIGNED[1]) });
    }));

  test('a FLOAT that has become a DOUBLE is read with all its digits', () =>
    withAmounts(async (db) => {
      await db.knex.raw('create table ratios (id int primary key, f float)');
      const Ratio = db.Model.of<{ id: number; f: number }>().extend({ tableName: 'ratios' });
      await new Ratio({ id: 1, f: 0.1 }).save(null, { method: 'insert' });
      expect((await new Ratio({ id: 1 }).fetch({ require: true })).get('f')).toBe(0.1);
      await db.knex.raw('alter table ratios modify f double');
      await new Ratio({ id: 2, f: 0.123456789012345 }).save(null, { method: 'insert' });
      expect((await new Ratio({ id: 2 }).fetch({ require: true })).get('f')).toBe(0.123456789012345);
    }));

  test('what events and errors show of a decimal is its digits', () =>
    withAmounts(async (db, Amount) => {
      const shown: string[] = [];
      db.on('query', ({ bindings }) => shown.push(String(bindings[0]), JSON.stringify(bindings)));
      await Amount.forge({ d: '1.50' }).fetch();
      expect(shown).toEqual(['1.50', expect.stringContaining('"1.50"')]);
    }));
});
