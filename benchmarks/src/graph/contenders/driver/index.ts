import { isEmbedded, type ServerDriver } from '../../../drivers.js';
import type { Contender } from '../../../group.js';
import type { GraphSession } from '../../session.js';
import { byHand, type Queries } from '../by-hand.js';
import { openMysql } from './mysql.js';
import { openPg } from './pg.js';
import { openSqlite } from './sqlite.js';

/** The reference: the driver alone, in code written by hand for these tables. */
export const driver: Contender<GraphSession> = {
  name: 'driver',
  open: async (name, address) => byHand(isEmbedded(name) ? await openSqlite(name, address) : openers[name](address)),
};

const openers: Readonly<Record<ServerDriver, (address: string) => Queries>> = { postgres: openPg, mariadb: openMysql };
