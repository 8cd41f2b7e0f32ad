import type { Prepared } from './drivers/driver.js';

/** How many statements one connection keeps prepared. */
const CAPACITY = 200;

/** The prepared statements of one connection by their SQL; the one used longest ago makes room for a new one. */
export class Statements {
  readonly #kept: Map<string, Prepared> = new Map();
  #latest: Prepared | undefined;

  readonly #capacity: number;

  constructor(capacity: number = CAPACITY) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** The statement prepared for that SQL, if there is one. */
  find(sql: string): Prepared | undefined {
    const prepared = this.#kept.get(sql);
    if (prepared === undefined || prepared === this.#latest) return prepared;
    this.#kept.delete(sql);
    this.#kept.set(sql, (this.#latest = prepared));
    return prepared;
  }

  /** Keeps a statement. */
  keep(sql: string, prepared: Prepared): void {
    this.#kept.set(sql, (this.#latest = prepared));
    if (this.#kept.size <= this.#capacity) return;
    for (const [oldest, statement] of this.#kept) {
      this.#kept.delete(oldest);
      statement.finalize();
      break;
    }
  }

  /** Finalizes a statement, kept or not. */
  drop(sql: string, prepared: Prepared): void {
    if (this.#kept.get(sql) === prepared) this.#kept.delete(sql);
    if (this.#latest === prepared) this.#latest = undefined;
    prepared.finalize();
  }

  /** Finalizes all of them. */
  clear(): void {
    for (const prepared of this.#kept.values()) prepared.finalize();
    this.#kept.clear();
    this.#latest = undefined;
  }
}
