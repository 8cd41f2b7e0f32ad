import type { Knex } from 'knex';
import type { Column } from '../column.js';
import { InvalidValueError, UnknownColumnError, UnknownTableError } from '../errors.js';
import type { CallOptions, ModelInstance, Origin, ShelfInternals, TransactionState } from '../instance.js';
import type { Tables } from '../catalogue.js';
import { markAsShelfs } from '../dialect/own-statements.js';
import { cancellable, giveUp } from './cancel.js';
import { intercept } from './intercept.js';
import type { KnexConnection, RunningClient } from './knex-client.js';
import { checkLimits, isLimited, letTimersRun, limited, type Limits } from './limits.js';
import { isSeen, readBy, type Reading } from './reading.js';
import type { Table } from '../table.js';
import { translate } from './translate.js';

/** A compiled statement on its way to the driver, as knex's clients take it. */
export interface Statement {
  readonly method: 'select' | 'insert' | 'update' | 'del';
  readonly sql: string;
  readonly bindings: readonly unknown[];
  /** Set where the statement has a RETURNING clause. */
  readonly returning?: readonly string[] | undefined;
  /** Set where all that is read are columns of one table, each under its own name: these. */
  readonly reads?: ReadonlyMap<string, Column> | undefined;
  /** Set beside it where one of them holds attributes: by what the dialect's client can take them out of it. */
  readonly unpacking?: object | undefined;
}

const NO_OPTIONS = Object.freeze({});

/** A statement as the driver gets it: an object of its own, since knex and the drivers write into it. */
class SentStatement {
  readonly method: Statement['method'];
  sql: string;
  bindings: readonly unknown[];
  readonly returning: readonly string[] | undefined;
  /** Shelf has written it, and writes it again with other values. */
  readonly written = true;
  readonly options: object = NO_OPTIONS;
  readonly #reading: Reading | undefined;
  #stored: number | undefined;

  /** @param seen whether somebody sees its rows as the driver returns them */
  constructor({ method, sql, bindings, returning, reads, unpacking }: Statement, seen: boolean) {
    this.method = method;
    this.sql = sql;
    this.bindings = bindings;
    this.returning = returning;
    this.#reading = seen || reads === undefined ? undefined : { decodable: reads, unpacking, decoded: undefined };
  }

  /** No property: knex shows those to who listens to `query`. */
  get reading(): Reading | undefined {
    return this.#reading;
  }

  /** How many rows an INSERT has stored that answers with none. */
  get stored(): number | undefined {
    return this.#stored;
  }

  /** Takes what knex's client, which knows its driver, says of a statement that changes rows. */
  countStored(client: RunningClient, response: object): void {
    if (this.method !== 'insert' || this.returning !== undefined) return;
    const answer = client.processResponse({ ...response, method: 'del' }, { client });
    const count: unknown = isCounted(answer) ? answer.rowCount : answer;
    if (typeof count === 'number') this.#stored = count;
  }
}

/** What pg answers with. */
function isCounted(answer: unknown): answer is { readonly rowCount: unknown } {
  return typeof answer === 'object' && answer !== null && 'rowCount' in answer;
}

/** The transaction that a call belongs to: the one it names, else the ambient one. */
export function transactionOf(shelf: ShelfInternals, options: CallOptions): Knex.Transaction | undefined {
  const given = options.transacting;
  if (given === undefined) return shelf.ambient?.getStore();
  if (given === null) return undefined;
  if (typeof given !== 'function' || given.isTransaction !== true) {
    throw new InvalidValueError('`transacting` takes the transaction that transaction() hands out, or null for none');
  }
  // knex hands its config on to the clients of its transactions.
  if ((given.client as RunningClient).config !== (shelf.knex.client as RunningClient).config) {
    throw new InvalidValueError('`transacting` is a transaction of another shelf, which may be another database');
  }
  return given;
}

