import { drivers, newFile, open, run } from './open.js';
import type { ColumnDescription } from '@shelf/core';
import { affinityOf, kindOf } from '../src/kinds.js';

describe.each(drivers)('%s', (driver) => {
  test('a statement takes as many bindings as the dialect says', async () => {
    const { dialect, knex } = open({ driver });
    const { maxBindings } = dialect.capabilities;
    const sum = (count: number): Promise<unknown> =>
      run(
        knex,
        `select count(*) as n from (values ${Array.from({ length: count }, () => '(?)').join(', ')})`,
        Array.from({ length: count }, () => 1),
      );
    expect(await sum(maxBindings)).toEqual([{ n: maxBindings }]);
  });

  test('a table', async () => {
    const { dialect, knex } = open({ driver });
    await knex.raw(`create table people (
      id integer primary key, name varchar(40) not null, born date, nick text default 'x',
      shout text generated always as (upper(name)) virtual, length int as (length(name)) stored, anything)`);
    const table = await dialect.describe(knex, 'people');
    expect(table).toMatchObject({ name: 'people', generatedKey: 'id' });
    const column = (name: string, more: Partial<ColumnDescription>): ColumnDescription => ({
      name,
      kind: 'text',
      type: 'text',
      nullable: true,
      hasDefault: false,
      generated: false,
      primaryKey: 0,
      exact: true,
      ...more,
    });
    expect(table!.columns).toEqual([
      column('id', { kind: 'integer', type: 'integer', nullable: false, hasDefault: true, primaryKey: 1 }),
      column('name', { type: 'varchar(40)', nullable: false }),
      column('born', { kind: 'date', type: 'date' }),
      column('nick', { hasDefault: true }),
      column('shout', { generated: true, hasDefault: true }),
      column('length', { kind: 'integer', type: 'int', generated: true, hasDefault: true }),
      column('anything', { kind: 'other', type: '' }),
    ]);
  });

  test('a table that is not there', async () => {
    const { dialect, knex } = open({ driver });
    expect(await dialect.describe(knex, 'nowhere')).toBeUndefined();
    expect(await dialect.describe(knex, '')).toBeUndefined();
    await expect(dialect.describe(knex, 'a', 'nowhere')).resolves.toBeUndefined();
  });

  test('a view', async () => {
    const { dialect, knex } = open({ driver });
    await knex.raw('create table t (id integer primary key, at datetime, name text collate nocase)');
    await knex.raw('create view v as select at, name, id + 1 as next from t');
    const view = await dialect.describe(knex, 'v');
    expect(view!.generatedKey).toBeUndefined();
    expect(view!.columns.map(({ name, kind, exact }) => [name, kind, exact])).toEqual([
      ['at', 'datetime', true],
      ['name', 'text', false],
      ['next', 'other', true],
    ]);
  });

  test.each(
    ['a b', 'a`b', 'a"b', "a'b", 'a.b', 'a[b]', 'a?b', 'ünï', 'select', 'constructor', 'x'.repeat(5000)].map((name) => [
      name.slice(0, 20),
      name,
    ]),
  )('a table and a column named %s', async (_, name) => {
    const { dialect, knex } = open({ driver });
    const quoted = dialect.quote(name);
    await run(knex, `create table ${quoted} (${quoted} text collate nocase)`);
    const table = await dialect.describe(knex, name);
    expect(table!.columns).toEqual([expect.objectContaining({ name, kind: 'text', exact: false })]);
  });

  test('a table of an attached database', async () => {
    const { dialect, knex } = open({ driver });
    await knex.raw('create table t (a integer primary key)');
    await knex.raw(`attach database '${newFile()}' as \`other one\``);
    await knex.raw('create table `other one`.t (b text primary key collate nocase)');
    await knex.raw('create table `other one`.only (c)');
    expect((await dialect.describe(knex, 't'))!.columns.map(({ name }) => name)).toEqual(['a']);
    const attached = await dialect.describe(knex, 't', 'other one');
    expect(attached).toMatchObject({ columns: [{ name: 'b', exact: false, primaryKey: 1 }] });
    expect(attached!.generatedKey).toBeUndefined();
    expect((await dialect.describe(knex, 't', 'main'))!.generatedKey).toBe('a');
    expect((await dialect.describe(knex, 'only'))!.columns).toHaveLength(1);
  });

  test.each([
    ['(id integer primary key)', 'id'],
    ['(id INTEGER PRIMARY KEY AUTOINCREMENT)', 'id'],
    ['(a, id integer, primary key (id))', 'id'],
    ['(a, id integer, primary key (id desc))', 'id'],
    ['(id integer primary key desc)', undefined],
    ['(id int primary key)', undefined],
    ['(id bigint primary key)', undefined],
    ['(id text primary key)', undefined],
    ['(id integer primary key) without rowid', undefined],
    ['(a integer, b integer, primary key (a, b))', undefined],
    ['(id integer)', undefined],
    ['(id integer unique)', undefined],
  ])('%s: SQLite makes the key %p', async (definition, key) => {
    const { dialect, knex } = open({ driver });
    await knex.raw(`create table t ${definition}`);
    expect((await dialect.describe(knex, 't'))!.generatedKey).toBe(key);
    if (key === undefined) return;
    const [id] = await knex.raw<Record<string, unknown>[]>('insert into t default values returning *');
    expect(id![key]).toBe(1);
  });

  test('a composite key, in its order', async () => {
    const { dialect, knex } = open({ driver });
    await knex.raw('create table t (a integer, b text, c, primary key (b, a))');
    const { columns } = (await dialect.describe(knex, 't'))!;
    expect(columns.map(({ name, primaryKey }) => [name, primaryKey])).toEqual([
      ['a', 2],
      ['b', 1],
      ['c', 0],
    ]);
  });

  test.each([
    ['text', true],
    ['text collate binary', true],
    ['text collate nocase', false],
    ['text COLLATE "RTRIM"', false],
    ["text default ' collate nocase '", true],
    ['varchar(3) /* collate nocase */', true],
    ['integer', true],
    ['blob collate nocase', false],
    ['collate nocase', false],
  ])('%s: exact is %p', async (declared, exact) => {
    const { dialect, knex } = open({ driver });
    await knex.raw(`create table t (a text collate nocase, value ${declared}, z text)`);
    await knex.raw('insert into t (value) values (1)');
    const { columns } = (await dialect.describe(knex, 't'))!;
    expect(columns.map((column) => column.exact)).toEqual([false, exact, true]);
  });

  test('a table of very many columns', async () => {
    const { dialect, knex } = open({ driver });
    const names = Array.from({ length: 1500 }, (_, i) => `c${i} text${i === 1234 ? ' collate nocase' : ''}`);
    await knex.raw(`create table t (${names.join(', ')})`);
    const { columns } = (await dialect.describe(knex, 't'))!;
    expect(columns).toHaveLength(1500);
    expect(columns.filter(({ exact }) => !exact).map(({ name }) => name)).toEqual(['c1234']);
  });

  test('inside a transaction, on its connection', async () => {
    const { dialect, knex } = open({ driver });
    await knex.transaction(async (t) => {
      await t.raw('create table t (a)');
      expect((await dialect.describe(t, 't'))!.columns).toHaveLength(1);
    });
  });

  test("is not touched by the user's postProcessResponse and wrapIdentifier", async () => {
    const { dialect, knex } = open({
      driver,
      knex: { postProcessResponse: () => 'spoilt', wrapIdentifier: (name, wrap) => wrap(`x${name}`) },
    });
    await knex.raw('create table t (a)');
    expect((await dialect.describe(knex, 't'))!.columns).toHaveLength(1);
  });

  test('a full-text table', async () => {
    const { dialect, knex } = open({ driver });
    await knex.raw('create virtual table f using fts5(title, body)');
    const { columns } = (await dialect.describe(knex, 'f'))!;
    expect(columns.slice(0, 2).map(({ name, kind }) => [name, kind])).toEqual([
      ['title', 'other'],
      ['body', 'other'],
    ]);
  });
});

