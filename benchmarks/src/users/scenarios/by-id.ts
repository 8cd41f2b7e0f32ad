import type { Scenario } from '../../group.js';
import { checksum } from '../checksum.js';
import { fill } from '../fill.js';
import { makeUsers } from '../schema.js';
import type { UserSession } from '../session.js';
import { scattered } from './scattered.js';
import { sizes } from './sizes.js';

/** Fetches models by id, one after the other. */
export const byId: Scenario<UserSession, number> = {
  name: 'by-id',
  title: 'fetch by id, 2,000 in sequence',
  reference: { embedded: 'prepared get', server: 'query(text, values)' },
  size: 2000,
  sizes,
  limits: { sqlite3: 1.3, 'better-sqlite3': 2.7, postgres: 0.7, mariadb: 0.85 },
  create: (database, size) => fill(database, makeUsers(size)),
  items: scattered,
  work: (session, ids) => session.fetchEach(ids),
  fingerprint: ({ session, result }) => checksum((result as unknown[]).map((user) => session.toPlain(user))),
};
