import { BoundValue } from '@shelf/core/codecs';

/**
 * Integers that are bound as one value and written into the statement: for what stands within IN (…). The server then sees
 * how many there are and may read the table in one go, where it looks each of a list up by an index; and the statement
 * stays the same for any number of them.
 */
export class IntegerList extends BoundValue {
  readonly integers: readonly (number | bigint)[];

  constructor(integers: readonly (number | bigint)[]) {
    super();
    this.integers = integers;
  }

  /** What the driver writes into SQL; IN takes no empty list. */
  toSqlString(): string {
    return this.integers.length === 0 ? 'null' : this.integers.join(', ');
  }

  override toString(): string {
    return this.toSqlString();
  }
}
