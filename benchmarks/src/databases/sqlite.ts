import Sqlite from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedDriver } from '../drivers.js';
import type { Database, Row, Source } from './database.js';

/** SQLite files in a temporary folder. */
export function sqlite(driver: EmbeddedDriver): Source {
  return {
    describe: async () => `SQLite in this process, ${driver}`,
    advice: 'install the package',
    create: async (name) => open(driver, name),
  };
}

/**
 * A file that is open only while it is filled or read: sqlite3 and better-sqlite3 each bring their own SQLite, and two of them
 * on one file in one process undo each other's locks.
 */
function open(driver: EmbeddedDriver, name: string): Database {
  const folder = mkdtempSync(join(tmpdir(), 'shelf-bench-'));
  const address = join(folder, `${name}.sqlite`);
  return {
    driver,
    address,

    async fill(createTables, tables) {
      const db = new Sqlite(address);
      db.pragma('journal_mode = wal');
      db.exec(createTables);
      db.transaction(() => {
        for (const [table, rows] of Object.entries(tables)) insert(db, table, rows as readonly Row[]);
      })();
      db.close();
    },

    async all(query) {
      const db = new Sqlite(address, { readonly: true });
      const rows = db.prepare<[], object>(query).all();
      db.close();
      return rows;
    },

    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

function insert(db: Sqlite.Database, table: string, rows: readonly Row[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const statement = db.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  );
  for (const row of rows) statement.run(...Object.values(row).map(stored));
}

/** Booleans are 0 and 1, instants are ISO 8601 text in UTC with milliseconds. */
function stored(value: Row[string]): string | number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Date ? value.toISOString() : value;
}
