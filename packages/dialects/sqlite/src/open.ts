import { betterSqlite3 } from './drivers/better-sqlite3.js';
import { sqlite3 } from './drivers/sqlite3.js';
import { enterFile, leaveFile, type OpenFile } from './files.js';
import { rememberMessage } from './faults.js';
import { LockHolder } from './lock-holder.js';
import { Session } from './session.js';

import type { Connection, Driver } from './drivers/driver.js';
import type { Settings, SqliteDriver } from './options.js';
import type { WriteLock } from './write-lock.js';

const DRIVERS: Readonly<Record<SqliteDriver, Driver>> = { sqlite3, 'better-sqlite3': betterSqlite3 };

/**
 * Opens a connection and sets it up: busy timeout, foreign keys, WAL for files.
 *
 * @param patience how long a writer waits for its turn, in ms
 */
export async function openSession(module: never, settings: Settings, patience: number): Promise<Session> {
  const file = settings.temporary ? undefined : enterFile(settings.filename, settings.driver);
  let connection: Connection | undefined;
  try {
    connection = await DRIVERS[settings.driver].open(module, settings);
    await connection.ask(`pragma busy_timeout = ${settings.busyTimeout}`);
    await connection.ask(`pragma foreign_keys = ${settings.foreignKeys ? 'on' : 'off'}`);
    if (file === undefined) keepAlive(connection.database);
    else if (settings.wal && !settings.readonly) await switchToWal(connection, file.lock, patience);
    return new Session(connection, {
      writing: new LockHolder(settings.readonly ? undefined : file?.lock, patience),
      closed: () => leave(file),
    });
  } catch (error) {
    await connection?.close();
    leave(file);
    throw rememberMessage(error);
  }
}

function leave(file: OpenFile | undefined): void {
  if (file !== undefined) leaveFile(file);
}

/** Puts a file into WAL mode if it is not; when another process is using the file, a later connection tries again. */
async function switchToWal(connection: Connection, lock: WriteLock, patience: number): Promise<void> {
  if ((await journalMode(connection)) === 'wal') return;
  await lock.acquire(patience);
  try {
    if ((await journalMode(connection)) !== 'wal') await connection.ask('pragma journal_mode = wal');
  } catch (error) {
    if (!/database is locked/.test((error as Error).message)) throw error;
  } finally {
    lock.release();
  }
}

async function journalMode(connection: Connection): Promise<unknown> {
  const [row] = await connection.ask('pragma journal_mode');
  return row?.['journal_mode'];
}

function ignore(): void {}

/** knex marks a connection whose query timed out, and its pool then closes it: with it would go the whole database. */
function keepAlive(database: object): void {
  Object.defineProperty(database, '__knex__disposed', { get: () => undefined, set: ignore });
}
