import type { Codec } from '@shelf/core';
import { decimalIn, digitsIn, doubleIn, floatIn, shortestFloat, show } from '@shelf/core/codecs';
import { Decimal } from '../exact.js';

/** Floats of 53 bits; a scale, DOUBLE(8, 2), rounds to so many digits after the point. */
export function double(scale: number | undefined): Codec {
  return { encode: (value) => unrounded(doubleIn(value), scale), compare: doubleIn };
}

/**
 * Floats of 24 bits. The server writes out six digits of one; read as a double they are all there, with digits that
 * mean nothing behind them, which are left off again.
 */
export function float(scale: number | undefined): Codec {
  return {
    encode: (value) => Math.fround(unrounded(floatIn(value), scale)),
    // The column is compared as a double: 0.1 is that of a float, and what no float is stays itself.
    compare(value) {
      const number = doubleIn(value);
      const stored = Math.fround(number);
      return shortestFloat(stored) === number ? stored : number;
    },
    // What is no float of 24 bits comes of a column that has become a DOUBLE.
    decode: (value) => (typeof value === 'number' && Math.fround(value) === value ? shortestFloat(value) : value),
    select: (column) => `(${column} + 0e0)`,
  };
}

/** The most digits of a decimal, and of them after the point, that both MariaDB and MySQL compare. */
const MOST_DIGITS = 65;
const MOST_SCALE = 30;

/** Decimals are exact: bound as what they are, text on the way out. */
export function decimal(digits: number | undefined, scale = 0): Codec {
  return {
    encode: (value) => new Decimal(decimalIn(value, digits, scale)),
    compare(value) {
      const { whole = '', fraction = '' } = digitsIn(value) ?? {};
      if (fraction.length > MOST_SCALE || whole.length + fraction.length > MOST_DIGITS)
        throw new TypeError(`cannot be compared with ${show(value)}: a decimal has ${MOST_DIGITS} digits at most`);
      return new Decimal(decimalIn(value));
    },
  };
}

function unrounded(number: number, scale: number | undefined): number {
  if (scale === undefined || Number(number.toFixed(scale)) === number) return number;
  throw new TypeError(`cannot hold ${show(number)}: it keeps ${scale} digits after the point`);
}
