import { InvalidValueError, TransactionClosedError } from '@shelf/core';
import type { Connection, FieldPacket, ResultSetHeader, RowDataPacket, TypedParameter } from 'mysql2';
import { nameDuplicate } from './duplicates.js';
import { parametersOf } from './exact.js';
import type { Settings } from './options.js';
import { outlineOf } from './outlines.js';
import { inlined, type Outline } from './sql.js';

/** What mysql2 answers with: rows, or what a statement without rows did. */
export type Rows = RowDataPacket[] | ResultSetHeader;

/** A query on its way through knex's client. */
export interface Query {
  readonly sql: string;
  readonly method?: string;
  bindings?: readonly unknown[] | undefined;
  /** The rows and their fields, as knex expects them of mysql2. */
  response?: readonly [rows: Rows, fields: readonly FieldPacket[]];
  readonly output?: unknown;
}

interface DriverError {
  readonly errno?: number;
  readonly fatal?: boolean;
}

const NONE: readonly unknown[] = [];
const IN_TRANSACTION = 1;
/** The server does not prepare such statements, or has too many prepared ones already. */
const NOT_PREPARED: ReadonlySet<number | undefined> = new Set([1295, 1461]);
const DUPLICATE = 1062;

/**
 * One connection at work: runs its queries, prepared where that pays, and notices when the server itself has ended a
 * transaction. The gate sees to it that queries come one at a time.
 */
export class Session {
  readonly #connection: Connection;
  readonly #settings: Settings;
  readonly #types: TypedParameter;
  /** `lost`: the server has ended it, as the error in `#cause` showed. */
  #transaction: 'none' | 'open' | 'lost' = 'none';
  #cause: unknown;
  /** Ends when a cancelled query is sure to have taken no other with it. */
  #cancelling: Promise<void> | undefined;

  constructor(connection: Connection, settings: Settings, types: TypedParameter) {
    this.#connection = connection;
    this.#settings = settings;
    this.#types = types;
  }

  /** Runs one query. */
  run(query: Query): Promise<Query> {
    if (this.#cancelling !== undefined) return this.#cancelling.then(() => this.run(query));
    const outline = outlineOf(query.sql);
    if (this.#transaction === 'none' && outline.kind === 'other') return this.#send(query, outline);
    return this.#runInTransaction(query, outline);
  }

  /** The whole text of a query, its values written in. */
  textOf({ sql, bindings = NONE }: Query): string {
    return this.#text(sql, outlineOf(sql), bindings);
  }

  /**
   * Stops the query that runs, from another connection. The next query waits until that is over: the server may
   * otherwise stop it in the place of one that has just ended.
   */
  cancel(open: () => Promise<Connection>): Promise<void> {
    this.#cancelling ??= this.#kill(open).finally(() => {
      this.#cancelling = undefined;
    });
    return this.#cancelling;
  }

  async #kill(open: () => Promise<Connection>): Promise<void> {
    const { threadId } = this.#connection;
    try {
      const other = await open();
      try {
        await ask(other, `kill query ${threadId}`);
      } finally {
        other.end();
      }
      await ask(this.#connection, 'do 0');
    } catch {
      // The query ends by itself, or its connection is gone; a kill that came too late has hit the `do 0`.
    }
  }

  async #runInTransaction(query: Query, outline: Outline): Promise<Query> {
    if (this.#transaction === 'lost') return this.#refuse(query, outline);
    if (outline.kind === 'begin') {
      await this.#send(query, outline);
      this.#transaction = 'open';
      return query;
    }
    try {
      return await this.#send(query, outline);
    } catch (error) {
      await this.#lookAfter(error);
      throw error;
    } finally {
      if (outline.kind === 'commit' || outline.kind === 'rollback') this.#transaction = 'none';
    }
  }

  /** After an error: a deadlock, say, makes the server roll back the whole transaction, and what came next would run outside. */
  async #lookAfter(error: unknown): Promise<void> {
    if ((error as DriverError).fatal === true) return;
    try {
      const { serverStatus } = (await ask(this.#connection, 'do 0')) as ResultSetHeader & { serverStatus: number };
      if ((serverStatus & IN_TRANSACTION) !== 0) return;
      this.#transaction = 'lost';
      this.#cause = error;
    } catch {
      // The connection is gone, and its transaction with it.
    }
  }

  /** Refuses a query in a transaction that the server has ended; only a rollback has nothing left to do. */
  #refuse(query: Query, { kind }: Outline): Query {
    const cause = this.#cause;
    if (kind === 'commit' || kind === 'rollback') this.#transaction = 'none';
    if (/^\s*rollback\b/i.test(query.sql)) {
      query.response = [[], []];
      return query;
    }
    throw new TransactionClosedError(
      `The server has ended the whole transaction, because a query in it failed: ${(cause as Error).message}`,
      { cause },
    );
  }

  async #send(query: Query, outline: Outline): Promise<Query> {
    const { sql, bindings = NONE } = query;
    try {
      query.response = await this.#answer(sql, outline, bindings);
      return query;
    } catch (error) {
      if ((error as DriverError).errno === DUPLICATE)
        await nameDuplicate(error, sql, (asked) => ask(this.#connection, asked));
      throw error;
    }
  }

  async #answer(
    sql: string,
    outline: Outline,
    bindings: readonly unknown[],
  ): Promise<readonly [Rows, readonly FieldPacket[]]> {
    if (!this.#settings.prepare || !outline.preparable || bindings.length === 0)
      return sendText(this.#connection, this.#text(sql, outline, bindings));
    checkNumber(outline, bindings);
    try {
      return await execute(this.#connection, sql, parametersOf(bindings, this.#types));
    } catch (error) {
      if (!NOT_PREPARED.has((error as DriverError).errno)) throw error;
      return sendText(this.#connection, this.#text(sql, outline, bindings));
    }
  }

  #text(sql: string, outline: Outline, bindings: readonly unknown[]): string {
    if (bindings.length === 0 && outline.placeholders.length === 0) return sql;
    checkNumber(outline, bindings);
    const literals = bindings.map((value) =>
      typeof value === 'bigint' ? String(value) : this.#connection.escape(value),
    );
    return inlined(sql, outline.placeholders, literals);
  }
}

function checkNumber({ placeholders }: Outline, bindings: readonly unknown[]): void {
  if (placeholders.length === bindings.length) return;
  throw new InvalidValueError(
    `The statement has ${placeholders.length} placeholders and was given ${bindings.length} bindings`,
  );
}

function execute(
  connection: Connection,
  sql: string,
  bindings: readonly unknown[],
): Promise<readonly [Rows, readonly FieldPacket[]]> {
  return new Promise((resolve, reject) => {
    connection.execute<Rows & RowDataPacket[]>(sql, bindings as never, (error, rows, fields) =>
      error ? reject(error) : resolve([rows, fields]),
    );
  });
}

function sendText(connection: Connection, sql: string): Promise<readonly [Rows, readonly FieldPacket[]]> {
  return new Promise((resolve, reject) => {
    connection.query<Rows & RowDataPacket[]>(sql, (error, rows, fields) =>
      error ? reject(error) : resolve([rows, fields]),
    );
  });
}

async function ask(connection: Connection, sql: string): Promise<Rows> {
  const [rows] = await sendText(connection, sql);
  return rows;
}
