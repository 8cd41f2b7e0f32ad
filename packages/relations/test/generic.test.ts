import { relationSuite, type RelationHarness } from '@shelf/conformance/relations';
import { useMysql, usePostgres } from '@shelf-tooling/servers';
import { mysql } from '@shelf/mysql';
import { postgres } from '@shelf/pg-hstore';
import { sqlite, type SqliteDriver } from '@shelf/sqlite';
import makeKnex from 'knex';
import { relations } from '../src/index.js';

// Knex instances of one's own: the same suites, without a dialect.
const common: Pick<RelationHarness, 'plugins' | 'queriesFor' | 'windowFunctions'> = {
  plugins: () => [relations()],
  windowFunctions: false,
  queriesFor: (parents) => Math.ceil(parents / 900),
};

const drivers: readonly SqliteDriver[] = ['sqlite3', 'better-sqlite3'];

describe.each(drivers)('%s', (driver) => {
  const plain = { client: driver, connection: { filename: ':memory:' }, useNullAsDefault: true };
  relationSuite({
    ...common,
    name: driver,
    deferredKeys: true,
    dialect: () => sqlite({ filename: ':memory:', driver }),
    plain: () => plain,
    generic: () => makeKnex(plain),
    brief: driver === 'sqlite3',
    caseless: 'varchar(20) collate nocase',
  });
});

describe('pg', () => {
  const database = usePostgres('create extension citext');
  const plain = { client: 'pg', connection: { connectionString: database.url } };
  relationSuite({
    ...common,
    name: 'pg',
    deferredKeys: true,
    dialect: () => postgres({ connectionString: database.url }),
    plain: () => plain,
    generic: async () => makeKnex({ ...plain, searchPath: [await database.emptySchema(), 'public'] }),
    caseless: 'citext',
    widerIntegers: false,
  });
});

describe('mysql', () => {
  const databases = useMysql();
  relationSuite({
    ...common,
    name: 'mysql',
    deferredKeys: false,
    dialect: async () => mysql(await databases.make()),
    plain: () => ({ client: 'mysql2' }),
    generic: async () => makeKnex({ client: 'mysql2', connection: await databases.make() }),
    caseless: 'varchar(20) collate utf8mb4_general_ci',
  });
});
