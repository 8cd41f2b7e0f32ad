import type { Shelf } from '@shelf/core';
import { useMysql, usePostgres } from '@shelf-tooling/servers';
import { mysql } from '@shelf/mysql';
import { postgres } from '@shelf/pg-hstore';
import { sqlite, type SqliteDriver } from '@shelf/sqlite';
import { createShelf } from '@shelf/core';
import { relations } from '../src/index.js';

/** Two columns, what they hold in SQL, and which of the rows are equal, by their numbers. */
interface Case {
  readonly owner: string;
  readonly owners: readonly string[];
  readonly item: string;
  readonly items: readonly string[];
  readonly equal: readonly (readonly [owner: number, item: number])[];
}

const cases = (
  ...all: readonly (readonly [
    owner: string,
    owners: readonly string[],
    item: string,
    items: readonly string[],
    equal: Case['equal'],
  ])[]
): Case[] => all.map(([owner, owners, item, items, equal]) => ({ owner, owners, item, items, equal }));

const UUID = '6fa459ea-ee8a-4ca4-894e-db77e1603550';

async function makeTables({ knex }: Shelf, { owner, owners, item, items }: Case): Promise<void> {
  for (const table of ['owners', 'items', 'links', 'parents']) await knex.raw(`drop table if exists ${table}`);
  await knex.raw(`create table owners (id integer primary key, k ${owner})`);
  await knex.raw(`create table parents (k ${owner} not null, primary key (k))`);
  await knex.raw(`create table items (id integer primary key, k ${item})`);
  await knex.raw(`create table links (owner_k ${item}, item_k ${item})`);
  for (const [i, value] of owners.entries()) {
    await knex.raw(`insert into owners values (${i}, ${value})`);
    await knex.raw(`insert into parents values (${value})`);
  }
  for (const [i, value] of items.entries()) {
    await knex.raw(`insert into items values (${i}, ${value})`);
    await knex.raw(`insert into links values (${value}, ${value})`);
  }
}

/** The classes are made for each case: a table is described once. */
function modelsOf(db: Shelf) {
  class Item extends db.Model {
    static override tableName = 'items';
    owner() {
      return this.belongsTo(Owner, 'k', 'k');
    }
  }
  class Owner extends db.Model {
    static override tableName = 'owners';
    items() {
      return this.hasMany(Item, 'k', 'k');
    }
    linked() {
      return this.belongsToMany(Item, 'links', 'owner_k', 'item_k', 'k', 'k');
    }
  }
  class Parent extends db.Model {
    static override tableName = 'parents';
    static override idAttribute = 'k';
    items() {
      return this.hasMany(Item, 'k');
    }
  }
  return { Item, Owner, Parent };
}

type Ids = unknown[];

const idsOf = (related: unknown): Ids => {
  if (related === null || related === undefined) return [];
  const { models = [related] } = related as { models?: unknown[] };
  return models.map((model) => (model as { id: unknown }).id as number).toSorted((a, b) => a - b);
};

/** What a relation of each model holds, asked for in every way. */
async function answersOf(Class: ReturnType<typeof modelsOf>['Owner' | 'Item'], name: string, order: string) {
  const Model = Class as unknown as ReturnType<typeof modelsOf>['Owner'];
  const all = () => Model.forge().query((qb) => qb.orderByRaw(order));
  const { models } = await all().fetchAll();
  const lazy: Ids[] = [];
  const counts: number[] = [];
  for (const model of models) {
    const related = model.related(name as never) as { fetch(options: object): unknown; count(): Promise<number> };
    counts.push(await related.count());
    lazy.push(idsOf(await related.fetch({ batch: false })));
  }
  const eager = await all().fetchAll({ withRelated: [name], withCount: [name] });
  const alone: Ids[] = [];
  for (const model of models) alone.push(idsOf((await model.load(name as never)).relations[name as never]));
  const found = (query: { fetchAll(): Promise<{ models: unknown[] }> }) => query.fetchAll();
  const having = idsOf(await found(all().whereHas(name as never) as never));
  const lacking = idsOf(await found(all().whereDoesntHave(name as never) as never));
  return {
    lazy,
    counts,
    eager: eager.models.map((model) => idsOf(model.relations[name as never])),
    alone,
    withCount: eager.models.map((model) => model.get(`${name}_count` as never) as unknown),
    having,
    lacking,
  };
}

