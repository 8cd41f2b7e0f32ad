import { BoundValue } from '@shelf/core/codecs';

/** The number of int8 in pg_type. */
const INT8 = 20;

/**
 * An integer beyond the column that it is meant for. PostgreSQL takes a parameter for a value of the column's own type
 * and refuses it, though a comparison with it has an answer: no row holds it. So it travels as one of 64 bits.
 */
export class WideInteger extends BoundValue {
  readonly digits: string;

  constructor(digits: string) {
    super();
    this.digits = digits;
  }

  /** What pg sends. */
  toPostgres(): string {
    return this.digits;
  }

  override toString(): string {
    return this.digits;
  }
}

/** The types of a statement's parameters, 0 for those that the server finds out; undefined where that is all of them. */
export function parameterTypes(bindings: readonly unknown[]): readonly number[] | undefined {
  for (const value of bindings)
    if (value instanceof WideInteger) return bindings.map((each) => (each instanceof WideInteger ? INT8 : 0));
  return undefined;
}
