import type { WriteLock } from './write-lock.js';

/** One connection's hold on a write lock; without a lock, everything is granted at once. */
export class LockHolder {
  readonly #lock: WriteLock | undefined;
  readonly #patience: number;
  #holds = false;
  #waiting: AbortController | undefined;

  /**
   * @param lock the lock; undefined for a database that no other connection writes
   * @param patience how long to wait for it, in ms
   */
  constructor(lock: WriteLock | undefined, patience: number) {
    this.#lock = lock;
    this.#patience = patience;
  }

  /** Takes the lock if it is free. */
  tryTake(): boolean {
    if (this.#lock === undefined) return true;
    this.#holds = this.#lock.tryAcquire();
    return this.#holds;
  }

  /** Waits for the lock. */
  async take(): Promise<void> {
    if (this.#lock === undefined) return;
    this.#waiting = new AbortController();
    try {
      await this.#lock.acquire(this.#patience, this.#waiting.signal);
      this.#holds = true;
    } finally {
      this.#waiting = undefined;
    }
  }

  /** Gives the lock back, if it is held. */
  giveBack(): void {
    if (!this.#holds) return;
    this.#holds = false;
    this.#lock?.release();
  }

  /** Ends a wait for the lock; false when there was none. */
  cancel(): boolean {
    this.#waiting?.abort();
    return this.#waiting !== undefined;
  }
}
