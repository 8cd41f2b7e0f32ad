import { createShelf } from '@shelf/core';
import { sqlite } from '../src/index.js';
import { readInstant } from '../src/codecs/temporal.js';

test('ISO 8601 text is an instant, and other text comes as stored', () => {
  expect(readInstant('2024-02-29 12:30:15')).toEqual(new Date('2024-02-29T12:30:15Z'));
  expect(readInstant('2024-02-29T12:30:15.123Z')).toEqual(new Date('2024-02-29T12:30:15.123Z'));
  expect(readInstant('2023-02-30')).toBe('2023-02-30');
});

test('numbers are epoch milliseconds', () => {
  expect(readInstant(0)).toEqual(new Date(0));
  expect(readInstant(1_700_000_000_123)).toEqual(new Date(1_700_000_000_123));
  expect(readInstant(-1)).toEqual(new Date(-1));
  expect(readInstant(0.5)).toBe(0.5);
  expect(readInstant(1e300)).toBe(1e300);
  expect(readInstant(NaN)).toBeNaN();
});

test('what is neither text nor number comes as stored', () => {
  const bytes = Buffer.from('2023-01-01');
  expect(readInstant(bytes)).toBe(bytes);
});

test.each(['sqlite3', 'better-sqlite3'] as const)(
  '%s stores them as numbers where the file has such',
  async (driver) => {
    const db = createShelf({ dialect: sqlite({ filename: ':memory:', driver, instants: 'number' }) });
    try {
      await db.knex.schema.createTable('logins', (table) => {
        table.increments('id');
        table.datetime('at');
      });
      // As Bookshelf has stored it.
      await db.knex('logins').insert({ at: Date.UTC(2019, 0, 1) });
      class Login extends db.Model<{ id: number; at: Date | null }> {
        static override tableName = 'logins';
      }
      await db.transaction(async (transacting) => {
        await new Login({ at: new Date(Date.UTC(2020, 0, 1)) }).save(null, { transacting });
        await transacting('logins').insert({ at: new Date(Date.UTC(2021, 0, 1)) });
      });
      const types: unknown = await db.knex('logins').distinct(db.knex.raw('typeof(at) as type'));
      expect(types).toEqual([{ type: 'integer' }]);
      const years = async (logins: Promise<{ pluck(name: 'at'): (Date | null)[] }>): Promise<unknown[]> =>
        (await logins).pluck('at').map((at) => at?.getUTCFullYear());
      expect(await years(Login.orderBy('at').fetchAll())).toEqual([2019, 2020, 2021]);
      expect(await years(Login.where('at', '>', new Date(Date.UTC(2019, 6, 1))).fetchAll())).toEqual([2020, 2021]);
      expect(await years(Login.where({ at: new Date(Date.UTC(2019, 0, 1)) }).fetchAll())).toEqual([2019]);
    } finally {
      await db.destroy();
    }
  },
);

test('another way to store them is refused', () => {
  expect(() => sqlite({ filename: ':memory:', instants: 'seconds' as never })).toThrow(
    `sqlite({ instants }) is 'text' or 'number'; it was given 'seconds'`,
  );
});
