import type { Settings } from '../options.js';
import type { Outline } from '../sql.js';

/** A query on its way through knex's client. */
export interface Query {
  readonly sql: string;
  bindings?: readonly unknown[] | undefined;
  /** Shelf has written it, and sees to integers beyond 2^53 by itself. */
  readonly written?: boolean;
  /** The rows. */
  response?: unknown;
  /** What a statement without rows did; knex's processResponse reads it. */
  context?: Outcome;
}

/** What a statement that answers without rows did. */
export interface Outcome {
  readonly lastID: number | string | bigint;
  readonly changes: number;
}

/** A prepared statement of one connection. */
export interface Prepared {
  readonly outline: Outline;
  /**
   * Runs the statement and puts what it answers into the query. A driver that answers at once throws its error; one
   * that answers later hands it to `failed`, and rejects with what that rejects with.
   */
  run(query: Query, failed: (error: Error) => Promise<never>): Query | Promise<Query>;
  finalize(): void;
}

/** One open database of a driver. */
export interface Connection {
  /** What knex's pool holds: the driver's own database object. */
  readonly database: object;
  prepare(sql: string, outline: Outline): Prepared;
  /** Whether a transaction is open; SQLite ends one by itself after some errors. */
  inTransaction(): boolean | Promise<boolean>;
  /** Runs a pragma or another statement that Shelf itself needs; answers with its rows. */
  ask(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Stops the statement that is running, where the driver can. */
  interrupt(): void;
  isOpen(): boolean;
  close(): Promise<void>;
}

/** A driver as the client needs it. */
export interface Driver {
  open(module: never, settings: Settings): Promise<Connection>;
}
