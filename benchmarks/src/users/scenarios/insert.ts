import type { Scenario } from '../../group.js';
import { checksumOfDatabase, createDatabase } from '../database.js';
import { makeUsers, type NewUser } from '../schema.js';
import type { UserSession } from '../session.js';
import { sizes } from './sizes.js';

/** Saves new models one by one in a transaction. */
export const insert: Scenario<UserSession, NewUser> = {
  name: 'insert',
  title: 'save 2,000 new models in one transaction',
  reference: 'prepared insert',
  size: 2000,
  sizes,
  limits: { sqlite3: 1.4, 'better-sqlite3': 4 },
  create: (filename) => createDatabase(filename, []),
  items: makeUsers,
  work: (session, users) => session.insertEach(users),
  fingerprint: ({ filename }) => checksumOfDatabase(filename),
};
