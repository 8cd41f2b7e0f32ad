import type { Scenario } from '../../group.js';
import { checksumOfDatabase, fill } from '../fill.js';
import { makeUsers } from '../schema.js';
import type { UserSession } from '../session.js';
import { scattered } from './scattered.js';
import { sizes } from './sizes.js';

/** Fetches models by id, changes three attributes of each and saves it. */
export const update: Scenario<UserSession, number> = {
  name: 'update',
  title: 'fetch, set, save 2,000 models',
  reference: { embedded: 'prepared get and update', server: 'two times query(text, values)' },
  size: 2000,
  sizes,
  limits: { sqlite3: 1.4, 'better-sqlite3': 4, postgres: 0.75, mariadb: 0.95 },
  create: (database, size) => fill(database, makeUsers(size)),
  items: scattered,
  work: (session, ids) => session.updateEach(ids),
  fingerprint: ({ database }) => checksumOfDatabase(database),
};
