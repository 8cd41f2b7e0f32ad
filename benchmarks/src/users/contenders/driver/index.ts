import type { Driver } from '../../../drivers.js';
import type { Contender } from '../../../group.js';
import type { UserSession } from '../../session.js';
import { openBetterSqlite3 } from './better-sqlite3.js';
import { openMysql } from './mysql.js';
import { openPg } from './pg.js';
import { openSqlite3 } from './sqlite3.js';

/** The reference: the driver alone, in code written by hand for this one table. */
export const driver: Contender<UserSession> = {
  name: 'driver',
  open: (name, address) => openers[name](address),
};

const openers: Readonly<Record<Driver, (address: string) => Promise<UserSession>>> = {
  sqlite3: openSqlite3,
  'better-sqlite3': openBetterSqlite3,
  postgres: openPg,
  mariadb: openMysql,
};
