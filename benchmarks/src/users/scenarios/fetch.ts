import type { Scenario } from '../../group.js';
import { checksum } from '../checksum.js';
import { fill } from '../fill.js';
import { makeUsers } from '../schema.js';
import type { UserSession } from '../session.js';
import { sizes } from './sizes.js';

/** Fetches a whole table into models. */
export const fetch: Scenario<UserSession> = {
  name: 'fetch',
  title: 'fetch 10,000 rows into models',
  reference: { embedded: 'all, converted by hand', server: 'query(text)' },
  size: 10_000,
  sizes,
  limits: { sqlite3: 1.15, 'better-sqlite3': 1.3, postgres: 0.9, mariadb: 1.1 },
  create: (database, size) => fill(database, makeUsers(size)),
  items: () => [],
  work: (session) => session.fetchAll(),
  fingerprint: ({ session, result }) => checksum(session.toJSON(result)),
};
