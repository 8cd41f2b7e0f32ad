import { createShelf, type Shelf } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';
import { isMariaDB } from './which.js';

const databases = useMysql();

const COLUMNS = `id bigint auto_increment primary key, f float, d decimal(30, 10), e enum('a', 'b''c'), s set('x', 'y'),
  flag bit(1), bits bit(12), ti time(3), y year, u bigint unsigned, uu uuid, bi binary(4), c char(5),
  \`w?h'at\` varchar(40), seconds datetime, micros datetime(6)`;

/** What goes in, and what comes out where that is not the same. */
const VALUES: Readonly<Record<string, readonly [given: unknown, read?: unknown]>> = {
  f: [0.2],
  d: ['12345678901234567890.0123456789'],
  e: ["b'c"],
  s: ['x,y'],
  flag: [true],
  bits: [2748],
  ti: ['12:00:00.5'],
  y: [2024],
  u: ['18446744073709551615'],
  uu: ['123E4567-e89b-12d3-a456-426614174000', '123e4567-e89b-12d3-a456-426614174000'],
  bi: [Buffer.from([1, 2, 3, 4])],
  c: ['ab'],
  "w?h'at": [`it's \\ ? \0 " ;-- x`],
  seconds: [new Date(1_700_000_000_000)],
  micros: [new Date(1_700_000_000_123)],
};

/** Runs a test with and without prepared statements: they carry values by two protocols, and the result is one. */
describe.each([true, false])('prepare: %s', (prepare) => {
  async function withThings(work: (db: Shelf, Thing: Shelf['Model']) => Promise<void>): Promise<void> {
    const db = createShelf({ dialect: mysql(`${await databases.make()}?prepare=${prepare}`) });
    try {
      const server = await isMariaDB(db.knex);
      await db.knex.raw(`create table things (${server ? COLUMNS : COLUMNS.replace('uu uuid', 'uu char(36)')})`);
      await work(db, db.Model.extend({ tableName: 'things' }));
    } finally {
      await db.destroy();
    }
  }

  test('every type comes back as it went in, by key and among all, and is found by its value', () =>
    withThings(async ({ knex }, Thing) => {
      const given = Object.fromEntries(Object.entries(VALUES).map(([name, [value]]) => [name, value]));
      const expected = Object.fromEntries(Object.entries(VALUES).map(([name, [value, read = value]]) => [name, read]));
      // A text, where the server has no type for them.
      if (!(await isMariaDB(knex))) expected['uu'] = given['uu'];
      const { id } = await Thing.forge(given).save();
      expect((await Thing.forge({ id }).fetch({ require: true })).toJSON()).toEqual({ id: 1, ...expected });
      expect((await Thing.fetchAll()).toJSON()).toEqual([{ id: 1, ...expected }]);
      for (const [name, value] of Object.entries(given))
        expect([name, (await Thing.forge({ [name]: value }).fetch())?.id]).toEqual([name, id]);
    }));

  test('what a column would round, cut, fill up or take for something else is refused', () =>
    withThings(async (db, Thing) => {
      const refused: Readonly<Record<string, readonly unknown[]>> = {
        f: [1 / 3, 16_777_217],
        seconds: [new Date(1_700_000_000_123), '2024-02-29 12:00:00.5'],
        micros: ['2024-02-29 12:00:00.1234567', '0000-01-01'],
        "w?h'at": [`${'x'.repeat(40)} `],
        d: ['0.12345678901', '123456789012345678901'],
        e: ['zz', '1', 'A'],
        s: ['x,z'],
        c: ['a '],
        bi: [Buffer.from([1])],
        ti: ['12:00:00.1234', 'noon'],
        u: ['18446744073709551616'],
      };
      for (const [name, values] of Object.entries(refused)) {
        for (const value of values) {
          const error: unknown = await Thing.forge({ [name]: value })
            .save()
            .catch((each: unknown) => each);
          expect([name, value, (error as { code?: string }).code]).toEqual([name, value, 'INVALID_VALUE']);
        }
      }
      expect(await db.knex('things').count({ n: '*' })).toEqual([{ n: 0 }]);
    }));

  test('0 is a key like any other', () =>
    withThings(async (_, Thing) => {
      await Thing.forge({ id: 0, c: 'zero' }).save(null, { method: 'insert' });
      expect((await Thing.forge({ id: 0 }).fetch())?.get('c')).toBe('zero');
    }));
});
