import { openBetterSqlite3 } from './driver-better-sqlite3.js';
import { openSqlite3 } from './driver-sqlite3.js';
import type { Contender } from '../../group.js';
import type { UserSession } from '../session.js';

/** The reference: the driver alone, in code written by hand for this one table. */
export const driver: Contender<UserSession> = {
  name: 'driver',
  open: (name, filename) => (name === 'sqlite3' ? openSqlite3(filename) : openBetterSqlite3(filename)),
};
