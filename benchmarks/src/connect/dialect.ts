import type { Dialect } from '@shelf/core';
import { postgres } from '@shelf/pg-hstore';
import { sqlite } from '@shelf/sqlite';
import { poolSize } from './pool.js';

/** What Shelf works with. */
export const shelfDrivers = ['sqlite3', 'better-sqlite3', 'postgres'] as const;

export type ShelfDriver = (typeof shelfDrivers)[number];

/** Makes Shelf's dialect. */
export function dialectFor(driver: ShelfDriver, address: string): Dialect {
  return dialects[driver](address);
}

const pool = { max: poolSize };

const dialects: Readonly<Record<ShelfDriver, (address: string) => Dialect>> = {
  sqlite3: (filename) => sqlite({ filename, driver: 'sqlite3' }),
  'better-sqlite3': (filename) => sqlite({ filename, driver: 'better-sqlite3' }),
  postgres: (connectionString) => postgres({ connectionString, pool }),
};
