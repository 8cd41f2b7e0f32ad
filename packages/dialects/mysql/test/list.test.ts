import { createShelf, type List, type Shelf } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';
import { isMariaDB } from './which.js';

const databases = useMysql();

/** A column of every kind that keys may have, with keys of which its rows hold the second and the third. */
const LISTED: Readonly<Record<string, readonly [declared: string, keys: readonly unknown[], type?: RegExp]>> = {
  int: ['int', [1, 2, -3], / bigint path/],
  'bigint beyond 2^53': ['bigint', [2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n) - 1n], / bigint path/],
  'unsigned beyond 2^63': ['bigint unsigned', [2n ** 64n - 2n, 2n ** 64n - 1n, 5], / bigint unsigned path/],
  decimal: [
    'decimal(30, 10) unsigned',
    ['12345678901234567890.0123456788', '12345678901234567890.0123456789', '0.5'],
    / decimal\(30, 10\) path/,
  ],
  text: ['varchar(300) collate utf8mb4_bin', ['a', 'it\'s ? \\ " ☃ 🐴', ''], / varchar\(249\) character set utf8mb4/],
  'text without case': ['varchar(30) collate utf8mb4_general_ci', ['b', 'A', 'é'], / collate utf8mb4_general_ci path/],
  'text of another character set': [
    'varchar(30) character set latin1',
    ['Köln', 'a', ''],
    / convert\(v0 using latin1\) collate latin1/,
  ],
  'long text': ['text collate utf8mb4_bin', ['a', 'x'.repeat(300), 'y'], / longtext character set/],
  uuid: ['uuid', [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`), / (?:var)?char\(\d+\) /],
  date: ['date', ['2000-01-01', '2024-02-29', '0001-01-01'], / date path/],
  datetime: ['datetime(6)', ['2024-01-01 00:00:00', '2024-01-01 00:00:00.000001', '2024-01-02'], / datetime\(6\) path/],
};

/** Runs a test on a table with one row for each of some values of `k`. */
async function withKeys(
  declared: string,
  values: readonly unknown[],
  work: (db: Shelf, Thing: Shelf['Model']) => Promise<void>,
): Promise<void> {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    // MySQL has no type of its own for them.
    const type = declared === 'uuid' && !(await isMariaDB(db.knex)) ? 'char(36) collate utf8mb4_bin' : declared;
    await db.knex.raw(`create table things (id int, k ${type})`);
    const Thing = db.Model.extend({ tableName: 'things' });
    for (const [id, k] of values.entries()) await Thing.forge({ id, k }).save(null, { method: 'insert' });
    await work(db, Thing);
  } finally {
    await db.destroy();
  }
}

/** Lists tuples as their columns encode them. */
async function listOf(
  { dialect, knex }: Shelf,
  names: readonly string[],
  keys: readonly (readonly unknown[])[],
): Promise<List | undefined> {
  const described = (await dialect.describe(knex, 'things'))!;
  const columns = names.map((name) => described.columns.find((each) => each.name === name)!);
  const encoded = keys.map((values, i) => {
    const codec = dialect.codec(columns[i]!);
    return values.map((value) => codec?.encode?.(value) ?? value);
  });
  return dialect.list!(encoded, columns);
}

test.each(Object.keys(LISTED))(
  '%s: the server finds the rows of listed keys, each with the position of its key',
  (name) => {
    const [declared, keys, type = /./] = LISTED[name]!;
    return withKeys(declared, keys.slice(1), async (db) => {
      const { sql, bindings } = (await listOf(db, ['k'], [keys]))!;
      expect(sql).toMatch(type);
      expect(bindings).toHaveLength(1);
      const [rows] = (await db.knex.raw(
        `select things.id, l.n from things join (${sql}) as l on things.k = l.v0 order by things.id`,
        bindings as string[],
      )) as [{ id: number; n: number }[]];
      expect(rows.map(({ id, n }) => [id, n])).toEqual([
        [0, 1],
        [1, 2],
      ]);
    });
  },
);

test('integers stand within IN as one binding, written into the statement', () =>
  withKeys('bigint unsigned', [2n ** 64n - 1n, 5, 6], async (db) => {
    const statements: string[] = [];
    db.knex.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    const { members } = (await listOf(db, ['k'], [[2n ** 64n - 1n, 6, 7]]))!;
    const found = db.knex('things').whereRaw(`k in (${members!.sql})`, members!.bindings as string[]);
    expect(await found.orderBy('id').pluck('id')).toEqual([0, 2]);
    const nothing = (await listOf(db, ['k'], [[]]))!.members!;
    expect(await db.knex('things').whereRaw(`k in (${nothing.sql})`, nothing.bindings as string[])).toEqual([]);
    expect(members!.bindings.map(String)).toEqual(['18446744073709551615, 6, 7']);
    expect(statements).toContain('select `id` from `things` where k in (?) order by `id` asc');
  }));

test('other keys, and tuples, are listed alone', () =>
  withKeys('varchar(10)', ['a'], async (db) => {
    expect(await listOf(db, ['k'], [['a']])).not.toHaveProperty('members');
    expect(await listOf(db, ['id', 'id'], [[1], [1]])).not.toHaveProperty('members');
  }));

test('tuples are found by all of their parts', () =>
  withKeys('decimal(30, 10)', ['12345678901234567890.0123456788', '12345678901234567890.0123456789'], async (db) => {
    const decimal = '12345678901234567890.0123456789';
    const { sql, bindings } = (await listOf(
      db,
      ['k', 'id'],
      [
        [decimal, decimal],
        [0, 1],
      ],
    ))!;
    const [rows] = (await db.knex.raw(
      `select id from things where (k, id) in (select v0, v1 from (${sql}) as l)`,
      bindings as string[],
    )) as [{ id: number }[]];
    expect(rows.map(({ id }) => id)).toEqual([1]);
  }));

test.each<[string, string, readonly unknown[]]>([
  ['floats', 'double', [1.5]],
  ['bytes', 'varbinary(10)', [Buffer.from([1])]],
  ['truths', 'boolean', [true]],
  ['bits', 'bit(12)', [5]],
  ['times', 'time', ['12:00:00']],
])('%s are bound one by one', (_, declared, values) =>
  withKeys(declared, values, async (db) => {
    expect(await listOf(db, ['k'], [values])).toBeUndefined();
    expect(await listOf(db, ['id', 'k'], [[0], values])).toBeUndefined();
  }),
);

test('half of a surrogate pair is not listed: JSON would carry what no column holds', () =>
  withKeys('varchar(10)', [], async ({ dialect, knex }) => {
    const { columns } = (await dialect.describe(knex, 'things'))!;
    expect(dialect.list!([['a\ud800']], [columns[1]!])).toBeUndefined();
    expect(dialect.list!([['🐴']], [columns[1]!])).toBeDefined();
  }));
