import type { Knex } from 'knex';
import { TransactionClosedError } from '../errors.js';
import { watchStatements } from './own-statements.js';
import { gateOf, idle } from './turns.js';

/** The part of a transaction's client that is used here. */
interface TransactionClient {
  acquireConnection(): Promise<object>;
  query(connection: object, query: unknown): Promise<unknown>;
}

interface EndingTransaction {
  /** commit or rollback has begun: nothing but its own statement may follow. */
  ended: Promise<unknown> | undefined;
  sending: boolean;
}

/** What begins a transaction or a savepoint. */
const BEGINS = /^(?:begin|savepoint)\b/i;

/** How long knex waits for a rollback, in ms. */
const ROLLBACK_TIMEOUT = 5000;

const endings = new WeakMap<object, EndingTransaction>();

/** Refuses a query that comes too late, or from outside the innermost open savepoint; keeps count of the open ones. */
export function admit(client: object, connection: object, query: unknown): void {
  const gate = gateOf(connection);
  if (typeof query === 'string') {
    if (/^begin\b/i.test(query)) gate.open.length = 0;
    if (BEGINS.test(query)) gate.open.push(client);
    else if (/^(commit|release|rollback)\b/i.test(query)) gate.open.splice(Math.max(gate.open.indexOf(client), 0));
    return;
  }
  if (gate.open.length === 0) return;
  const depth = gate.open.indexOf(client);
  if (depth === -1) return;
  for (let i = depth; i >= 0; i--) {
    const ending = endings.get(gate.open[i] as object);
    if (ending?.ended !== undefined && !ending.sending) {
      throw tooLate(query);
    }
  }
  if (depth < gate.open.length - 1) {
    throw new TransactionClosedError(
      `A savepoint is open inside this transaction, and a rollback of it would undo this query too: ` +
        `run it on the inner transaction, or after the inner one has ended: ${sqlOf(query)}`,
    );
  }
}

/**
 * Sends a statement that begins or ends a transaction. One that was refused has begun nothing: what comes next is the outer
 * one's. A rollback that is not answered has `giveUp` called when knex waits no longer, and would use the connection again.
 */
export async function control(
  client: object,
  connection: object,
  sql: string,
  send: () => Promise<unknown>,
  giveUp: () => void,
): Promise<unknown> {
  const timer = /^rollback\b/i.test(sql) ? setTimeout(giveUp, ROLLBACK_TIMEOUT) : undefined;
  try {
    return await send();
  } catch (error) {
    const { open } = gateOf(connection);
    const depth = BEGINS.test(sql) ? open.indexOf(client) : -1;
    if (depth !== -1) open.splice(depth);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Refuses to go on in a transaction whose BEGIN or SAVEPOINT was refused; knex does, though it has rejected it already. */
export function checkBegun(t: Knex.Transaction): void {
  if (t.isCompleted()) throw new TransactionClosedError('The transaction did not begin');
}

function tooLate(query: unknown): TransactionClosedError {
  return new TransactionClosedError(`The transaction is ending or has ended; the query came too late: ${sqlOf(query)}`);
}

function sqlOf(query: unknown): string {
  return typeof query === 'string' ? query : ((query as { sql?: string }).sql ?? '');
}

/** Makes commit and rollback wait for the queries in flight; what comes after them is refused in Shelf's words, not knex's. */
export function guardEnd(t: Knex.Transaction): void {
  const ending: EndingTransaction = { ended: undefined, sending: false };
  const client = t.client as TransactionClient;
  endings.set(client, ending);
  const { query } = client;
  client.query = (connection, sent) =>
    t.isCompleted() ? Promise.reject(tooLate(sent)) : query.call(client, connection, sent);
  watchStatements(t, true);
  const drained = async (send: () => unknown): Promise<unknown> => {
    const connection = (await client.acquireConnection()) as { __knex__disposed?: unknown };
    if (!(await idle(connection))) {
      connection.__knex__disposed = new Error('A query was still running when its transaction had to end');
    }
    ending.sending = true;
    try {
      return send();
    } finally {
      ending.sending = false;
    }
  };
  const end = (send: () => unknown): Promise<unknown> => (ending.ended ??= drained(send));
  const { commit, rollback } = t;
  t.commit = (value?: unknown) => end(() => commit(value)) as never;
  t.rollback = (error?: unknown) => end(() => rollback(error)) as never;
}
