import Sqlite from 'better-sqlite3';
import { Kysely, MysqlDialect, PostgresDialect, SqliteDialect, type Dialect } from 'kysely';
import { createPool } from 'mysql2';
import { Pool } from 'pg';
import type { ServerDriver } from '../drivers.js';
import { mysqlConnection } from './mysql.js';
import { poolSize } from './pool.js';

/** What Kysely works with. */
export type KyselyDriver = ServerDriver | 'better-sqlite3';

/** Makes a Kysely. */
export function kyselyFor<Tables>(driver: KyselyDriver, address: string): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: dialects[driver](address) });
}

const dialects: Readonly<Record<KyselyDriver, (address: string) => Dialect>> = {
  'better-sqlite3': (filename) => new SqliteDialect({ database: new Sqlite(filename) }),
  postgres: (url) => new PostgresDialect({ pool: new Pool({ connectionString: url, max: poolSize }) }),
  mariadb: (url) => new MysqlDialect({ pool: createPool({ ...mysqlConnection(url), connectionLimit: poolSize }) }),
};
