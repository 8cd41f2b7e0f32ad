import type { Knex } from 'knex';
import { show } from '../codecs/show.js';
import { checkBegun } from '../dialect/ending.js';
import { InvalidValueError, TimeoutError } from '../errors.js';
import type { ShelfInternals, TransactionMode, TransactionOptions, TransactionState } from '../instance.js';
import { TRANSACTION_OPTIONS } from '../known-options.js';
import { after, checkLimits, onAbort } from '../sync/limits.js';
import { transactionOf } from '../sync/run.js';
import { translate } from '../sync/translate.js';

/** What has failed where a transaction could not begin. */
const BEGIN = { sql: 'BEGIN', bindings: [] };

const ISOLATION_LEVELS: readonly unknown[] = [
  'read uncommitted',
  'read committed',
  'repeatable read',
  'snapshot',
  'serializable',
];

/** knex writes it into SQL. */
function checkIsolation(level: unknown): void {
  if (level === undefined || level === null || ISOLATION_LEVELS.includes(level)) return;
  throw new InvalidValueError(`\`isolationLevel\` is ${ISOLATION_LEVELS.join(', ')}, not ${show(level)}`);
}

type Callback<T> = (t: Knex.Transaction) => T | PromiseLike<T>;

/** Runs a callback in a transaction: commits when it resolves, rolls back when it rejects. */
export async function runTransaction<T>(
  shelf: ShelfInternals,
  callback: Callback<T>,
  options: TransactionOptions,
): Promise<T> {
  shelf.callOptions.check(options, TRANSACTION_OPTIONS);
  checkIsolation(options.isolationLevel);
  checkLimits(options);
  const interruption = interruptionOf(shelf, options);
  const running = run(shelf, callback, options, interruption);
  if (interruption === undefined) return await running;
  try {
    return await Promise.race([running, interruption.beforeBegin]);
  } finally {
    interruption.over();
  }
}

async function run<T>(
  shelf: ShelfInternals,
  callback: Callback<T>,
  options: TransactionOptions,
  interruption: Interruption | undefined,
): Promise<T> {
  const mode = modeWithin(shelf, options);
  const failure: { error?: unknown; failed: boolean } = { failed: false };
  let callbackEnd: Promise<unknown> = Promise.resolve();
  let end: Promise<void> = Promise.resolve();
  let context: TransactionState | undefined;
  const container = (t: Knex.Transaction): unknown => {
    checkBegun(t);
    context = shelf.transactions.of(t, true);
    end = context.settled;
    if (interruption !== undefined) context.isLimited = true;
    context.mode = mode;
    interruption?.begun(t);
    const fail = (error: unknown): never => {
      failure.failed = true;
      failure.error = error;
      throw error;
    };
    let result: unknown;
    try {
      result = shelf.callbacks.run(t, end, callback);
    } catch (error) {
      // knex resolves where what was thrown is undefined.
      return fail(error);
    }
    if (!isThenable(result)) return result;
    const watched = Promise.resolve(result).catch(fail);
    callbackEnd = watched.catch(() => undefined);
    return watched;
  };
  const outer = outerTransaction(shelf, options);
  const source: Knex = outer ?? shelf.knex;
  let value: T;
  try {
    const running = source.transaction(container as never, outer === undefined ? mode : {});
    interruption?.beginning(running as unknown as BeginningTransaction);
    value = (await running) as T;
  } catch (error) {
    // A rollback that could not be sent any more says less than what it was for.
    if (interruption?.undone !== undefined) throw interruption.undone.reason;
    throw context === undefined ? translate(error, { shelf }, BEGIN) : context.explain(error);
  } finally {
    await end;
  }
  // A callback may fail after it has committed by hand: the commit stands, its failure is not swallowed.
  await (interruption === undefined ? callbackEnd : Promise.race([callbackEnd, interruption.afterBegin]));
  if (failure.failed) throw failure.error;
  return value;
}

/** Starts a transaction that stays open until its `commit` or `rollback`. */
export function openTransaction(shelf: ShelfInternals, options: TransactionOptions): Promise<Knex.Transaction> {
  return new Promise((resolve, reject) => {
    runTransaction(
      shelf,
      (t) => {
        shelf.transactions.of(t).byHand = true;
        resolve(t);
        return undefined;
      },
      options,
    ).catch(reject);
  });
}

const LEVELS: readonly unknown[] = [
  'read uncommitted',
  'read committed',
  'snapshot',
  'repeatable read',
  'serializable',
];

