import type { Knex } from 'knex';
import { InvalidValueError, TimeoutError } from '../errors.js';
import type { CallOptions } from '../call.js';

/** A caller who may give up before the query has ended. */
export interface Limits {
  readonly signal: AbortSignal | undefined;
  readonly timeout: number | undefined;
  /** Why the caller has given up; what still waits for a connection then must not run. */
  givenUp?: { readonly reason: unknown };
  cancel?: () => void;
}

/** Whether the caller may give up. */
export function isLimited({ signal, timeout }: CallOptions): boolean {
  return signal !== undefined || timeout !== undefined;
}

/**
 * The options with the time-out that knex's `timeout()` has set on a builder, where that is the shorter one. knex would lose it:
 * it clones a builder without, and keeps no clock for statements that it only compiles.
 */
export function withTimeoutOf(builder: Knex.QueryBuilder | undefined, options: CallOptions): CallOptions {
  if (builder === undefined) return options;
  const { _timeout: own } = builder as unknown as { readonly _timeout?: number };
  return own === undefined || (options.timeout ?? Infinity) <= own ? options : { ...options, timeout: own };
}

/**
 * Waits for something no longer than the call's limits allow.
 *
 * @param begin begins it; it may give its limits a `cancel`
 */
export function withinLimits<T>(options: CallOptions, begin: (limits: Limits) => Promise<T>): Promise<T> {
  const { signal, timeout } = options;
  const limits: Limits = { signal, timeout };
  if (!isLimited(options)) return begin(limits);
  checkLimits(options);
  return limited(begin(limits), limits);
}

/** The most that setTimeout takes, 24 days; it runs anything longer at once. */
const LONGEST_TIMEOUT = 0x7fffffff;

/** Throws when a call is to be given up before it has begun, or says so in a way that means nothing. */
export function checkLimits({ signal, timeout }: Pick<CallOptions, 'signal' | 'timeout'>): void {
  if (signal !== undefined && typeof (signal as Partial<AbortSignal> | null)?.throwIfAborted !== 'function')
    throw new InvalidValueError('`signal` is an AbortSignal');
  signal?.throwIfAborted();
  if (timeout !== undefined && !(typeof timeout === 'number' && timeout >= 0))
    throw new InvalidValueError(`\`timeout\` is a number of milliseconds, not ${String(timeout)}`);
}

/** Does something when a time-out is over; never where there is none. */
export function after(timeout: number | undefined, act: () => void): NodeJS.Timeout | undefined {
  return timeout === undefined || timeout > LONGEST_TIMEOUT ? undefined : setTimeout(act, timeout);
}

/** How long calls that may be given up can follow one another without a turn of the event loop, in ms. */
const LONGEST_WITHOUT_TURN = 10;
let turned = performance.now();

/**
 * Lets timers and signals have their say before a call that they may give up: where a driver answers at once, a loop of calls
 * would else never come to them.
 */
export function letTimersRun(): undefined | Promise<void> {
  if (performance.now() - turned < LONGEST_WITHOUT_TURN) return undefined;
  return new Promise((resolve) => {
    setImmediate(() => {
      turned = performance.now();
      resolve();
    });
  });
}

/** What is done when a signal is aborted: one listener for all, since Node warns of more than ten. */
const awaiting = new WeakMap<AbortSignal, Set<() => void>>();

/** Does something when a signal is aborted; returns what takes that back. */
export function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal === undefined) return () => undefined;
  let acts = awaiting.get(signal);
  if (acts === undefined) {
    const all = (acts = new Set());
    awaiting.set(signal, all);
    signal.addEventListener('abort', () => all.forEach((each) => each()), { once: true });
  }
  const own = (): void => act();
  acts.add(own);
  return () => void acts.delete(own);
}

/** Rejects early on abort and time-out; the connection is given back when its query has really ended. */
export function limited<T>(running: Promise<T>, limits: Limits): Promise<T> {
  const { signal, timeout } = limits;
  return new Promise((resolve, reject) => {
    const stop = (reason: unknown): void => {
      limits.givenUp = { reason };
      reject(reason);
      limits.cancel?.();
    };
    const timer = after(timeout, () => stop(new TimeoutError(`The query took longer than ${timeout} ms`)));
    const over = onAbort(signal, () => stop(signal?.reason));
    void running.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      over();
    });
  });
}
