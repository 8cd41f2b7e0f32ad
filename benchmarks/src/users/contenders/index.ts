import { bookshelf } from './bookshelf.js';
import { driver } from './driver.js';
import { knex } from './knex.js';
import { objection } from './objection.js';
import { shelf } from './shelf.js';
import type { Contender } from '../../group.js';
import type { UserSession } from '../session.js';

/** What the others are compared with. */
export const reference: Contender<UserSession> = driver;

export const challengers: readonly Contender<UserSession>[] = [shelf, knex, objection, bookshelf];
