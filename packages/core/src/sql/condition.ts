/** A condition on one column: bound to a value, or IS NULL. */
export interface Condition {
  readonly column: string;
  readonly value: unknown;
}

/** What the latest statement of a kind was written for. */
export interface Latest {
  readonly columns: readonly string[] | undefined;
  readonly conditions: readonly Condition[];
  readonly sql: string;
}
