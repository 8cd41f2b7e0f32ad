import type { Driver } from '../drivers.js';
import type { Source } from './database.js';
import { mariadb } from './mariadb.js';
import { postgres } from './postgres.js';
import { sqlite } from './sqlite.js';

/** Where the databases for each driver come from. */
export const sources: Readonly<Record<Driver, Source>> = {
  sqlite3: sqlite('sqlite3'),
  'better-sqlite3': sqlite('better-sqlite3'),
  postgres,
  mariadb,
};
