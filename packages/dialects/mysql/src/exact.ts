import { BoundValue } from '@shelf/core/codecs';
import type { TypedParameter } from 'mysql2';

/**
 * A decimal, which is bound as one: a server compares a decimal and a text as floats, and takes two decimals that differ
 * in their 16th digit for the same.
 */
export class Decimal extends BoundValue {
  readonly digits: string;

  constructor(digits: string) {
    super();
    this.digits = digits;
  }

  /** What the driver writes into SQL: a literal of digits is a decimal. */
  toSqlString(): string {
    return this.digits;
  }

  override toString(): string {
    return this.digits;
  }
}

/**
 * The parameters of a prepared statement, each of the type that it is: the driver sends a BigInt as text and a number as
 * a float. Where none needs more than a float all stay as they are; where one does the other whole numbers are integers
 * too, since BETWEEN compares its three sides in one type.
 */
export function parametersOf(bindings: readonly unknown[], types: TypedParameter): readonly unknown[] {
  for (let i = 0; i < bindings.length; i++) {
    const value = bindings[i];
    if (typeof value === 'bigint' || value instanceof Decimal) return bindings.map((each) => typed(each, types));
  }
  return bindings;
}

function typed(value: unknown, types: TypedParameter): unknown {
  if (value instanceof Decimal) return types.DECIMAL(value.digits);
  if (typeof value === 'bigint') return value < 2n ** 63n ? types.BIGINT(value) : types.BIGINT.unsigned(value);
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? types.BIGINT(value as number) : value;
}
