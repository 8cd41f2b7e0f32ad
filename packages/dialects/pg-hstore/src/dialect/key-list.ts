import { BoundValue } from '@shelf/core/codecs';

/** PostgreSQL plans a prepared statement for arrays of ten, once it has run a few times. */
const MOST_PLANNED = 100;

/** The text of an array of keys. */
export class KeyList extends BoundValue {
  readonly literal: string;
  readonly length: number;

  constructor(literal: string, length: number) {
    super();
    this.literal = literal;
    this.length = length;
  }

  /** What pg sends. */
  toPostgres(): string {
    return this.literal;
  }

  override toString(): string {
    return this.literal;
  }
}

/**
 * Whether a statement is to be planned for what it binds: for thousands of keys the plan for ten takes half as long again.
 * @see https://www.postgresql.org/docs/current/sql-prepare.html#SQL-PREPARE-NOTES
 */
export function hasManyKeys(bindings: readonly unknown[]): boolean {
  for (let i = 0; i < bindings.length; i++) {
    const value = bindings[i];
    if (value instanceof KeyList && value.length > MOST_PLANNED) return true;
  }
  return false;
}
