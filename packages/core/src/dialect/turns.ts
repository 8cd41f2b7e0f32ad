import { TransactionClosedError } from '../errors.js';
import { rememberWords } from './words.js';

/** How long a rollback waits for queries in flight before it gives the connection up, in ms. */
const DRAIN_TIMEOUT = 30_000;

/** A query that waits for its connection. */
interface Waiting {
  readonly query: object;
  readonly client: object;
  begin(): void;
  reject(reason: Error): void;
}

/** What is known of a connection: it runs one query at a time, the others wait in order. */
export interface Gate {
  /** A query is running on this connection. */
  busy: boolean;
  /** That query. */
  running: object | undefined;
  /** Whose it is: knex's client, or that of a transaction or a savepoint. */
  client: object | undefined;
  readonly waiting: Waiting[];
  readonly onIdle: (() => void)[];
  /** Lets the next query run. */
  readonly pass: () => void;
  /** The same, after a query that failed. */
  readonly fail: (error: unknown) => void;
  /** The clients of the transaction and of the savepoints open on this connection, outermost first. */
  readonly open: object[];
}

const gates = new WeakMap<object, Gate>();
/** Queries that were given up before their turn came. */
const givenUp = new WeakSet<object>();

function newGate(): Gate {
  const gate: Gate = {
    busy: false,
    running: undefined,
    client: undefined,
    waiting: [],
    onIdle: [],
    open: [],
    pass() {
      const next = gate.waiting.shift();
      if (next !== undefined) return next.begin();
      gate.busy = false;
      gate.running = undefined;
      gate.client = undefined;
      if (gate.onIdle.length > 0) for (const resolve of gate.onIdle.splice(0)) resolve();
    },
    fail(error) {
      rememberWords(error);
      gate.pass();
    },
  };
  return gate;
}

/** The gate of a connection. */
export function gateOf(connection: object): Gate {
  let gate = gates.get(connection);
  if (gate === undefined) gates.set(connection, (gate = newGate()));
  return gate;
}

/** Runs a query; the next one starts before its caller goes on. */
function start<T>(gate: Gate, query: object, client: object, run: () => Promise<T>): Promise<T> {
  gate.busy = true;
  gate.running = query;
  gate.client = client;
  try {
    const running = run();
    running.then(gate.pass, gate.fail);
    return running;
  } catch (error) {
    gate.pass();
    throw error;
  }
}

/** Runs a query when its turn comes. */
export function inTurn<T>(connection: object, query: object, client: object, run: () => Promise<T>): Promise<T> {
  const gate = gateOf(connection);
  if (givenUp.has(query)) return Promise.reject(notRun());
  if (!gate.busy) return start(gate, query, client, run);
  return new Promise((resolve, reject) => {
    const begin = (): void => void start(gate, query, client, run).then(resolve, reject);
    gate.waiting.push({ query, client, begin, reject });
  });
}

/** Takes a query back before its turn; false when it is running already. */
export function takeBack(connection: object, query: object): boolean {
  const { running, waiting } = gateOf(connection);
  if (query === running) return false;
  givenUp.add(query);
  const place = waiting.findIndex((each) => each.query === query);
  if (place !== -1) waiting.splice(place, 1)[0]?.reject(notRun());
  return true;
}

/** Takes back what some clients have waiting on a connection; of everybody where none are named. */
export function takeBackAll(connection: object, clients?: readonly object[]): void {
  const { waiting } = gateOf(connection);
  const given = waiting.filter(({ client }) => clients?.includes(client) !== false);
  for (const each of given) {
    waiting.splice(waiting.indexOf(each), 1);
    each.reject(notRun());
  }
}

function notRun(): Error {
  return new TransactionClosedError('The query was given up before its turn came, with its transaction');
}

/** Resolves to true once nothing runs on the connection, or to false when that takes too long. */
export function idle(connection: object): Promise<boolean> {
  const gate = gateOf(connection);
  if (!gate.busy) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), DRAIN_TIMEOUT);
    gate.onIdle.push(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

/** A connection in tarn's pool. */
interface Pooled {
  readonly resource: { __knex__disposed?: unknown };
}

/** The part of tarn's pool that is used here; its typings keep these private. */
export interface Pool {
  readonly free: Pooled[];
  readonly used: Pooled[];
  readonly pendingAcquires: readonly { abort(): void }[];
  readonly destroyed: boolean;
  readonly acquireTimeoutMillis: number;
  readonly emitter: { eventNames(): readonly unknown[] };
}

/** A dialect's client, which may know at once that a connection is of no use any more. */
export interface Judge {
  isUsable?(connection: object): boolean;
}

/**
 * Checks a connection that nobody uses out of the pool, at once; `release` takes it back like any other. Undefined where there
 * is none, and where the pool has to be asked: by those who wait already, or because somebody listens to its events.
 * What tarn does beyond this costs more than a fetch by id on SQLite (docs/decisions/idle-connections.md).
 */
export function checkOut(pool: Partial<Pool> | undefined, client: Judge): object | undefined {
  const { free, used, pendingAcquires, destroyed, emitter } = pool ?? {};
  if (free === undefined || used === undefined || pendingAcquires === undefined || emitter === undefined)
    return undefined;
  if (destroyed === true || pendingAcquires.length > 0 || emitter.eventNames().length > 0) return undefined;
  for (let i = free.length - 1; i >= 0; i--) {
    const pooled = free[i] as Pooled;
    const connection = pooled.resource;
    if (connection.__knex__disposed !== undefined || gateOf(connection).busy || client.isUsable?.(connection) === false)
      continue;
    free.splice(i, 1);
    used.push(pooled);
    return connection;
  }
  return undefined;
}
