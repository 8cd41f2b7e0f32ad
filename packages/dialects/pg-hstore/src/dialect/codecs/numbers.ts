import type { Codec } from '@shelf/core';
import { isInt64, show } from '@shelf/core/codecs';
import { WideInteger } from '../wide.js';

const DIGITS = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Whole numbers of up to 64 bits. */
export const integer: Codec = {
  encode(value) {
    switch (typeof value) {
      case 'number':
        if (Number.isSafeInteger(value)) return value;
        if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return String(BigInt(value));
        break;
      case 'bigint':
        if (isInt64(value)) return String(value);
        throw new TypeError(`cannot hold ${show(value)}: an integer has 64 bits`);
      case 'string':
        if (!DIGITS.test(value)) break;
        if (isInt64(BigInt(value))) return value;
        throw new TypeError(`cannot hold ${show(value)}: an integer has 64 bits`);
      default:
    }
    throw new TypeError(`cannot hold ${show(value)}: it holds whole numbers`);
  },
};

/** Whole numbers in a column of fewer bits; the server refuses to store those beyond it, and finds none. */
function narrow(bits: number): Codec {
  const end = 2 ** (bits - 1);
  return {
    encode(value) {
      const encoded = integer.encode?.(value) as number | string;
      const number = Number(encoded);
      return number < end && number >= -end ? encoded : new WideInteger(String(encoded));
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

/** Exact decimals, read as text. */
export const decimal: Codec = {
  encode(value) {
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'string') {
      if (DECIMAL.test(value)) return value;
      const written = NO_NUMBERS.get(value.toLowerCase());
      if (written !== undefined) return written;
    }
    throw new TypeError(`cannot hold ${show(value)}: it holds numbers`);
  },
};

/** Floats of 53 bits, or of 24. */
export const float: Codec = {
  encode(value) {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value === 'bigint') {
      if (BigInt(Number(value)) === value) return Number(value);
      throw new TypeError(`cannot hold ${show(value)}: a float has 53 bits`);
    }
    if (typeof value === 'string' && DECIMAL.test(value) && Number.isFinite(Number(value))) return value;
    throw new TypeError(`cannot hold ${show(value)}: it holds numbers`);
  },
};
