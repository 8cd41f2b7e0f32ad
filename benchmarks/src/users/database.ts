import Database from 'better-sqlite3';
import { checksum } from './checksum.js';
import { decode, insert } from './contenders/by-hand.js';
import { createTable, type NewUser, type StoredUser } from './schema.js';

/** Creates a database file with these users in it. */
export function createDatabase(filename: string, users: readonly NewUser[]): void {
  const db = new Database(filename);
  db.pragma('journal_mode = wal');
  db.exec(createTable);
  const statement = db.prepare(insert);
  db.transaction(() => {
    for (const user of users) {
      const { name, email, age, active, score, created_at, updated_at } = user;
      statement.run(name, email, age, active ? 1 : 0, score, created_at.toISOString(), updated_at.toISOString());
    }
  })();
  db.close();
}

/**
 * The checksum of what a file holds. Nobody may have the file open: sqlite3 and better-sqlite3 each bring their own SQLite,
 * and two of them on one file in one process undo each other's locks.
 */
export function checksumOfDatabase(filename: string): number {
  const db = new Database(filename, { readonly: true });
  const users = db.prepare<[], StoredUser>('select * from users order by id').all().map(decode);
  db.close();
  return checksum(users);
}
