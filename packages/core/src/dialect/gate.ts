import type { Knex } from 'knex';
import { TransactionClosedError } from '../errors.js';
import { forwards, mayBeHeard } from './hearing.js';

type Client = Knex.Client;
type ClientClass = abstract new (...args: never[]) => Client;

/** What a knex client does underneath; knex's typings leave `_query` out. */
interface RunningClient extends Client {
  query(connection: object, query: unknown): Promise<unknown>;
  _query(connection: object, query: unknown): Promise<unknown>;
  cancelQuery(connection?: object): void;
}

/** A statement on its way through `send`. */
interface SentQuery {
  sql: string;
  bindings: readonly unknown[];
}

/** knex's own tracing, which its `query` does. */
const TRACED = /\bknex\b|\*/.test(process.env['DEBUG'] ?? '');

/** A query that waits for its connection. */
interface Waiting {
  readonly query: unknown;
  begin(): void;
  reject(reason: Error): void;
}

interface Gate {
  /** A query is running on this connection. */
  busy: boolean;
  /** That query. */
  running: unknown;
  readonly waiting: Waiting[];
  readonly onIdle: (() => void)[];
  /** Lets the next query run. */
  readonly pass: () => void;
  /** The clients of the transaction and of the savepoints open on this connection, outermost first. */
  readonly open: object[];
}

interface EndingTransaction {
  /** commit or rollback has begun: nothing but its own statement may follow. */
  ended: Promise<unknown> | undefined;
  sending: boolean;
}

const gates = new WeakMap<object, Gate>();
const endings = new WeakMap<object, EndingTransaction>();
/** Queries that were given up before their turn came. */
const givenUp = new WeakSet<object>();

/** How long a rollback waits for queries in flight before it gives the connection up, in ms. */
const DRAIN_TIMEOUT = 30_000;

/**
 * Makes a knex client class whose connections run one query at a time and whose transactions drain:
 * commit and rollback wait for queries in flight and refuse later ones, whoever sent them
 * (Shelf, `t('table')` or `t.raw`). Every dialect's client is made with it.
 *
 * @param Base a knex client class
 * @returns a subclass of it
 * @example
 * class Client extends gated(Client_SQLite3) {}
 */
export function gated<C extends ClientClass>(Base: C): C {
  const Running = Base as unknown as new (...args: unknown[]) => RunningClient;
  class Gated extends Running {
    override transaction(container: (t: Knex.Transaction) => unknown, config: unknown, outer: unknown): Knex.Transaction {
      const transaction: Knex.Transaction = super.transaction(
        (t: Knex.Transaction) => {
          forwards(t.client as Client, { emitters: [transaction, t], forwarders: 2, outer: this });
          return container(guardEnd(t));
        },
        config,
        outer,
      );
      return transaction;
    }

    /** `query` for the statements that Shelf writes: the same, but for events that nobody hears. */
    send(connection: object, query: SentQuery): Promise<unknown> {
      if (TRACED || mayBeHeard(this, 'query') || mayBeHeard(this, 'query-error')) return this.query(connection, query);
      admit(this, connection, query);
      query.bindings = this.prepBindings(query.bindings) as SentQuery['bindings'];
      query.sql = this.positionBindings(query.sql) as string;
      return this._query(connection, query);
    }

    /** Whether anybody may listen to an event of this client. */
    hears(event: string): boolean {
      return mayBeHeard(this, event);
    }

    override query(connection: object, query: unknown): Promise<unknown> {
      admit(this, connection, query);
      return super.query(connection, query);
    }

    override _query(connection: object, query: unknown): Promise<unknown> {
      const gate = gateOf(connection);
      if (givenUp.has(query as object)) return Promise.reject(notRun());
      if (!gate.busy) return start(gate, query, () => super._query(connection, query));
      return new Promise((resolve, reject) => {
        const begin = (): void => void start(gate, query, () => super._query(connection, query)).then(resolve, reject);
        gate.waiting.push({ query, begin, reject });
      });
    }

    /** Gives one query up: it is stopped where the driver can, and never runs where its turn has not come. */
    giveUp(connection: object, query: object): void {
      const { running, waiting } = gateOf(connection);
      if (query === running) {
        if (this.canCancelQuery) this.cancelQuery(connection);
        return;
      }
      givenUp.add(query);
      const place = waiting.findIndex((each) => each.query === query);
      if (place !== -1) waiting.splice(place, 1)[0]?.reject(notRun());
    }

    /** A connection that may be queried at once without being checked out of the pool; see `idleIn`. */
    idleConnection(): object | undefined {
      return idleIn(this.pool as Partial<Pool> | undefined);
    }

    override async destroyRawConnection(connection: object): Promise<void> {
      await idle(gateOf(connection));
      await super.destroyRawConnection(connection);
    }
  }
  return Gated as unknown as C;
}