/** What every relation of a case answers, in every way, and what it should. */
async function compare(db: Shelf, each: Case): Promise<{ readonly found: unknown; readonly wanted: unknown }> {
  await makeTables(db, each);
  const { Owner, Item, Parent } = modelsOf(db);
  const { owners, items, equal } = each;
  const answers = (lists: Ids[]) => ({
    lazy: lists,
    counts: lists.map(({ length }) => length),
    eager: lists,
    alone: lists,
    withCount: lists.map(({ length }) => length),
    having: [...lists.keys()].filter((i) => lists[i]?.length),
    lacking: [...lists.keys()].filter((i) => !lists[i]?.length),
  });
  const ofOwners = owners.map((_, i) => equal.filter(([owner]) => owner === i).map(([, item]) => item));
  const ofItems = items.map((_, i) => equal.filter(([, item]) => item === i).map(([owner]) => owner));
  const found: unknown[] = [
    await answersOf(Owner, 'items', 'id'),
    await answersOf(Owner, 'linked', 'id'),
    await answersOf(Item, 'owner', 'id'),
  ];
  const wanted: unknown[] = [answers(ofOwners), answers(ofOwners), answers(ofItems)];
  // An instant may be stored in two forms, which are one id.
  if (each.owner === 'datetime') return { found, wanted };
  const sorted = ({ lazy, counts, eager, alone, withCount }: ReturnType<typeof answers>): unknown[] =>
    [lazy, counts, eager, alone, withCount].map((list) => list.map((part) => JSON.stringify(part)).toSorted());
  return {
    found: [...found, sorted((await answersOf(Parent as never, 'items', 'k')) as never)],
    wanted: [...wanted, sorted(answers(ofOwners))],
  };
}

const TEXT = ["'1'", "'01'", "''", "'x'", "'1.0'"];

const drivers: readonly SqliteDriver[] = ['sqlite3', 'better-sqlite3'];

describe.each(drivers)('%s', (driver) => {
  test.each(
    cases(
      ['varchar(20)', TEXT, 'integer', ['1', '0'], [[0, 0]]],
      ['integer', ['1', '0'], 'varchar(20)', TEXT, [[0, 0]]],
      [
        'varchar(20)',
        ["'9223372036854775807'", "'-5'"],
        'bigint',
        ['9223372036854775807', '-5'],
        [
          [0, 0],
          [1, 1],
        ],
      ],
      ['varchar(20) collate nocase', ["'a'"], 'varchar(20)', ["'a'", "'b'"], [[0, 0]]],
      [
        'datetime',
        ["'2020-01-02 00:00:00'", "'2020-01-02T00:00:00.000Z'"],
        'datetime',
        ["'2020-01-02T00:00:00.000Z'", "'2020-01-02 00:00:00'"],
        [
          [0, 1],
          [1, 0],
        ],
      ],
      ['real', ['0.1', '2'], 'integer', ['2', '3'], [[1, 0]]],
      ['decimal', ['1.5', '2'], 'integer', ['2', '3'], [[1, 0]]],
    ),
  )('$owner $owners and $item $items', async (each) => {
    const db = createShelf({ dialect: sqlite({ filename: ':memory:', driver }), plugins: [relations()] });
    try {
      const { found, wanted } = await compare(db, each);
      expect(found).toEqual(wanted);
    } finally {
      await db.destroy();
    }
  });
});

describe('pg', () => {
  const database = usePostgres('create extension citext');
  const types = "create type mood as enum ('sad', 'glad')";

  test.each(
    cases(
      [
        'char(3)',
        ["'de'", "'usa'"],
        'varchar(3)',
        ["'de'", "'usa'"],
        [
          [0, 0],
          [1, 1],
        ],
      ],
      ['varchar(3)', ["'de '", "'xx'"], 'char(3)', ["'de'", "'usa'"], [[0, 0]]],
      [
        'char(3)',
        ["'de'", "'usa'"],
        'char(5)',
        ["'usa'", "'de'"],
        [
          [0, 1],
          [1, 0],
        ],
      ],
      ['citext', ["'A'", "'b'"], 'citext', ["'a'", "'c'"], [[0, 0]]],
      [
        'citext',
        ["'A'", "'b'"],
        'text',
        ["'a'", "'b'", "'A'"],
        [
          [0, 2],
          [1, 1],
        ],
      ],
      ['text', TEXT, 'integer', ['1', '0'], [[0, 0]]],
      ['text', TEXT, 'bigint', ['1', '9223372036854775807'], [[0, 0]]],
      ['text', ["'9223372036854775807'", "'9223372036854775808'"], 'bigint', ['9223372036854775807'], [[0, 0]]],
      ['integer', ['1', '0'], 'text', TEXT, [[0, 0]]],
      ['text', [`'${UUID}'`, `'${UUID.toUpperCase()}'`, "'x'"], 'uuid', [`'${UUID}'`], [[0, 0]]],
      ['uuid', [`'${UUID}'`], 'text', [`'${UUID.toUpperCase()}'`, `'${UUID}'`], [[0, 1]]],
      ['text', ["'sad'", "'no'"], 'mood', ["'glad'", "'sad'"], [[0, 1]]],
      [
        'timestamptz',
        ["'2020-01-02T00:00:00.123456Z'", "'2020-01-02T00:00:00.123457Z'"],
        'timestamptz',
        ["'2020-01-02T00:00:00.123457Z'", "'2020-01-02T00:00:00.123Z'"],
        [[1, 0]],
      ],
      ['timestamp', ["'2020-01-02'", "'2020-01-02 00:00:00.0005'"], 'date', ["'2020-01-02'"], [[0, 0]]],
      [
        'real',
        ['0.1', '16777216'],
        'real',
        ['16777216', '0.1'],
        [
          [0, 1],
          [1, 0],
        ],
      ],
      ['real', ['0.1', '0.5'], 'double precision', ['0.1', '0.5'], [[1, 1]]],
      ['numeric', ['1.00', '1.50'], 'integer', ['1', '2'], [[0, 0]]],
      ['bigint', ['3000000000', '1'], 'integer', ['1'], [[1, 0]]],
    ),
  )('$owner $owners and $item $items', async (each) => {
    const dialect = postgres({ connectionString: database.url, searchPath: [await database.emptySchema(), 'public'] });
    const db = createShelf({ dialect, plugins: [relations()] });
    try {
      await db.knex.raw(types);
      const { found, wanted } = await compare(db, each);
      expect(found).toEqual(wanted);
    } finally {
      await db.destroy();
    }
  });
});

