import { BoundValue, isInt64 } from '@shelf/core/codecs';
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

/** The literal of a whole number, all of whose digits count: JavaScript itself writes out 17 of them. */
export function integerLiteral(value: unknown): string | undefined {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value)) return undefined;
  return String(value).includes('e') ? undefined : String(BigInt(value));
}

/**
 * The parameters of a prepared statement, each of the type that it would have as a literal: the driver sends every number as a float,
 * with which the server computes and compares in floats. An integer is one, a number with a fraction is a decimal.
 */
export function parametersOf(bindings: readonly unknown[], types: TypedParameter): readonly unknown[] {
  for (let i = 0; i < bindings.length; i++) {
    const value = bindings[i];
    if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal)
      return bindings.map((each) => typed(each, types));
  }
  return bindings;
}

function typed(value: unknown, types: TypedParameter): unknown {
  if (typeof value === 'number') return typedNumber(value, types);
  if (typeof value === 'bigint') return typedInteger(value, types);
  return value instanceof Decimal ? types.DECIMAL(value.digits) : value;
}

function typedNumber(value: number, types: TypedParameter): unknown {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? value : types.BIGINT(value);
  const digits = String(value);
  if (Number.isInteger(value) && !digits.includes('e')) return typedInteger(BigInt(value), types);
  // What has an exponent is a float as a literal too.
  return digits.includes('e') ? value : types.DECIMAL(digits);
}

function typedInteger(value: bigint, types: TypedParameter): unknown {
  if (isInt64(value)) return types.BIGINT(value);
  return value > 0n && value < 2n ** 64n ? types.BIGINT.unsigned(value) : types.DECIMAL(String(value));
}
