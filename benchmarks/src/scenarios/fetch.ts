import { checksum } from '../checksum.js';
import { makeUsers } from '../schema.js';
import type { Scenario } from './scenario.js';

/** Fetches a whole table into models. */
export const fetch: Scenario = {
  name: 'fetch',
  title: 'fetch 10,000 rows into models',
  reference: 'all, converted by hand',
  size: 10_000,
  limits: { sqlite3: 1.15, 'better-sqlite3': 1.3 },
  seed: makeUsers,
  items: () => [],
  work: (session) => session.fetchAll(),
  fingerprint: ({ session, result }) => checksum(session.toJSON(result)),
};
