/** How many parameters need not be counted: mysql2 keeps no more than a few hundred statements. */
export const FEW_PARAMETERS = 20;
/** How many parameters the others may have together. */
const MOST_PARAMETERS = 10_000;

/**
 * The prepared statements of one connection that have many parameters. mysql2 counts statements alone, and keeps some hundred
 * bytes for each parameter; lists of each length are a statement of their own.
 */
export class Lists {
  /** How many parameters each has; the one used longest ago comes first. */
  readonly #parameters: Map<string, number> = new Map();
  #together = 0;

  /**
   * Takes note that a statement is used.
   *
   * @param forget is told of those that make room for it
   */
  keep(sql: string, parameters: number, forget: (sql: string) => void): void {
    if (this.#parameters.delete(sql)) this.#together -= parameters;
    this.#parameters.set(sql, parameters);
    this.#together += parameters;
    for (const [each, count] of this.#parameters) {
      if (this.#together <= MOST_PARAMETERS || each === sql) return;
      this.#parameters.delete(each);
      this.#together -= count;
      forget(each);
    }
  }
}
