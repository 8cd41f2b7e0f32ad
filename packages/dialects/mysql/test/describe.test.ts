import { createShelf, InvalidAttributeError, type ColumnDescription, type Shelf } from '@shelf/core';
import { rawSql } from '@shelf/core/inside';
import { useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';
import { isMariaDB } from './which.js';

const databases = useMysql();

async function withTable(columns: string, work: (db: Shelf) => Promise<void>): Promise<void> {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    const nopad = (await isMariaDB(db.knex)) ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
    await rawSql(db.knex, `create table things (${columns.replace('NOPAD', nopad)})`);
    await work(db);
  } finally {
    await db.destroy();
  }
}

/** A column as it is declared, and what is found out of it. */
const COLUMNS: readonly (readonly [string, Partial<ColumnDescription> & object])[] = [
  ['id bigint unsigned auto_increment', { kind: 'bigint', primaryKey: 2, hasDefault: true, nullable: false }],
  ['part int', { kind: 'integer', primaryKey: 1, nullable: false, hasDefault: false }],
  ['name varchar(20) collate utf8mb4_general_ci', { kind: 'text', exact: false, nullable: true }],
  ['code varchar(20) collate NOPAD not null', { kind: 'text', exact: true, nullable: false }],
  ['flag boolean default true', { kind: 'boolean', hasDefault: true, type: 'tinyint(1)' }],
  ['small tinyint', { kind: 'integer' }],
  ['price decimal(12, 2) unsigned', { kind: 'decimal', digits: 12, scale: 2 } as object],
  ['at datetime(6)', { kind: 'datetime', precision: 6, isKey: false } as object],
  ["mood enum('a', 'it''s')", { kind: 'text', type: 'enum', declared: "enum('a','it''s')" } as object],
  ['tags json', { kind: 'json', type: 'json' }],
  ['`od``d` json', { kind: 'json' }],
  ['words longtext', { kind: 'text' }],
  ["word varchar(10) default 'NULL'", { hasDefault: true }],
  ['none_ varchar(10) default null', { hasDefault: false }],
  ['made timestamp default current_timestamp', { kind: 'datetime', hasDefault: true, generated: false }],
  ['twice int generated always as (part * 2) stored', { generated: true, hasDefault: true }],
  ['bits bit(5)', { kind: 'bigint', type: 'bit(5)' }],
  ['shape point', { kind: 'other' }],
];

test('what the catalogue says of each column', () =>
  withTable(
    `${COLUMNS.map(([sql]) => sql).join(', ')}, key (id), primary key (part, id)`,
    async ({ dialect, knex }) => {
      const { columns, generatedKey, name } = (await dialect.describe(knex, 'things'))!;
      expect([name, generatedKey]).toEqual(['things', 'id']);
      expect(columns).toHaveLength(COLUMNS.length);
      for (const [i, [sql, expected]] of COLUMNS.entries())
        expect([sql, columns[i]]).toEqual([sql, expect.objectContaining(expected)]);
    },
  ));

test('no table, a view, and a table of another database', () =>
  withTable('id int primary key, name text', async ({ dialect, knex }) => {
    expect(await dialect.describe(knex, 'nothing')).toBeUndefined();
    await knex.raw('create view names as select name from things');
    const view = await dialect.describe(knex, 'names');
    expect([view?.columns.map(({ name }) => name), view?.generatedKey]).toEqual([['name'], undefined]);
    const elsewhere = await databases.make();
    const schema = new URL(elsewhere).pathname.slice(1);
    await knex.raw(`create table ${schema}.far (n int)`);
    expect((await dialect.describe(knex, 'far', schema))?.columns.map(({ name }) => name)).toEqual(['n']);
    expect(await dialect.describe(knex, 'far')).toBeUndefined();
  }));

test('the columns of foreign keys are keys', () =>
  withTable(
    'id int primary key, parent int, n int, foreign key (parent) references things (id)',
    async ({ dialect, knex }) => {
      const { columns } = (await dialect.describe(knex, 'things'))!;
      expect(columns.map((column) => (column as unknown as { isKey: boolean }).isKey)).toEqual([true, true, false]);
    },
  ));

test('everything that is asked of information_schema is given a name: MySQL 8 has its own in capitals', () =>
  withTable('id int primary key, words longtext', async ({ dialect, knex }) => {
    const asked: string[] = [];
    knex.on('query', ({ sql }: { sql: string }) => asked.push(sql));
    await dialect.describe(knex, 'things');
    const lists = asked.map((sql) => /^select (.*) from information_schema\./.exec(sql)?.[1] ?? sql);
    // The constraints tell which texts of MariaDB's are JSON.
    expect(lists).toHaveLength((await isMariaDB(knex)) ? 5 : 4);
    // Commas within brackets are no ends of items.
    const items = lists.flatMap((list) => list.replaceAll(/\([^)]*\)/g, '').split(','));
    expect(items.filter((item) => !/ as "?\w+"?$/.test(item))).toEqual([]);
  }));

test.each(['__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__'])(
  'a column called %s is refused before the driver loses the connection over it',
  (column) =>
    withTable(`id int primary key, ${column} int`, async (db) => {
      const Thing = db.Model.extend({ tableName: 'things' });
      await db.knex.raw('insert into things values (1, 2)');
      const error: unknown = await Thing.fetchAll().catch((each: unknown) => each);
      expect(error).toBeInstanceOf(InvalidAttributeError);
      expect(error).toMatchObject({ table: 'things', columns: [column] });
      expect((error as Error).message).toContain(`'things'`);
      expect((error as Error).message).toContain(column);
    }),
);
