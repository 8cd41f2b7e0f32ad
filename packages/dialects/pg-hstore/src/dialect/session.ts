import { ConnectionLostError, SerializationFailureError, TransactionClosedError, type ShelfError } from '@shelf/core';
import { cancelRunning, type CancelRequest, type PgClient, type PgResult } from './driver.js';
import {
  isConnectionLoss,
  isMistyped,
  isReadOnly,
  isSerializationFailure,
  isStalePlan,
  messageOf,
  rememberMessage,
} from './faults.js';
import { hasManyKeys } from './key-list.js';
import type { Settings } from './options.js';
import { checksOf, fit } from './parameters.js';
import { Statement, type Asked } from './statement.js';
import { Statements, type Prepared } from './statements.js';
import { parameterTypes } from './wide.js';

/** A query on its way through knex's client. */
export interface Query extends Asked {
  readonly sql: string;
  readonly bindings?: readonly unknown[] | undefined;
  /** What the user of a builder hands to the driver: `rowMode`, `types`… */
  readonly options?: object | undefined;
  response?: PgResult | PgResult[];
}

const NO_BINDINGS: readonly unknown[] = [];
const NONE: readonly string[] = [];
const COMMIT = /^\s*(?:commit|end)\b/i;
const BEGIN = /^\s*(?:begin|start)\b/i;
const READ_ONLY = /\bread only\b/i;

/** One connection at work: names its statements, and notices what became of its transaction. */
export class Session {
  readonly connection: PgClient;
  readonly #statements: Statements | undefined;
  readonly #bigInts: boolean;
  /** As the server has it: `I` idle, `T` in a transaction, `E` in one that has failed. */
  #status = 'I';
  #closed = false;
  /** The server waits for the next statement. */
  #idle = true;
  /** What has made the open transaction fail. */
  #cause: unknown;
  /** The transaction was begun as one that only reads. */
  #readOnly = false;
  /** Rejects what runs. */
  #abort: (reason: unknown) => void = () => undefined;
  #whenReady: (() => void) | undefined;
  /** A request to stop the running query, on its way. */
  #cancelling: CancelRequest | undefined;
  /** The statement on its way, of which the server may tell the types. */
  #described: Prepared | undefined;

