import { createShelf, type Shelf } from '@shelf/core';
import { sqlite } from '../src/index.js';
import { drivers } from './open.js';

const BIG = '9007199254740993';

describe.each(drivers)('%s', (driver) => {
  async function withAmounts(work: (db: Shelf) => Promise<void>, bigInts = false): Promise<void> {
    const db = createShelf({ dialect: sqlite({ filename: ':memory:', driver, bigInts }) });
    try {
      await db.knex.schema.createTable('amounts', (table) => {
        table.integer('id');
        table.bigInteger('big');
        table.double('ratio');
      });
      await db.knex('amounts').insert([
        { id: 1, big: BIG, ratio: 2 ** 60 },
        { id: 2, big: 5, ratio: 0.5 },
      ]);
      await work(db);
    } finally {
      await db.destroy();
    }
  }

  test('integers beyond 2^53 that raw SQL and builders read are digits, not rounded', () =>
    withAmounts(async ({ knex }) => {
      expect(await knex('amounts').orderBy('id')).toEqual([
        { id: 1, big: BIG, ratio: 2 ** 60 },
        { id: 2, big: 5, ratio: 0.5 },
      ]);
      expect(await knex('amounts').where({ id: 1 }).first()).toEqual({ id: 1, big: BIG, ratio: 2 ** 60 });
      expect(await knex('amounts').sum({ total: 'big' }).max({ most: 'big' })).toEqual([
        { total: '9007199254740998', most: BIG },
      ]);
      expect(await knex.raw('select big + ? as next from amounts where id = ?; ', [1, 1])).toEqual([
        { next: '9007199254740994' },
      ]);
      expect(await knex.raw('with w as (select big from amounts) select big from w -- all\n')).toEqual([
        { big: BIG },
        { big: 5 },
      ]);
      await knex('amounts').where({ id: 1 }).increment('big', 1);
      expect(await knex('amounts').where({ id: 1 }).pluck('big')).toEqual(['9007199254740994']);
      // Often enough for rows to come as arrays.
      await knex('amounts').insert(Array.from({ length: 60 }, (_, i) => ({ id: 10 + i, big: BIG })));
      for (let i = 0; i < 3; i++) {
        const rows = (await knex('amounts').where('id', '>=', 10)) as { big: unknown }[];
        expect(rows.every(({ big }) => big === BIG)).toBe(true);
      }
    }));

  test('on request they are BigInts', () =>
    withAmounts(async ({ knex }) => {
      expect(await knex('amounts').orderBy('id').pluck('big')).toEqual([BigInt(BIG), 5]);
    }, true));

  test('models read the same through a builder', () =>
    withAmounts(async (db) => {
      const Amount = db.Model.of<{ id: number; big: string }>().extend({ tableName: 'amounts' });
      const found = await Amount.query((qb) => void qb.select('big').where('id', 1)).fetchAll();
      expect(found.pluck('big')).toEqual([BIG]);
    }));
});

test('better-sqlite3: what a statement of knex’s hands back is not rounded', async () => {
  const db = createShelf({ dialect: sqlite({ filename: ':memory:', driver: 'better-sqlite3' }) });
  await db.knex.raw('create table amounts (big integer)');
  expect(await db.knex('amounts').insert({ big: BIG }).returning('big')).toEqual([{ big: BIG }]);
  await db.destroy();
});

test('sqlite3: what cannot be read exactly is refused', async () => {
  const db = createShelf({ dialect: sqlite({ filename: ':memory:', driver: 'sqlite3' }) });
  await db.knex.raw('create table amounts (big integer)');
  await db.knex('amounts').insert({ big: BIG });
  for (const sql of ['select big, big from amounts', 'select big as "1", 5 as a from amounts'])
    await expect(Promise.resolve(db.knex.raw(sql))).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  expect(await db.knex.raw('select big as one, cast(big as text) as other from amounts')).toEqual([
    { one: BIG, other: BIG },
  ]);
  await db.destroy();
});
