import { relationSuite } from '@shelf/conformance/relations';
import { useMysql, usePostgres } from '@shelf-tooling/servers';
import { mysql } from '@shelf/mysql';
import { postgres } from '@shelf/pg-hstore';
import { sqlite, type SqliteDriver } from '@shelf/sqlite';
import { relations } from '../src/index.js';

const drivers: readonly SqliteDriver[] = ['sqlite3', 'better-sqlite3'];

describe.each(drivers)('%s', (driver) => {
  relationSuite({
    name: driver,
    deferredKeys: true,
    dialect: () => sqlite({ filename: ':memory:', driver }),
    plain: () => ({ client: driver, connection: { filename: ':memory:' }, useNullAsDefault: true }),
    plugins: () => [relations()],
    caseless: 'varchar(20) collate nocase',
    queriesFor: () => 1,
  });
});

describe('pg', () => {
  const database = usePostgres('create extension citext');
  relationSuite({
    name: 'pg',
    deferredKeys: true,
    dialect: async () =>
      postgres({ connectionString: database.url, searchPath: [await database.emptySchema(), 'public'] }),
    plain: () => ({ client: 'pg', connection: { connectionString: database.url } }),
    plugins: () => [relations()],
    caseless: 'citext',
    queriesFor: () => 1,
  });
});

describe('mysql', () => {
  const databases = useMysql();
  relationSuite({
    name: 'mysql',
    deferredKeys: false,
    dialect: async () => mysql(await databases.make()),
    plain: () => ({ client: 'mysql2' }),
    plugins: () => [relations()],
    caseless: 'varchar(20) collate utf8mb4_general_ci',
    queriesFor: () => 1,
  });
});
