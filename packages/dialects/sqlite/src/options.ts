import { checkOptions, InvalidValueError } from '@shelf/core';
import type { Knex } from 'knex';
import { installedDriver } from './drivers/installed.js';

/** The driver that `sqlite()` runs on. */
export type SqliteDriver = 'sqlite3' | 'better-sqlite3';

/** What `sqlite()` takes; README.md has them in a table. */
export interface SqliteOptions {
  /** A path, `:memory:`, or, on sqlite3, a `file:` URI. */
  readonly filename: string;
  /** Which installed driver to use; by default the one that is, and `sqlite3` where both are. */
  readonly driver?: SqliteDriver;
  /** Whether foreign keys are enforced; true by default. */
  readonly foreignKeys?: boolean;
  /** Whether a file is put into WAL mode, where readers and the writer do not wait for one another; true by default. */
  readonly wal?: boolean;
  /** How long to wait for a file that another process has locked, in ms; 5000 by default. */
  readonly busyTimeout?: number;
  /** Whether 64-bit integers are read as BigInt: all of a BIGINT column, those beyond 2^53 of any other. */
  readonly bigInts?: boolean;
  /** How instants are stored: `text`, ISO 8601 in UTC, by default; `number`, epoch milliseconds, as knex and Bookshelf have them. */
  readonly instants?: 'text' | 'number';
  /** Opens an existing file for reading only. */
  readonly readonly?: boolean;
  /** Settings of knex's pool: at most 4 connections on sqlite3, one on better-sqlite3 and in memory. */
  readonly pool?: Knex.PoolConfig;
  /** More of knex's configuration: `wrapIdentifier`, `postProcessResponse`, `acquireConnectionTimeout`, `log`… */
  readonly knex?: Omit<Knex.Config, 'client' | 'connection' | 'pool' | 'useNullAsDefault'>;
}

/** The options of one shelf with every default filled in; knex hands them on to the clients of transactions. */
export interface Settings {
  readonly driver: SqliteDriver;
  readonly filename: string;
  /** The database lives and dies with its one connection. */
  readonly temporary: boolean;
  readonly foreignKeys: boolean;
  readonly wal: boolean;
  readonly busyTimeout: number;
  readonly bigInts: boolean;
  readonly instants: 'text' | 'number';
  readonly readonly: boolean;
  readonly maxConnections: number;
}

const MOST_CONNECTIONS: Readonly<Record<SqliteDriver, number>> = { sqlite3: 4, 'better-sqlite3': 1 };
const OPTIONS: readonly (keyof SqliteOptions)[] = [
  'filename',
  'driver',
  'foreignKeys',
  'wal',
  'busyTimeout',
  'bigInts',
  'instants',
  'readonly',
  'pool',
  'knex',
];
const LONGEST_BUSY_TIMEOUT = 0x7fffffff;

/** Checks the options and fills in the defaults; throws a InvalidValueError that says what is wrong. */
export function settingsOf(options: SqliteOptions): Settings {
  checkOptions('sqlite()', options, OPTIONS);
  const { filename, driver = installedDriver(), busyTimeout = 5000, pool, readonly = false } = options ?? {};
  if (typeof filename !== 'string') {
    throw new InvalidValueError(
      `sqlite({ filename }) needs the path of a file or ':memory:'; it was given ${show(filename)}`,
    );
  }
  if (filename.includes('\0')) throw new InvalidValueError('sqlite({ filename }): a path cannot hold U+0000');
  if (filename.trim() !== filename)
    throw new InvalidValueError(`sqlite({ filename }): remove the spaces around '${filename}'`);
  if (!Object.hasOwn(MOST_CONNECTIONS, driver)) {
    throw new InvalidValueError(`sqlite({ driver }) is 'sqlite3' or 'better-sqlite3'; it was given ${show(driver)}`);
  }
  if (!Number.isInteger(busyTimeout) || busyTimeout < 0 || busyTimeout > LONGEST_BUSY_TIMEOUT) {
    throw new InvalidValueError(
      `sqlite({ busyTimeout }) is a whole number of milliseconds; it was given ${show(busyTimeout)}`,
    );
  }
  const { instants = 'text' } = options;
  if (instants !== 'text' && instants !== 'number')
    throw new InvalidValueError(`sqlite({ instants }) is 'text' or 'number'; it was given ${show(instants)}`);
  const temporary = isTemporary(filename);
  if (driver === 'better-sqlite3' && !temporary && filename.startsWith('file:')) {
    throw new InvalidValueError(
      `better-sqlite3 opens paths and no URIs: give the path instead of '${filename}', or use sqlite3`,
    );
  }
  if (temporary && readonly)
    throw new InvalidValueError('sqlite({ readonly }): a database in memory has nothing to read yet');
  const most = temporary ? 1 : MOST_CONNECTIONS[driver];
  const maxConnections = pool?.max ?? most;
  if (maxConnections > most) {
    const whose = temporary ? 'a database in memory' : driver;
    throw new InvalidValueError(
      `sqlite({ pool }): ${whose} takes a pool of at most ${most}; it was given a max of ${maxConnections}`,
    );
  }
  return {
    driver,
    filename: driver === 'better-sqlite3' && temporary && filename !== '' ? ':memory:' : filename,
    temporary,
    foreignKeys: options.foreignKeys ?? true,
    wal: options.wal ?? true,
    busyTimeout,
    bigInts: options.bigInts ?? false,
    instants,
    readonly,
    maxConnections,
  };
}

/** Whether SQLite makes a new database for every connection of that name, which is gone when the connection closes. */
function isTemporary(filename: string): boolean {
  return /^(:memory:)?$|^file::memory:|^file:(\?|$)|^file:.*[?&]mode=memory(&|$)/.test(filename);
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
