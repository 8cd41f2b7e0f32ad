import { servers, type ServerDriver } from '../../../drivers.js';
import type { Contender } from '../../../group.js';
import type { GraphSession } from '../../session.js';
import { byHand, type Queries } from '../by-hand.js';
import { openMariadb } from './mariadb.js';
import { openPostgres } from './postgres.js';
import { openSqlite } from './sqlite.js';

/** Drizzle's query builder, with the rows put together by hand. */
export const drizzle: Contender<GraphSession> = {
  name: 'drizzle',
  drivers: ['better-sqlite3', ...servers],
  open: async (driver, address) => byHand(openers[driver as DrizzleDriver](address)),
};

type DrizzleDriver = ServerDriver | 'better-sqlite3';

const openers: Readonly<Record<DrizzleDriver, (address: string) => Queries>> = {
  'better-sqlite3': openSqlite,
  postgres: openPostgres,
  mariadb: openMariadb,
};
