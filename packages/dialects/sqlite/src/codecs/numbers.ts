import type { Codec } from '@shelf/core';
import { isInt64, show } from '@shelf/core/codecs';

const TWO_TO_63 = 2 ** 63;

/** Whole numbers up to 64 bits, and what else SQLite keeps in such a column without loss: 1.5. */
export function integer(bigInts: boolean): Codec {
  return { encode: encodeInteger, lost: isRounded, exact: exactly(encodeInteger, bigInts) };
}

/** 64-bit integers: a number where that is safe, else a string of digits; always a BigInt on request. */
export function bigint(bigInts: boolean): Codec {
  const codec = exactly(encodeInteger, bigInts);
  return bigInts ? { ...codec, decode: asBigInt } : codec;
}

/** SQLite has no exact decimals: these are its numbers, integers of 64 bits and floats of 53. */
export function decimal(bigInts: boolean): Codec {
  return { encode: encodeDecimal, lost: isRounded, exact: exactly(encodeDecimal, bigInts) };
}

/** Floats of 53 bits. */
export const float: Codec = { encode: encodeFloat };

/** Whether a driver has made a double of an integer that no double holds. */
export function isRounded(value: unknown): boolean {
  return typeof value === 'number' && !Number.isSafeInteger(value) && Number.isInteger(value);
}

/** Reads integers beyond 2^53 as text; everything else is read as it is. */
export function selectExactly(column: string): string {
  return (
    `case when typeof(${column}) = 'integer' and ${column} not between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}` +
    ` then cast(${column} as text) else ${column} end`
  );
}

function exactly(encode: (value: unknown) => unknown, bigInts: boolean): Codec {
  return bigInts ? { encode, select: selectExactly, decode: unsafeAsBigInt } : { encode, select: selectExactly };
}

const DIGITS = /^-?\d+$/;

function unsafeAsBigInt(value: unknown): unknown {
  return typeof value === 'string' && DIGITS.test(value) ? BigInt(value) : value;
}

function asBigInt(value: unknown): unknown {
  return Number.isSafeInteger(value) ? BigInt(value as number) : unsafeAsBigInt(value);
}

function encodeInteger(value: unknown): unknown {
  if (typeof value === 'number' && Math.abs(value) >= TWO_TO_63)
    throw new TypeError(`cannot hold ${show(value)}: an integer has 64 bits`);
  return encodeDecimal(value);
}

function encodeDecimal(value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      if (Number.isFinite(value)) return value;
      break;
    case 'bigint':
      if (isInt64(value)) return value;
      throw new TypeError(`cannot hold ${show(value)}: an integer has 64 bits`);
    case 'string':
      return numberIn(value);
    default:
  }
  throw new TypeError(`cannot hold ${show(value)}: it holds numbers`);
}

function encodeFloat(value: unknown): unknown {
  if (typeof value === 'bigint' && BigInt(Number(value)) !== value)
    throw new TypeError(`cannot hold ${show(value)}: a float has 53 bits`);
  const encoded = encodeDecimal(value);
  return typeof encoded === 'bigint' ? Number(encoded) : encoded;
}

const DECIMAL = /^-?0*(\d*)(?:\.(\d*?)0*)?$/;
/** A float keeps that many decimal digits, whatever they are. */
const SAFE_DIGITS = 15;

/** The number that a text spells, if nothing of it gets lost. */
function numberIn(text: string): number | bigint {
  const match = DECIMAL.exec(text);
  if (match === null || !/\d/.test(text)) throw new TypeError(`cannot hold ${show(text)}: it holds numbers`);
  const [, whole = '', fraction = ''] = match;
  if (fraction === '') {
    const digits = BigInt(text.split('.')[0] || '0');
    if (!isInt64(digits)) throw new TypeError(`cannot hold ${show(text)}: an integer has 64 bits`);
    // Loggers take numbers, and no BigInt.
    const number = Number(digits);
    return Number.isSafeInteger(number) ? number : digits;
  }
  const digits = (whole + fraction).replace(/^0+/, '').length;
  if (digits > SAFE_DIGITS) {
    throw new TypeError(
      `cannot hold ${show(text)} exactly: SQLite has no exact decimals, only floats of ${SAFE_DIGITS} digits; keep it as text`,
    );
  }
  return Number(text);
}
