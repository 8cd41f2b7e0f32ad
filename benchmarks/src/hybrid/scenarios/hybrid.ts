import { checksum } from '../../graph/checksum.js';
import type { Scenario } from '../../group.js';
import { createTables, makeRows } from '../schema.js';
import type { HybridSession } from '../session.js';

/** Fetches a whole table of hybrid rows and makes plain objects of it. */
export const hybrid: Scenario<HybridSession> = {
  name: 'hybrid',
  title: 'fetch 10,000 hybrid rows, then toJSON',
  reference: { server: 'Shelf, all attributes in columns' },
  size: 10_000,
  sizes: [],
  limits: { postgres: 1.3 },
  create: (database, size) => database.fill(createTables, makeRows(size)),
  items: () => [],
  work: (session) => session.all(),
  fingerprint: ({ result }) => checksum(result),
};
