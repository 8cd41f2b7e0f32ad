import Database from 'better-sqlite3';
import { createTables, makeRows, type Counts } from './schema.js';

/** Creates a database file with so many rows in each table. */
export function createDatabase(filename: string, counts: Counts): void {
  const db = new Database(filename);
  db.pragma('journal_mode = wal');
  db.exec(createTables);
  db.transaction(() => {
    for (const [table, rows] of Object.entries(makeRows(counts))) {
      const [first] = rows;
      if (first === undefined) continue;
      const columns = Object.keys(first);
      const insert = db.prepare(`insert into ${table} values (${columns.map((column) => `@${column}`).join(', ')})`);
      for (const row of rows) insert.run(row);
    }
  })();
  db.close();
}