  constructor(connection: PgClient, { prepare, bigInts }: Pick<Settings, 'prepare' | 'bigInts'>) {
    this.connection = connection;
    this.#bigInts = bigInts;
    this.#statements = prepare ? new Statements() : undefined;
    connection.connection.on('readyForQuery', ({ status }) => {
      this.#status = status;
      this.#idle = true;
      this.#ready();
    });
    connection.connection.on('parameterDescription', ({ dataTypeIDs }) => {
      if (this.#described !== undefined) this.#described.checks = checksOf(dataTypeIDs);
    });
    const close = (reason: unknown): void => {
      this.#closed = true;
      connection.__knex__disposed ??= reason ?? 'The connection has ended';
      // pg may not know any more what runs, where messages were malformed; once it knows, it has said so before.
      setImmediate(() => this.#abort(reason ?? new ConnectionLostError('Connection terminated unexpectedly')));
      this.#ready();
    };
    connection.on('error', close);
    connection.on('end', close);
  }

  /** Whether queries can be sent. */
  isOpen(): boolean {
    return !this.#closed;
  }

  /** Runs one query. */
  async run(query: Query): Promise<Query> {
    const { bindings = NO_BINDINGS } = query;
    const types = parameterTypes(bindings);
    // A prepared statement has in the end one plan for all bindings.
    const prepares = types === undefined && !hasManyKeys(bindings);
    const kept = prepares ? this.#statements?.preparedAs(query.sql, bindings.length) : undefined;
    // It has the types that it was prepared with. What they would change is sent apart, for the server to find out what is meant.
    const fits = kept?.checks === undefined || fit(kept.checks, bindings);
    const prepared = fits ? kept : undefined;
    const before = this.#status;
    try {
      query.response = await this.#send(query, prepared, types);
    } catch (error) {
      await this.#failed(query, prepared?.name, before, error);
    } finally {
      // It must not reach the next query.
      if (this.#cancelling !== undefined) await this.#cancelling.taken;
    }
    if (BEGIN.test(query.sql)) this.#readOnly = READ_ONLY.test(query.sql);
    if (COMMIT.test(query.sql)) this.#checkCommit(query.response as PgResult);
    return query;
  }

  /** Asks the server to stop the running query. */
  cancel(): Promise<void> {
    if (this.#cancelling === undefined) {
      const request = (this.#cancelling = cancelRunning(this.connection));
      void request.taken.then(() => (this.#cancelling = undefined));
    }
    return this.#cancelling.taken;
  }

  /** Breaks the connection; what runs on it rejects with the reason. */
  discard(reason: Error): void {
    this.connection.__knex__disposed ??= reason;
    this.connection.connection.stream.destroy(reason);
    this.#cancelling?.giveUp();
  }

  #send(query: Query, prepared: Prepared | undefined, types?: readonly number[]): Promise<PgResult | PgResult[]> {
    this.#idle = false;
    const { sql, bindings: values = NO_BINDINGS, options } = query;
    const bigInts = this.#bigInts;
    this.#described = prepared;
    const forgotten = prepared === undefined ? NONE : (this.#statements?.takeForgotten() ?? NONE);
    return new Promise((resolve, reject) => {
      this.#abort = reject;
      const sending = { sql, values, options, bigInts, prepared, forgotten, parameterTypes: types, asked: query };
      const { connection } = this;
      connection.query(
        new Statement(connection.line, sending, (error, result) => (error === null ? resolve(result) : reject(error))),
      );
    });
  }

  /** Looks what an error did to the statement and to the transaction; runs once more what failed for its old plan alone. */
  async #failed(query: Query, name: string | undefined, before: string, error: unknown): Promise<void> {
    rememberMessage(error);
    if (isConnectionLoss(error)) throw this.#lost(error);
    if (this.connection.__knex__disposed === undefined) await this.#untilReady();
    // A server that has become a standby stays one: the next connection may lead to another.
    if (isReadOnly(error) && !this.#readOnly) this.connection.__knex__disposed ??= error;
    if (before !== 'E') {
      if (this.#status === 'E') this.#cause = error;
    } else if ((error as { code?: unknown }).code === '25P02') throw this.#refusal(error);
    if (name === undefined || !(isStalePlan(error) || isMistyped(error))) throw error;
    this.#statements?.renew(query.sql, name);
    if (this.#status !== 'I') throw error;
    query.response = await this.#send(query, this.#statements?.preparedAs(query.sql, query.bindings?.length));
  }

  /** What has ended the connection, if the server has said it before: the driver says only that it is gone. */
  #lost(error: unknown): unknown {
    const reason = (this.connection.__knex__disposed ??= error);
    if (reason === error || !isConnectionLoss(reason)) return error;
    return new ConnectionLostError(messageOf(reason as Error), { cause: reason });
  }

  /** A COMMIT of a failed transaction is answered by a rollback, and by no error. */
  #checkCommit({ command }: PgResult): void {
    if (command === 'ROLLBACK') throw this.#refusal(undefined);
  }

  #refusal(error: unknown): ShelfError {
    const cause = this.#cause ?? error;
    // Who has caught it may run the whole again all the same.
    if (isSerializationFailure(cause)) return new SerializationFailureError(messageOf(cause as Error), { cause });
    const why = cause === undefined ? 'a query in it has failed' : messageOf(cause as Error);
    return new TransactionClosedError(
      `PostgreSQL has given the whole transaction up, because a query in it failed: ${why}. ` +
        `Run what may fail in a savepoint: a transaction inside of the transaction`,
      { cause },
    );
  }

  #untilReady(): Promise<void> {
    if (this.#idle || this.#closed) return Promise.resolve();
    return new Promise((resolve) => (this.#whenReady = resolve));
  }

  #ready(): void {
    const resolve = this.#whenReady;
    this.#whenReady = undefined;
    resolve?.();
  }
}
