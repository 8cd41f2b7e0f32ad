import { relationSuite } from '@shelf/conformance/relations';
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