/** What is known of that transaction. One that is known was looked at when it was taken up, and is so no more. */
export function transactionStateOf(shelf: ShelfInternals, options: CallOptions): TransactionState | undefined {
  const { transacting } = options;
  const known = transacting === undefined ? undefined : shelf.transactions.known(transacting);
  if (known !== undefined) return known;
  const transaction = transactionOf(shelf, options);
  return transaction === undefined ? undefined : shelf.transactions.of(transaction);
}

/** The tables as they are known where a call runs. */
export function catalogueOf(shelf: ShelfInternals, options: CallOptions): Tables {
  return shelf.catalogue.in(transactionStateOf(shelf, options));
}

/** A table as a call finds it; without waiting where it is known. */
export function describedTable(
  origin: Pick<Origin, 'shelf' | 'options'> & Partial<Origin>,
  name: string,
  prototype: ModelInstance,
): Table | Promise<Table> {
  const { shelf, options } = origin;
  const tables = catalogueOf(shelf, options);
  const schema = options.withSchema;
  const known = tables.known(name, schema, prototype);
  if (known !== undefined) return known;
  const described = tables.table(name, schema, prototype, options);
  return described.catch((error: unknown) => {
    // What the caller's signal was aborted for stays what it is.
    throw options.signal?.aborted === true && error === options.signal.reason
      ? error
      : translate(error, { table: name, ...origin }, undefined, true);
  });
}

/**
 * Runs a statement that Shelf wrote, on the transaction's connection or on one from the pool.
 *
 * @param read what to make of the response, of which columns' values are decoded, and of how many rows an INSERT without
 *   RETURNING has stored; here, so that its caller need not wait for another turn
 */
export async function runStatement<T>(
  origin: Origin,
  statement: Statement,
  read: (response: unknown, decoded?: ReadonlySet<string>, stored?: number) => T,
): Promise<T> {
  const { shelf, options } = origin;
  const state = transactionStateOf(shelf, options);
  const client = (state ?? shelf.knex).client as RunningClient;
  if (shelf.observed || options.debug === true || isLimited(options) || state?.isLimited === true) {
    const sent = new SentStatement(statement, isSeen(client));
    const run = (limits: Limits): Promise<unknown> => onConnection(client, origin, sent, limits);
    return read(await watched(origin, state, statement, run), sent.reading?.decoded, sent.stored);
  }
  state?.enter();
  let acquired: KnexConnection | undefined;
  let response: unknown;
  let query: SentStatement;
  try {
    let connection = state?.connection;
    if (connection === undefined) {
      connection = acquired =
        (state === undefined ? client.takeIdle?.() : undefined) ?? (await client.acquireConnection());
      if (state !== undefined) state.connection = connection;
    }
    announceStart(client, origin, statement);
    query = new SentStatement(statement, isSeen(client));
    response = received(client, connection, query, await send(client, connection, query));
  } catch (error) {
    throw fault(error, origin, statement);
  } finally {
    if (acquired !== undefined) void client.releaseConnection(acquired);
    state?.leave();
  }
  return read(response, query.reading?.decoded, query.stored);
}

/**
 * Runs a knex builder that the user or a handler had in hands, through knex itself, so that all of its features hold. Where its
 * caller may give up, knex's runner tells which query of which connection that is.
 *
 * @param reading what may be made of the rows while they are read; it says then what has been
 */
export async function runBuilder(origin: Origin, builder: Knex.QueryBuilder, reading?: Reading): Promise<unknown> {
  const state = transactionStateOf(origin.shelf, origin.options);
  if (state !== undefined) {
    void builder.transacting(state.transaction);
    intercept(builder, (query, _runner, sent) => {
      markAsShelfs(query);
      return sent();
    });
  }
  const { sql, bindings } = compile(origin, builder);
  return await watched(origin, state, { sql, bindings }, (limits) => {
    if (reading !== undefined) readBy(builder, reading);
    if (isLimited(origin.options)) cancellable(builder, limits);
    return Promise.resolve(builder);
  });
}

/** Compiles a builder; a constraint that holds undefined is refused here, before anything is sent. */
export function compile(origin: Origin, builder: Knex.QueryBuilder): Knex.Sql {
  try {
    return builder.toSQL();
  } catch (error) {
    throw translate(error, origin);
  }
}

