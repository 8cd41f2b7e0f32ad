import { bookshelf } from './bookshelf.js';
import { driver } from './driver.js';
import { knex } from './knex.js';
import { objection } from './objection.js';
import { shelf } from './shelf.js';
import type { Contender } from './contender.js';

/** What the others are compared with. */
export const reference: Contender = driver;

export const challengers: readonly Contender[] = [shelf, knex, objection, bookshelf];
