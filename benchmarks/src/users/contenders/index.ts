import type { Contender } from '../../group.js';
import type { UserSession } from '../session.js';
import { bookshelf } from './bookshelf.js';
import { driver } from './driver/index.js';
import { drizzle } from './drizzle/index.js';
import { knex } from './knex.js';
import { kysely } from './kysely.js';
import { objection } from './objection.js';
import { sequelize } from './sequelize.js';
import { shelf } from './shelf.js';
import { typeorm } from './typeorm.js';

/** What the others are compared with. */
export const reference: Contender<UserSession> = driver;

export const challengers: readonly Contender<UserSession>[] = [
  shelf,
  knex,
  kysely,
  drizzle,
  objection,
  bookshelf,
  sequelize,
  typeorm,
];
