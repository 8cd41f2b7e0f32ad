import { checksumOfDatabase } from '../database.js';
import { makeUsers, type NewUser } from '../schema.js';
import type { Scenario } from './scenario.js';

/** Saves new models one by one in a transaction. */
export const insert: Scenario<NewUser> = {
  name: 'insert',
  title: 'save 2,000 new models in one transaction',
  reference: 'prepared insert',
  size: 2000,
  limits: { sqlite3: 1.4, 'better-sqlite3': 4 },
  seed: () => [],
  items: makeUsers,
  work: (session, users) => session.insertEach(users),
  fingerprint: ({ filename }) => checksumOfDatabase(filename),
};
