import createKnex, { type Knex } from 'knex';
import type { Driver } from '../drivers.js';
import { mysqlConnection } from './mysql.js';
import { poolSize } from './pool.js';

/** Makes a knex; Bookshelf and Objection use it too. */
export function knexFor(driver: Driver, address: string): Knex {
  return createKnex(configurations[driver](address));
}

const pool = { max: poolSize };

const configurations: Readonly<Record<Driver, (address: string) => Knex.Config>> = {
  sqlite3: (filename) => ({ client: 'sqlite3', connection: { filename }, useNullAsDefault: true }),
  'better-sqlite3': (filename) => ({ client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true }),
  postgres: (url) => ({ client: 'pg', connection: url, pool }),
  mariadb: (url) => ({ client: 'mysql2', connection: mysqlConnection(url), pool }),
};
