import type { Scenario } from '../../group.js';
import { checksum } from '../checksum.js';
import { createDatabase } from '../database.js';
import type { GraphSession } from '../session.js';

/** Loads three tables into one another. The size is the number of comments. */
export const nested: Scenario<GraphSession> = {
  name: 'nested',
  title: '500 users, their 5,000 posts, their 20,000 comments',
  reference: 'three queries, Maps, {...row}',
  size: 20_000,
  sizes: [
    { size: 20_000, rounds: 8 },
    { size: 60_000, rounds: 5 },
    { size: 200_000, rounds: 3 },
  ],
  limits: { sqlite3: 1.15, 'better-sqlite3': 1.15 },
  create: (filename, size) =>
    createDatabase(filename, { users: size / 40, posts: size / 4, comments: size, tags: 0, posts_tags: 0 }),
  items: () => [],
  work: (session) => session.nested(),
  fingerprint: ({ result }) => checksum(result),
};
