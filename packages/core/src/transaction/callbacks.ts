import { AsyncLocalStorage } from 'node:async_hooks';
import type { Knex } from 'knex';

/**
 * In which transaction's callback code runs. Following it costs every promise of the process on Node before 24, so that is
 * done while there are callbacks, unless the shelf's calls join ambient transactions anyway.
 */
export class TransactionCallbacks {
  private readonly storage: AsyncLocalStorage<Knex.Transaction>;
  private readonly always: boolean;
  private running = 0;

  constructor(ambient: AsyncLocalStorage<Knex.Transaction> | undefined) {
    this.storage = ambient ?? new AsyncLocalStorage();
    this.always = ambient !== undefined;
  }

  /** The transaction in whose callback the caller runs; it may have ended meanwhile. */
  get current(): Knex.Transaction | undefined {
    return this.storage.getStore();
  }

  /**
   * Runs a callback of a transaction.
   *
   * @param settled resolves when that has ended
   */
  run<T>(transaction: Knex.Transaction, settled: Promise<void>, callback: (t: Knex.Transaction) => T): T {
    this.running++;
    const leave = (): void => this.leave();
    settled.then(leave, leave);
    return this.storage.run(transaction, callback, transaction);
  }

  /** Runs what belongs to no transaction. */
  exit<T>(work: () => T): T {
    return this.current === undefined ? work() : this.storage.exit(work);
  }

  private leave(): void {
    this.running--;
    if (this.running === 0 && !this.always) this.storage.disable();
  }
}
