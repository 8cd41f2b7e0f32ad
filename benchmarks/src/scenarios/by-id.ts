import { checksum } from '../checksum.js';
import { makeUsers } from '../schema.js';
import { scattered } from './scattered.js';
import type { Scenario } from './scenario.js';

/** Fetches models by id, one after the other. */
export const byId: Scenario<number> = {
  name: 'by-id',
  title: 'fetch by id, 2,000 in sequence',
  reference: 'prepared get',
  size: 2000,
  limits: { sqlite3: 1.3, 'better-sqlite3': 2.7 },
  seed: makeUsers,
  items: scattered,
  work: (session, ids) => session.fetchEach(ids),
  fingerprint: ({ session, result }) => checksum((result as unknown[]).map((user) => session.toPlain(user))),
};
