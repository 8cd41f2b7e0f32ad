import { TimeoutError } from '@shelf/core';

/** What nearly always keeps a lock taken for long. */
const REASON = 'a transaction is left open, or it awaits a query that was not given its `transacting`';

/** Someone who waits for a lock; `give` hands it over, `leave` takes the place in the queue back. */
interface Waiter {
  readonly give: () => void;
}

/**
 * A lock that is given to one holder at a time, in the order of asking. SQLite has one writer per file; waiting here
 * instead of inside SQLite keeps the order, blocks no thread and ends in no SQLITE_BUSY.
 */
export class WriteLock {
  #held = false;
  readonly #waiting: Set<Waiter> = new Set();

  readonly #name: string;

  /** @param name what is locked, for messages */
  constructor(name: string) {
    this.#name = name;
  }

  /** Takes the lock if nobody has it. */
  tryAcquire(): boolean {
    if (this.#held) return false;
    this.#held = true;
    return true;
  }

  /** Waits for the lock; gives up after some milliseconds, or when `signal` says so. */
  acquire(timeout: number, signal?: AbortSignal): Promise<void> {
    if (this.tryAcquire()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const leave = (error: Error): void => {
        this.#waiting.delete(waiter);
        settle();
        reject(error);
      };
      const onAbort = (): void => leave(new TimeoutError(`The wait for ${this.#name} was cancelled`));
      const timer = setTimeout(
        () => leave(new TimeoutError(`${this.#name} was not free within ${timeout} ms: ${REASON}`)),
        timeout,
      );
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        give: () => {
          settle();
          resolve();
        },
      };
      this.#waiting.add(waiter);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Hands the lock to the one who has waited longest. */
  release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#held = false;
      return;
    }
    this.#waiting.delete(next);
    next.give();
  }
}
