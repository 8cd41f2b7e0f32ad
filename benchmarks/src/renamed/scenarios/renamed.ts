import { checksum } from '../../graph/checksum.js';
import type { Scenario } from '../../group.js';
import { fill } from '../../users/fill.js';
import { makeUsers } from '../../users/schema.js';
import type { RenamedSession } from '../session.js';

/** Fetches a whole table and makes plain objects of it, in camelCase. */
export const renamed: Scenario<RenamedSession> = {
  name: 'renamed',
  title: 'fetch 10,000 rows in camelCase, then toJSON',
  reference: { embedded: 'Shelf, as the columns are called', server: 'Shelf, as the columns are called' },
  size: 10_000,
  sizes: [],
  limits: { sqlite3: 1.1, 'better-sqlite3': 1.1, postgres: 1.1, mariadb: 1.1 },
  create: (database, size) => fill(database, makeUsers(size)),
  items: () => [],
  work: (session) => session.all(),
  // The names differ; the values, in the order of the columns, do not.
  fingerprint: ({ result }) => checksum((result as object[]).map((user) => Object.values(user) as unknown[])),
};
