import type { Codec } from '@shelf/core';
import { decimalIn, doubleIn, floatIn, integerIn, show } from '@shelf/core/codecs';
import { WiderNumber } from '../wide.js';

/** Whole numbers of up to 64 bits. */
export const integer: Codec = { encode: (value) => bindInteger(integerIn(value)) };

function bindInteger(whole: bigint): number | string {
  const number = Number(whole);
  return Number.isSafeInteger(number) ? number : String(whole);
}

/** Whole numbers in a column of fewer bits. One beyond them is that of no row, and is compared as one of 64 bits. */
function narrow(bits: number): Codec {
  const end = 2n ** BigInt(bits - 1);
  const fits = (whole: bigint): boolean => whole >= -end && whole < end;
  return {
    encode(value) {
      const whole = integerIn(value);
      if (fits(whole)) return Number(whole);
      throw new TypeError(`cannot hold ${show(value)}: an integer of this column has ${bits} bits`);
    },
    compare(value) {
      const whole = integerIn(value);
      return fits(whole) ? Number(whole) : new WiderNumber('int8', String(whole));
    },
  };
}

export const smallint: Codec = narrow(16);
export const int: Codec = narrow(32);

/** What PostgreSQL's numeric holds besides numbers, as it writes them. */
const NO_NUMBERS: ReadonlyMap<string, string> = new Map([
  ['nan', 'NaN'],
  ['infinity', 'Infinity'],
  ['+infinity', 'Infinity'],
  ['-infinity', '-Infinity'],
]);

/** Exact decimals, read as text; a column of a precision and a scale would round what has more digits. */
export function decimal(precision: number | undefined, scale: number | undefined): Codec {
  return {
    encode: (value) => noNumber(value) ?? decimalIn(value, precision, scale),
    compare: (value) => noNumber(value) ?? decimalIn(value),
  };
}

function noNumber(value: unknown): string | undefined {
  return typeof value === 'string' ? NO_NUMBERS.get(value.toLowerCase()) : undefined;
}

/** Floats of 53 bits. */
export const double: Codec = { encode: doubleIn };

/** Floats of 24 bits. A number that is none is that of no row, and is compared as one of 53 bits. */
export const real: Codec = {
  encode: floatIn,
  compare(value) {
    const number = doubleIn(value);
    try {
      // A list of keys compares in 53 bits, where 0.1 is not the 0.1 of 24.
      return Math.fround(floatIn(number));
    } catch {
      return new WiderNumber('float8', String(number));
    }
  },
};
