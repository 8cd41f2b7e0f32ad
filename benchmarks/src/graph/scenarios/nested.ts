import type { Scenario } from '../../group.js';
import { checksum } from '../checksum.js';
import { fill } from '../fill.js';
import type { GraphSession } from '../session.js';
import { upTo } from './up-to.js';

/** Loads three tables into one another. The size is the number of comments. */
export const nested: Scenario<GraphSession, number> = {
  name: 'nested',
  title: '500 users, their 5,000 posts, their 20,000 comments',
  reference: { embedded: 'three queries, Maps, {...row}', server: 'three queries, Maps, {...row}' },
  size: 20_000,
  sizes: [
    { size: 20_000, rounds: 8 },
    { size: 60_000, rounds: 5 },
    { size: 200_000, rounds: 3 },
  ],
  limits: { sqlite3: 1.15, 'better-sqlite3': 1.15, postgres: 1, mariadb: 1.1 },
  create: (database, size) => fill(database, size / 20_000),
  items: (size) => upTo(size / 40),
  work: (session, users) => session.nested(users.length),
  fingerprint: ({ result }) => checksum(result),
};
