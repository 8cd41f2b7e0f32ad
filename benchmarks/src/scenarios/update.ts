import { checksumOfDatabase } from '../database.js';
import { makeUsers } from '../schema.js';
import { scattered } from './scattered.js';
import type { Scenario } from './scenario.js';

/** Fetches models by id, changes three attributes of each and saves it. */
export const update: Scenario<number> = {
  name: 'update',
  title: 'fetch, set, save 2,000 models',
  reference: 'prepared get and update',
  size: 2000,
  limits: { sqlite3: 1.4, 'better-sqlite3': 4 },
  seed: makeUsers,
  items: scattered,
  work: (session, ids) => session.updateEach(ids),
  fingerprint: ({ filename }) => checksumOfDatabase(filename),
};
