import type { Dialect } from '@shelf/core';
import { mysql } from '@shelf/mysql';
import { postgres } from '@shelf/pg-hstore';
import { sqlite } from '@shelf/sqlite';
import type { Driver } from '../drivers.js';
import { mysqlServer } from './mysql.js';
import { poolSize } from './pool.js';

/** Makes Shelf's dialect. */
export function dialectFor(driver: Driver, address: string): Dialect {
  return dialects[driver](address);
}

const pool = { max: poolSize };

const dialects: Readonly<Record<Driver, (address: string) => Dialect>> = {
  sqlite3: (filename) => sqlite({ filename, driver: 'sqlite3' }),
  'better-sqlite3': (filename) => sqlite({ filename, driver: 'better-sqlite3' }),
  postgres: (connectionString) => postgres({ connectionString, pool }),
  mariadb: (url) => mysql({ ...mysqlServer(url), pool }),
};
