import { servers } from '../../../drivers.js';
import type { Contender } from '../../../group.js';
import type { UserSession } from '../../session.js';
import { openMariadb } from './mariadb.js';
import { openPostgres } from './postgres.js';

/** Drizzle's query builder. */
export const drizzle: Contender<UserSession> = {
  name: 'drizzle',
  drivers: servers,
  open: async (driver, address) => (driver === 'postgres' ? openPostgres(address) : openMariadb(address)),
};