describe('mysql', () => {
  const databases = useMysql();

  test.each(
    cases(
      [
        'varchar(20) character set latin1',
        ["'Köln'", "'Bonn'"],
        'varchar(20) character set latin1',
        ["'Bonn'", "'Köln'"],
        [
          [0, 1],
          [1, 0],
        ],
      ],
      [
        'varchar(20) character set latin1',
        ["'Köln'", "'Bonn'"],
        'varchar(20) character set utf8mb4',
        ["'Bonn'", "'Köln'", "'東京'"],
        [
          [0, 1],
          [1, 0],
        ],
      ],
      [
        'varchar(20) character set utf8mb4',
        ["'東京'", "'Köln'"],
        'varchar(20) character set latin1',
        ["'??'", "'Köln'"],
        [[1, 1]],
      ],
      ['varchar(20) character set latin1', ["'Köln'"], 'varchar(20) character set latin2', ["'Köln'"], [[0, 0]]],
      [
        'varchar(20) collate utf8mb4_general_ci',
        ["'a'"],
        'varchar(20) collate utf8mb4_unicode_ci',
        ["'A'", "'b'"],
        [[0, 0]],
      ],
      [
        'varchar(20) collate utf8mb4_bin',
        ["'a'", "'A'"],
        'varchar(20) collate utf8mb4_unicode_ci',
        ["'A'", "'b'"],
        [[1, 0]],
      ],
      ['char(3)', ["'de'"], 'varchar(3)', ["'de'"], [[0, 0]]],
      ['varchar(20)', [...TEXT, "'1x'"], 'integer', ['1', '0'], [[0, 0]]],
      ['integer', ['1', '0'], 'varchar(20)', [...TEXT, "'1x'"], [[0, 0]]],
      ['varchar(40)', ["'9223372036854775807'"], 'bigint', ['9223372036854775807', '0'], [[0, 0]]],
      ['varchar(40)', ["'2020-01-02'", "''", "'x'"], 'date', ["'2020-01-02'"], [[0, 0]]],
      [
        'datetime(6)',
        ["'2020-01-02 00:00:00.123456'", "'2020-01-02 00:00:00.123457'"],
        'datetime(6)',
        ["'2020-01-02 00:00:00.123457'", "'2020-01-02 00:00:00.123'"],
        [[1, 0]],
      ],
      [
        'float',
        ['16777215', '0.1'],
        'float',
        ['0.1', '16777215'],
        [
          [0, 1],
          [1, 0],
        ],
      ],
      ['float', ['0.5', '0.1'], 'double', ['0.5', '0.1'], [[0, 0]]],
      ['decimal(10, 2)', ['1.00', '1.50'], 'integer', ['1', '2'], [[0, 0]]],
      ['decimal(10, 2)', ['1.00', '1.50'], 'varchar(20)', ["'1.00'", "'1.5'", "''"], [[0, 0]]],
    ),
  )('$owner $owners and $item $items', async (each) => {
    const db = createShelf({ dialect: mysql(await databases.make()), plugins: [relations()] });
    try {
      const { found, wanted } = await compare(db, each);
      expect(found).toEqual(wanted);
    } finally {
      await db.destroy();
    }
  });
});