/** The error of a statement that was sent; where a column is missing, or the table itself, the table is no longer as it was described. */
function fault(
  error: unknown,
  origin: Origin,
  statement: { readonly sql: string; readonly bindings: readonly unknown[] },
): unknown {
  const translated = translate(error, origin, statement);
  if (translated instanceof UnknownColumnError || translated instanceof UnknownTableError) {
    const tables = catalogueOf(origin.shelf, origin.options);
    const table = tables.known(origin.table, origin.options.withSchema);
    if (table !== undefined) tables.forget(table);
  }
  return translated;
}

/** Runs a query in its transaction, within its caller's limits, and reports it to those who listen. */
async function watched(
  origin: Origin,
  state: TransactionState | undefined,
  statement: { readonly sql: string; readonly bindings: readonly unknown[] },
  query: (limits: Limits) => Promise<unknown>,
): Promise<unknown> {
  const { shelf, options } = origin;
  const { signal, timeout } = options;
  const limits: Limits = { signal, timeout };
  const heard = shelf.observed || options.debug === true;
  const start = heard ? performance.now() : 0;
  try {
    checkLimits(options);
    const turn = isLimited(options) || state?.isLimited === true ? letTimersRun() : undefined;
    const running = inTransaction(state, () => (turn === undefined ? query(limits) : turn.then(() => query(limits))));
    const response = await (isLimited(options) ? limited(running, limits) : running);
    if (heard) shelf.report('query', origin, statement, performance.now() - start);
    return response;
  } catch (error) {
    const translated = error === signal?.reason && signal?.aborted === true ? error : fault(error, origin, statement);
    if (heard) shelf.report('query-error', origin, statement, performance.now() - start, translated);
    throw translated;
  }
}

/** The query counts as running in its transaction until it has really ended, even where its caller gave up. */
async function inTransaction(state: TransactionState | undefined, query: () => Promise<unknown>): Promise<unknown> {
  if (state === undefined) return await query();
  state.enter();
  try {
    return await query();
  } finally {
    state.leave();
  }
}

/** Tells knex's `start` listeners of a statement; knex hands them the builder, and raw SQL is the nearest to it. */
function announceStart(
  client: RunningClient,
  { shelf }: Origin,
  { sql, bindings }: Pick<Statement, 'sql' | 'bindings'>,
): void {
  if (client.hears?.('start') === false) return;
  client.emit('start', shelf.knex.raw(sql, bindings as Knex.RawBinding[]));
}

function send(client: RunningClient, connection: KnexConnection, query: SentStatement): Promise<object> {
  return client.send === undefined ? client.query(connection, query) : client.send(connection, query);
}

/** Makes what knex would make of the response, `postProcessResponse` included. */
function received(client: RunningClient, connection: KnexConnection, query: SentStatement, response: object): unknown {
  query.countStored(client, response);
  const processed = client.postProcessResponse(client.processResponse(response, { client }), undefined);
  // Who has begun to listen meanwhile hears of the next one: these rows are decoded in part.
  if (query.reading?.decoded === undefined && client.hears?.('query-response') !== false) {
    const { __knexUid, __knexTxId } = connection;
    const { method, sql, bindings } = query;
    client.emit(
      'query-response',
      processed,
      { __knexUid, __knexTxId, method, sql, bindings, response: processed },
      undefined,
    );
  }
  return processed;
}

async function onConnection(
  client: RunningClient,
  origin: Origin,
  query: SentStatement,
  limits: Limits,
): Promise<unknown> {
  const idle = client.transacting === true ? undefined : client.takeIdle?.();
  const connection = idle ?? (await client.acquireConnection());
  try {
    limits.signal?.throwIfAborted();
    if (limits.givenUp !== undefined) throw limits.givenUp.reason;
    announceStart(client, origin, query);
    limits.cancel = () => giveUp(client, connection, query);
    return received(client, connection, query, await send(client, connection, query));
  } finally {
    void client.releaseConnection(connection);
  }
}
