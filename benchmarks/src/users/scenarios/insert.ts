import type { Scenario } from '../../group.js';
import { checksumOfDatabase, fill } from '../fill.js';
import { makeUsers, type NewUser } from '../schema.js';
import type { UserSession } from '../session.js';
import { sizes } from './sizes.js';

/** Saves new models one by one in a transaction. */
export const insert: Scenario<UserSession, NewUser> = {
  name: 'insert',
  title: 'save 2,000 new models in one transaction',
  reference: { embedded: 'prepared insert', server: 'query(text, values)' },
  size: 2000,
  sizes,
  limits: { sqlite3: 1.4, 'better-sqlite3': 4, postgres: 0.8, mariadb: 1 },
  create: (database) => fill(database, []),
  items: makeUsers,
  work: (session, users) => session.insertEach(users),
  fingerprint: ({ database }) => checksumOfDatabase(database),
};
