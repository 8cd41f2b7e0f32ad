import type { Database } from '../databases/database.js';
import { createTables, makeRows } from './schema.js';

/** Creates the tables with their rows, so many times as many as at first. */
export function fill(database: Database, times: number): Promise<void> {
  return database.fill(createTables, makeRows(times));
}