/** What a transaction is begun with; a savepoint has what its transaction has, and is refused what it cannot have. */
function modeWithin(
  shelf: ShelfInternals,
  { isolationLevel, readOnly, transacting }: TransactionOptions,
): TransactionMode {
  if (isolationLevel !== undefined && !LEVELS.includes(isolationLevel))
    throw new InvalidValueError(`\`isolationLevel\` is one of ${LEVELS.join(', ')}, not ${show(isolationLevel)}`);
  const outer = transactionOf(shelf, { transacting });
  if (outer === undefined) {
    return { ...(isolationLevel !== undefined && { isolationLevel }), ...(readOnly !== undefined && { readOnly }) };
  }
  const { mode } = shelf.transactions.of(outer);
  if (isolationLevel !== undefined && isolationLevel !== mode.isolationLevel)
    throw modeRefusal('isolationLevel', isolationLevel, mode.isolationLevel);
  if (readOnly !== undefined && readOnly !== (mode.readOnly ?? false))
    throw modeRefusal('readOnly', readOnly, mode.readOnly);
  return mode;
}

function modeRefusal(option: string, given: string | boolean, has: string | boolean | undefined): InvalidValueError {
  const own = has ?? 'the default';
  return new InvalidValueError(
    `A transaction inside of another is a savepoint: its \`${option}\` is the other's (${own}), and cannot be ${given}`,
  );
}

function outerTransaction(shelf: ShelfInternals, options: TransactionOptions): Knex.Transaction | undefined {
  const outer = transactionOf(shelf, { transacting: options.transacting });
  if (outer !== undefined) shelf.transactions.of(outer).checkOpen();
  return outer;
}

/** The client of a transaction; those of Shelf's dialects give up what runs in it. */
interface TransactionClient {
  giveUpAll?(): Promise<void>;
}

/** knex's transaction underneath, which has a client once it has a connection. */
interface BeginningTransaction {
  readonly trxClient: TransactionClient | undefined;
}

/** What gives a transaction up from outside: its signal or its time-out. */
interface Interruption {
  /** Rejects when the transaction is given up while it still waits for its connection. */
  readonly beforeBegin: Promise<never>;
  /** Rejects when it is given up later. */
  readonly afterBegin: Promise<never>;
  /** Why the transaction was rolled back, where it has been given up. */
  readonly undone: { readonly reason: unknown } | undefined;
  /** Its connection has been asked for. */
  beginning(transaction: BeginningTransaction): void;
  /** The transaction has begun: from now on giving it up rolls it back. Throws when that has happened already. */
  begun(t: Knex.Transaction): void;
  /** The transaction has ended. */
  over(): void;
}

function interruptionOf(shelf: ShelfInternals, { signal, timeout }: TransactionOptions): Interruption | undefined {
  if (signal === undefined && timeout === undefined) return undefined;
  let beginning: BeginningTransaction | undefined;
  let transaction: Knex.Transaction | undefined;
  let undone: { readonly reason: unknown } | undefined;
  let stopped: { readonly reason: unknown } | undefined;
  const [beforeBegin, rejectBefore] = rejectable();
  const [afterBegin, rejectAfter] = rejectable();
  const stop = (reason: unknown): void => {
    stopped ??= { reason };
    if (transaction === undefined) {
      rejectBefore(reason);
      void beginning?.trxClient?.giveUpAll?.();
      return;
    }
    rejectAfter(reason);
    const state = shelf.transactions.of(transaction);
    if (!state.isEnding) undone = { reason };
    state.giveUp();
    void Promise.resolve(transaction.rollback(reason)).catch(() => undefined);
  };
  const unsubscribe = onAbort(signal, () => stop(signal?.reason));
  const tooLong = (): void =>
    stop(new TimeoutError(`The transaction took longer than ${timeout} ms and was rolled back`));
  const timer = after(timeout, tooLong);
  return {
    beforeBegin,
    afterBegin,
    get undone() {
      return undone;
    },
    beginning(running) {
      beginning = running;
    },
    begun(t) {
      if (stopped !== undefined) throw stopped.reason;
      transaction = t;
    },
    over() {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}

/** A promise that may be rejected, and about whose rejection nobody need care. */
function rejectable(): [Promise<never>, (reason: unknown) => void] {
  let reject!: (reason: unknown) => void;
  const promise = new Promise<never>((_, rejects) => (reject = rejects));
  promise.catch(() => undefined);
  return [promise, reject];
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as PromiseLike<unknown>).then === 'function';
}
