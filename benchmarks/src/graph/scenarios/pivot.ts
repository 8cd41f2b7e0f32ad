import type { Scenario } from '../../group.js';
import { checksum } from '../checksum.js';
import { createDatabase } from '../database.js';
import type { GraphSession } from '../session.js';

/** Loads tags through the table between. The size is the number of tags that posts have between them. */
export const pivot: Scenario<GraphSession> = {
  name: 'pivot',
  title: '2,000 posts, their 6,000 tags with a pivot column',
  reference: 'two queries, a join, a Map, {...row}',
  size: 6000,
  sizes: [
    { size: 6000, rounds: 12 },
    { size: 18_000, rounds: 6 },
    { size: 60_000, rounds: 3 },
  ],
  limits: { sqlite3: 1.25, 'better-sqlite3': 1.25 },
  create: (filename, size) =>
    createDatabase(filename, { users: size / 30, posts: size / 3, comments: 0, tags: size / 20, posts_tags: size }),
  items: () => [],
  work: (session) => session.tagged(),
  fingerprint: ({ result }) => checksum(result),
};
