import type { Knex } from 'knex';
import { TimeoutError } from '../errors.js';
import type { ShelfInternals, TransactionOptions } from '../instance.js';

type Callback<T> = (t: Knex.Transaction) => T | PromiseLike<T>;

/** Runs a callback in a transaction: commits when it resolves, rolls back when it rejects. */
export async function runTransaction<T>(shelf: ShelfInternals, callback: Callback<T>, options: TransactionOptions): Promise<T> {
  options.signal?.throwIfAborted();
  const failure: { error?: unknown; failed: boolean } = { failed: false };
  let callbackEnd: Promise<unknown> = Promise.resolve();
  let end: Promise<void> = Promise.resolve();
  let interrupted: Promise<never> | undefined;
  const container = (t: Knex.Transaction): unknown => {
    const context = shelf.transactions.of(t);
    end = context.settled;
    interrupted = interruption(t, options, end);
    const result: unknown = shelf.ambient === undefined ? callback(t) : shelf.ambient.run(t, callback, t);
    if (!isThenable(result)) return result;
    const watched = Promise.resolve(result).catch((error: unknown) => {
      failure.failed = true;
      failure.error = error;
      throw error;
    });
    callbackEnd = watched.catch(() => undefined);
    return watched;
  };
  const { isolationLevel, readOnly } = options;
  const config = { ...(isolationLevel === undefined ? {} : { isolationLevel }), ...(readOnly === undefined ? {} : { readOnly }) };
  const source: Knex = outerTransaction(shelf, options) ?? shelf.knex;
  let value: T;
  try {
    value = (await source.transaction(container as never, config)) as T;
  } finally {
    await end;
  }
  // A callback may fail after it has committed by hand: the commit stands, its failure is not swallowed.
  await (interrupted === undefined ? callbackEnd : Promise.race([callbackEnd, interrupted]));
  if (failure.failed) throw failure.error;
  return value;
}

/** Starts a transaction that stays open until its `commit` or `rollback`. */
export function openTransaction(shelf: ShelfInternals, options: TransactionOptions): Promise<Knex.Transaction> {
  options.signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    runTransaction(
      shelf,
      (t) => {
        resolve(t);
        return undefined;
      },
      options,
    ).catch(reject);
  });
}

function outerTransaction(shelf: ShelfInternals, options: TransactionOptions): Knex.Transaction | undefined {
  if (options.transacting === null) return undefined;
  const outer = options.transacting ?? shelf.ambient?.getStore();
  if (outer !== undefined) shelf.transactions.of(outer).checkOpen();
  return outer;
}

/** Rolls the transaction back when its signal or its time-out says so; rejects then. */
function interruption(t: Knex.Transaction, options: TransactionOptions, end: Promise<void>): Promise<never> | undefined {
  const { signal, timeout } = options;
  if (signal === undefined && timeout === undefined) return undefined;
  const interrupted = new Promise<never>((_, reject) => {
    const stop = (reason: unknown): void => {
      reject(reason);
      void Promise.resolve(t.rollback(reason)).catch(() => undefined);
    };
    const onAbort = (): void => stop(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => stop(new TimeoutError(`The transaction took longer than ${timeout} ms and was rolled back`)), timeout);
    void end.finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    });
  });
  interrupted.catch(() => undefined);
  return interrupted;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as PromiseLike<unknown>).then === 'function';
}
