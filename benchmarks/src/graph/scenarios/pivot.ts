import type { Scenario } from '../../group.js';
import { checksum } from '../checksum.js';
import { fill } from '../fill.js';
import type { GraphSession } from '../session.js';
import { upTo } from './up-to.js';

/** Loads tags through the table between. The size is the number of tags that posts have between them. */
export const pivot: Scenario<GraphSession, number> = {
  name: 'pivot',
  title: '2,000 posts, their 6,000 tags with a pivot column',
  reference: { embedded: 'two queries, a join, a Map, {...row}', server: 'two queries, a join, a Map, {...row}' },
  size: 6000,
  sizes: [
    { size: 6000, rounds: 12 },
    { size: 18_000, rounds: 6 },
    { size: 60_000, rounds: 3 },
  ],
  limits: { sqlite3: 1.25, 'better-sqlite3': 1.25, postgres: 1.05, mariadb: 1.1 },
  create: (database, size) => fill(database, size / 6000),
  items: (size) => upTo(size / 3),
  work: (session, posts) => session.tagged(posts.length),
  fingerprint: ({ result }) => checksum(result),
};