/** The part of tarn's pool that is read here; its typings keep these private. */
interface Pool {
  readonly free: readonly { readonly resource: { readonly __knex__disposed?: unknown } }[];
  readonly pendingAcquires: readonly unknown[];
}

/**
 * A pooled connection that nobody uses. Since a connection runs one query at a time and a query joins its queue as
 * soon as it is sent, a single statement need not check the connection out: a BEGIN that comes next waits behind it.
 * Checking out costs more than a fetch by id does on SQLite (docs/decisions/idle-connections.md).
 */
function idleIn(pool: Partial<Pool> | undefined): object | undefined {
  const { free, pendingAcquires } = pool ?? {};
  if (free === undefined || pendingAcquires === undefined || pendingAcquires.length > 0) return undefined;
  for (let i = free.length - 1; i >= 0; i--) {
    const connection = free[i]?.resource;
    if (connection !== undefined && connection.__knex__disposed === undefined && !gateOf(connection).busy) return connection;
  }
  return undefined;
}

function notRun(): Error {
  return new Error('The query was given up before its turn came');
}

function newGate(): Gate {
  const gate: Gate = {
    busy: false,
    running: undefined,
    waiting: [],
    onIdle: [],
    open: [],
    pass() {
      const next = gate.waiting.shift();
      if (next !== undefined) return next.begin();
      gate.busy = false;
      gate.running = undefined;
      for (const resolve of gate.onIdle.splice(0)) resolve();
    },
  };
  return gate;
}

function gateOf(connection: object): Gate {
  let gate = gates.get(connection);
  if (gate === undefined) gates.set(connection, (gate = newGate()));
  return gate;
}

/** Runs a query; the next one starts before its caller goes on. */
function start<T>(gate: Gate, query: unknown, run: () => Promise<T>): Promise<T> {
  gate.busy = true;
  gate.running = query;
  try {
    const running = run();
    running.then(gate.pass, gate.pass);
    return running;
  } catch (error) {
    gate.pass();
    throw error;
  }
}

/** Refuses a query that comes too late, or from outside the innermost open savepoint; keeps count of the open ones. */
function admit(client: object, connection: object, query: unknown): void {
  const gate = gateOf(connection);
  if (typeof query === 'string') {
    if (/^begin\b/i.test(query)) gate.open.length = 0;
    if (/^(begin|savepoint)\b/i.test(query)) gate.open.push(client);
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

function tooLate(query: unknown): TransactionClosedError {
  return new TransactionClosedError(`The transaction is ending or has ended; the query came too late: ${sqlOf(query)}`);
}

function sqlOf(query: unknown): string {
  return typeof query === 'string' ? query : ((query as { sql?: string }).sql ?? '');
}

/** Makes commit and rollback wait for the queries in flight; what comes after them is refused in Shelf's words, not knex's. */
function guardEnd(t: Knex.Transaction): Knex.Transaction {
  const ending: EndingTransaction = { ended: undefined, sending: false };
  const client = t.client as RunningClient;
  endings.set(client, ending);
  const { query } = client;
  client.query = (connection, sent) => (t.isCompleted() ? Promise.reject(tooLate(sent)) : query.call(client, connection, sent));
  const drained = async (send: () => unknown): Promise<unknown> => {
    const connection = (await client.acquireConnection()) as { __knex__disposed?: unknown };
    if (!(await idle(gateOf(connection)))) {
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
  return t;
}

/** Resolves to true once nothing runs on the connection, or to false when that takes too long. */
function idle(gate: Gate): Promise<boolean> {
  if (!gate.busy) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), DRAIN_TIMEOUT);
    gate.onIdle.push(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
