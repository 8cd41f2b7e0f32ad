import type { Prepared } from './drivers/driver.js';

/** How many statements one connection keeps prepared. */
const CAPACITY = 200;
/** How many parameters they may have together: lists of each length are a statement of their own. */
const MOST_PARAMETERS = 10_000;

interface Kept {
  readonly prepared: Prepared;
  /** When it was used last, in uses of any. */
  used: number;
}

/** The prepared statements of one connection by their SQL; the one used longest ago makes room for a new one. */
export class Statements {
  readonly #kept: Map<string, Kept> = new Map();
  readonly #capacity: number;
  #uses = 0;
  /** Of all that are kept. */
  #parameters = 0;

  constructor(capacity: number = CAPACITY) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** The statement prepared for that SQL, if there is one. */
  find(sql: string): Prepared | undefined {
    const kept = this.#kept.get(sql);
    if (kept === undefined) return undefined;
    kept.used = ++this.#uses;
    return kept.prepared;
  }

  /** Keeps a statement. */
  keep(sql: string, prepared: Prepared): void {
    this.#kept.set(sql, { prepared, used: ++this.#uses });
    this.#parameters += prepared.outline.parameters ?? 0;
    // The newest stays, whatever it has.
    while (this.#kept.size > this.#capacity || (this.#parameters > MOST_PARAMETERS && this.#kept.size > 1))
      this.#makeRoom();
  }

  /** Looks for the oldest only when there is no room: statements are found far more often than they are made. */
  #makeRoom(): void {
    let [oldest] = this.#kept;
    for (const each of this.#kept) if (oldest === undefined || each[1].used < oldest[1].used) oldest = each;
    if (oldest !== undefined) this.drop(oldest[0], oldest[1].prepared);
  }

  /** Finalizes a statement, kept or not. */
  drop(sql: string, prepared: Prepared): void {
    if (this.#kept.get(sql)?.prepared === prepared) {
      this.#kept.delete(sql);
      this.#parameters -= prepared.outline.parameters ?? 0;
    }
    prepared.finalize();
  }

  /** Finalizes all of them. */
  clear(): void {
    for (const { prepared } of this.#kept.values()) prepared.finalize();
    this.#kept.clear();
    this.#parameters = 0;
  }
}
