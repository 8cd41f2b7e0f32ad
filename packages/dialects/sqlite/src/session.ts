import { InvalidValueError, ReadOnlyError, TransactionClosedError } from '@shelf/core';
import { messageOf, rememberMessage } from './faults.js';
import { outline } from './sql.js';
import { Statements } from './statements.js';
import type { Connection, Prepared, Query } from './drivers/driver.js';
import type { LockHolder } from './lock-holder.js';

/** What a session needs beside its connection. */
export interface SessionSettings {
  /** Its turn as a writer of the file. */
  readonly writing: LockHolder;
  /** Called once the connection is closed. */
  closed(): void;
}

/** What knex sends; it becomes BEGIN IMMEDIATE, which takes SQLite's lock at once and not when it is too late. */
const PLAIN_BEGIN = /^\s*begin(\s+transaction)?\s*;?\s*$/i;
/** What a transaction that only reads begins with: it takes no lock, and nobody waits for it. */
const DEFERRED_BEGIN = /^\s*begin\s+deferred\b/i;
const PLAIN_COMMIT = /^\s*(commit|end)(\s+transaction)?\s*;?\s*$/i;
const NO_BINDINGS: readonly unknown[] = [];

/**
 * One connection at work: runs its queries on prepared statements, writes only while it holds the file's write lock,
 * and notices when SQLite itself has ended a transaction. The gate sees to it that queries come one at a time.
 */
export class Session {
  readonly connection: Connection;
  readonly #writing: LockHolder;
  readonly #settings: SessionSettings;
  readonly #statements: Statements = new Statements();
  /** BEGIN, COMMIT and ROLLBACK, once they have been used. */
  readonly #controls: Map<string, Prepared> = new Map();
  /** `lost`: SQLite itself has ended it, after the error in `#cause`. */
  #transaction: 'none' | 'open' | 'reading' | 'lost' = 'none';
  #cause: unknown;
  #closing: Promise<void> | undefined;

  constructor(connection: Connection, settings: SessionSettings) {
    this.connection = connection;
    this.#writing = settings.writing;
    this.#settings = settings;
  }

  /** Runs one query; answers at once where the driver does. */
  run(query: Query): Query | Promise<Query> {
    const prepared = this.#statements.find(query.sql);
    if (prepared === undefined) return this.#runNew(query);
    return this.#runPrepared(prepared, query);
  }

  /** Stops what the session is doing: the wait for the write lock, or the statement that is running. */
  cancel(): void {
    if (!this.#writing.cancel()) this.connection.interrupt();
  }

  /** Closes the connection, and lets the next writer in. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#statements.clear();
    for (const prepared of this.#controls.values()) prepared.finalize();
    this.#controls.clear();
    try {
      await this.connection.close();
    } finally {
      this.#writing.giveBack();
      this.#settings.closed();
    }
  }

  #runNew(query: Query): Query | Promise<Query> {
    if (query.sql.includes('\0'))
      throw new InvalidValueError('SQL cannot hold U+0000: SQLite would stop reading there');
    const plan = outline(query.sql);
    switch (plan.kind) {
      case 'begin':
        return this.#begin(query);
      case 'commit':
        return this.#commit(query);
      case 'rollback':
        return this.#rollback(query);
      default:
    }
    const prepared = this.connection.prepare(query.sql, plan);
    if (plan.reusable) {
      this.#statements.keep(query.sql, prepared);
      return this.#runPrepared(prepared, query);
    }
    const outcome = this.#runPrepared(prepared, query);
    if (outcome instanceof Promise) return outcome.finally(() => prepared.finalize());
    return outcome;
  }

  #runPrepared(prepared: Prepared, query: Query): Query | Promise<Query> {
    if (this.#transaction === 'open') return this.#attempt(prepared, query);
    if (this.#transaction === 'lost') return this.#refuse(query);
    if (prepared.outline.kind !== 'write') return this.#attempt(prepared, query);
    if (this.#transaction === 'none') return this.#write(prepared, query);
    throw new ReadOnlyError('The transaction was started with readOnly: nothing can be written in it');
  }

  /** Runs a single writing statement under the write lock. */
  #write(prepared: Prepared, query: Query): Query | Promise<Query> {
    if (this.#writing.tryTake()) return this.#writeLocked(prepared, query);
    return this.#writing.take().then(() => this.#writeLocked(prepared, query));
  }

  #writeLocked(prepared: Prepared, query: Query): Query | Promise<Query> {
    let outcome: Query | Promise<Query> | undefined;
    try {
      outcome = this.#attempt(prepared, query);
    } finally {
      if (!(outcome instanceof Promise)) this.#writing.giveBack();
    }
    return outcome instanceof Promise ? outcome.finally(() => this.#writing.giveBack()) : outcome;
  }

  #attempt(prepared: Prepared, query: Query): Query | Promise<Query> {
    try {
      return prepared.run(query, (error) => this.#failed(prepared, query, error));
    } catch (error) {
      return this.#failed(prepared, query, error);
    }
  }

  /** Throws the error, after having looked what it did to the statement and to the transaction. */
  async #failed(prepared: Prepared, query: Query, error: unknown): Promise<never> {
    this.#statements.drop(query.sql, prepared);
    rememberMessage(error);
    if (this.#transaction !== 'none' && !(await this.connection.inTransaction())) {
      this.#transaction = 'lost';
      this.#cause = error;
    }
    throw error;
  }

