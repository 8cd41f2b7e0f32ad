import { db } from './db.js';

/** What came of a piece of work, and how many queries it sent. */
export interface Counted<T> {
  readonly result: T;
  readonly queries: number;
}

/** Does a piece of work, and counts the queries that it sends. */
export async function countQueries<T>(work: () => PromiseLike<T>): Promise<Counted<T>> {
  let queries = 0;
  const count = () => void queries++;
  db.on('query', count);
  try {
    const result = await work();
    return { result, queries };
  } finally {
    db.off('query', count);
  }
}
