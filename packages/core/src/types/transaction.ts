import type { Knex } from 'knex';
import type { ShelfPromise } from './promise.js';
import type { SyncOptions } from './options.js';

/** A transaction of a shelf: knex's own, which can do something once it has committed. */
export interface Transaction extends Knex.Transaction {
  /**
   * Runs the work when the outermost transaction has committed, outside of it, after the models' `committed` events; never where this one, or one
   * around it, is rolled back. `transaction()` waits for it. A failure is an `error` event of the shelf.
   *
   * @throws TransactionClosedError when the transaction has ended.
   * @example
   * await db.transaction(async (t) => {
   *   await order.save(null, { transacting: t });
   *   t.afterCommit(() => queue.add('confirm', order.id));
   * });
   */
  afterCommit(work: () => unknown): void;
}

/** Options of `shelf.transaction`; with `transacting` it becomes a savepoint of that transaction. */
export interface TransactionOptions extends SyncOptions {
  /** What the transaction sees of others; the database's default when left out. */
  isolationLevel?: Knex.IsolationLevels | undefined;
  /** Refuses to write. */
  readOnly?: boolean | undefined;
}

/** What a transaction resolves to: what its callback's promise does, else what `t.commit(value)` was given. */
export type Committed<R> = R extends PromiseLike<infer T> ? T : unknown;

/** Starts a transaction. */
export interface StartTransaction {
  /** Starts a transaction that is ended by hand, with `t.commit(value)` or `t.rollback(error)`. Resolves to it. */
  (options?: TransactionOptions): ShelfPromise<Transaction>;
  /**
   * Runs the work in a transaction: commits when its promise resolves, rolls back when it rejects. A callback that returns no
   * promise leaves the transaction open until `t.commit(value)` or `t.rollback(error)`.
   *
   * Resolves to what the work resolves to. Rejects with what it rejects with, and with `TransactionClosedError` when a query comes
   * after the end.
   *
   * @example
   * const order = await db.transaction(async (t) => {
   *   const order = await new Order({ user_id: 1 }).save(null, { transacting: t });
   *   await new Item({ order_id: order.id }).save(null, { transacting: t });
   *   return order;
   * });
   */
  <R>(work: (t: Transaction) => R, options?: TransactionOptions): ShelfPromise<Committed<R>>;
}
