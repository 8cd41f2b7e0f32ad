import type { Codec } from '@shelf/core';
import { show } from '@shelf/core/codecs';
import { Decimal } from '../exact.js';

/** Floats of 53 bits; a scale, DOUBLE(8, 2), rounds to so many digits after the point. */
export function double(scale: number | undefined): Codec {
  return { encode: (value) => unrounded(numberIn(value), scale) };
}

/**
 * Floats of 24 bits. The server writes out six digits of one; read as a double they are all there, with digits that
 * mean nothing behind them, which are left off again.
 */
export function float(scale: number | undefined): Codec {
  return {
    encode(value) {
      const number = unrounded(numberIn(value), scale);
      const stored = Math.fround(number);
      if (scale === undefined && shortest(stored) !== number)
        throw new TypeError(`cannot hold ${show(value)}: a FLOAT keeps about 7 digits; declare it DOUBLE`);
      return stored;
    },
    decode: (value) => (typeof value === 'number' ? shortest(value) : value),
    select: (column) => `(${column} + 0e0)`,
  };
}

/** The number of the fewest digits that is the same float of 24 bits. */
function shortest(stored: number): number {
  for (let precision = 6; precision < 9; precision++) {
    const number = Number(stored.toPrecision(precision));
    if (Math.fround(number) === stored) return number;
  }
  return Number(stored.toPrecision(9));
}

/** Decimals are exact: bound as what they are, text on the way out. */
export function decimal(digits: number | undefined, scale = 0): Codec {
  return {
    encode(value) {
      const text = decimalIn(value);
      const [, whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
      if (fraction.length > scale)
        throw new TypeError(`cannot hold ${show(value)}: it keeps ${scale} digits after the point`);
      if (digits !== undefined && whole.length > digits - scale)
        throw new TypeError(`cannot hold ${show(value)}: it keeps ${digits - scale} digits before the point`);
      return new Decimal(text);
    },
  };
}

// A sign, the digits before the point without leading zeros, those after it without trailing ones.
const DECIMAL = /^[+-]?0*(\d*?)(?:\.(\d*?)0*)?$/;

function decimalIn(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return withoutExponent(value);
  if (typeof value === 'string' && /\d/.test(value) && DECIMAL.test(value)) return value;
  throw new TypeError(`cannot hold ${show(value)}: it holds numbers, or their digits as text`);
}

function withoutExponent(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  const [mantissa = '', exponent = ''] = text.split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const shift = Number(exponent);
  const sign = value < 0 ? '-' : '';
  return shift < 0
    ? `${sign}0.${'0'.repeat(-shift - whole.length)}${whole}${fraction}`
    : `${sign}${whole}${fraction.padEnd(shift, '0')}`;
}

function numberIn(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'bigint' && BigInt(Number(value)) === value) return Number(value);
  if (typeof value === 'string' && NUMBER.test(value) && Number.isFinite(Number(value))) return Number(value);
  throw new TypeError(`cannot hold ${show(value)}: it holds numbers of 53 bits`);
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function unrounded(number: number, scale: number | undefined): number {
  if (scale === undefined || Number(number.toFixed(scale)) === number) return number;
  throw new TypeError(`cannot hold ${show(number)}: it keeps ${scale} digits after the point`);
}