test.each([
  ['BOOLEAN', 'boolean'],
  ['bool', 'boolean'],
  ['INTEGER', 'integer'],
  ['int(11)', 'integer'],
  ['TINYINT', 'integer'],
  ['smallint unsigned', 'integer'],
  ['INT2', 'integer'],
  ['BIGINT', 'bigint'],
  ['int8', 'bigint'],
  ['UNSIGNED BIG INT', 'bigint'],
  ['bigint(20) unsigned', 'bigint'],
  ['REAL', 'float'],
  ['double precision', 'float'],
  ['float(24)', 'float'],
  ['DECIMAL(10, 2)', 'decimal'],
  ['numeric', 'decimal'],
  ['text', 'text'],
  ['VARCHAR(255)', 'text'],
  ['character varying (20)', 'text'],
  ['NCHAR(55)', 'text'],
  ['clob', 'text'],
  ['longvarchar', 'text'],
  ['uuid', 'uuid'],
  ['BLOB', 'binary'],
  ['varbinary(16)', 'binary'],
  ['json', 'json'],
  ['JSONB', 'json'],
  ['date', 'date'],
  ['time', 'time'],
  ['DATETIME', 'datetime'],
  ['timestamp', 'datetime'],
  ['timestamp(3) with time zone', 'datetime'],
  ['', 'other'],
  ['point', 'other'],
  ['interval', 'other'],
  ['geometry', 'other'],
])('%s is %s', (declared, kind) => {
  expect(kindOf(declared)).toBe(kind);
});

test.each([
  ['integer', 'INT', 'BIGINT', 'POINT', 'CHARINT'],
  ['text', 'VARCHAR(1)', 'CLOB', 'longtext'],
  ['blob', 'BLOB'],
  ['none', ''],
  ['real', 'REAL', 'DOUBLE', 'FLOAT'],
  ['numeric', 'NUMERIC', 'DATE', 'STRING', 'UUID'],
])('affinity %s', (affinity, ...types) => {
  for (const type of types) expect([type, affinityOf(type)]).toEqual([type, affinity]);
});