  async #begin(query: Query): Promise<Query> {
    const deferred = DEFERRED_BEGIN.test(query.sql);
    if (!deferred) await this.#writing.take();
    try {
      await (PLAIN_BEGIN.test(query.sql) ? this.#control('BEGIN IMMEDIATE') : this.connection.ask(query.sql));
    } catch (error) {
      this.#writing.giveBack();
      throw rememberMessage(error);
    }
    this.#transaction = deferred ? 'reading' : 'open';
    return answered(query);
  }

  async #commit(query: Query): Promise<Query> {
    const before = this.#transaction;
    try {
      if (before === 'lost') return this.#refuse(query);
      await (PLAIN_COMMIT.test(query.sql) ? this.#control('COMMIT') : this.connection.ask(query.sql));
    } catch (error) {
      // A deferred foreign key refuses the COMMIT and leaves the transaction open, where knex takes it for ended.
      if (before !== 'lost' && (await this.connection.inTransaction())) await this.#control('ROLLBACK');
      throw rememberMessage(error);
    } finally {
      this.#transaction = 'none';
      this.#writing.giveBack();
    }
    return answered(query);
  }

  async #rollback(query: Query): Promise<Query> {
    const before = this.#transaction;
    try {
      if (before !== 'lost') await this.#control('ROLLBACK');
    } catch (error) {
      throw rememberMessage(error);
    } finally {
      this.#transaction = 'none';
      this.#writing.giveBack();
    }
    return answered(query);
  }

  /** Refuses a query in a transaction that SQLite has ended by itself; only a rollback has nothing left to do. */
  #refuse(query: Query): Query {
    if (/^\s*rollback\b/i.test(query.sql)) return answered(query);
    throw new TransactionClosedError(
      `SQLite has rolled the whole transaction back, because a query in it failed: ${messageOf(this.#cause as Error)}`,
      { cause: this.#cause },
    );
  }

  /** Runs a statement that begins or ends a transaction. */
  async #control(sql: string): Promise<void> {
    const prepared = this.#controls.get(sql) ?? this.connection.prepare(sql, outline(sql));
    this.#controls.set(sql, prepared);
    try {
      await prepared.run({ sql, bindings: NO_BINDINGS }, (cause) => Promise.reject(cause));
    } catch (error) {
      this.#controls.delete(sql);
      prepared.finalize();
      throw error;
    }
  }
}

function answered(query: Query): Query {
  query.response = [];
  return query;
}
