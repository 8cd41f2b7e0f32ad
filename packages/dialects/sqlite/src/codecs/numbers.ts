import type { Codec } from '@shelf/core';
import { decimalIn, doubleIn, isInt64, show, wholeIn } from '@shelf/core/codecs';

/** Whole numbers up to 64 bits, and what else SQLite keeps in such a column without loss: 1.5. */
export function integer(bigInts: boolean): Codec {
  return { encode: encodeInteger, lost: isRounded, exact: exactly({ encode: encodeInteger }, bigInts) };
}

/** 64-bit integers: a number where that is safe, else a string of digits; always a BigInt on request. */
export function bigint(bigInts: boolean): Codec {
  const codec = exactly({ encode: encodeInteger }, bigInts);
  return bigInts ? { ...codec, decode: asBigInt } : codec;
}

/**
 * SQLite has no exact decimals: these are its numbers, integers of 64 bits and floats of 53.
 *
 * @param digits how many digits the type is declared with, and `scale` how many of them after the point; they are kept to
 */
export function decimal(bigInts: boolean, [digits, scale]: readonly number[]): Codec {
  const encode = (value: unknown): unknown => {
    if (digits !== undefined) decimalIn(value, digits, scale);
    return numberIn(value);
  };
  const codec = { encode, compare: numberIn };
  return { ...codec, lost: isRounded, exact: exactly(codec, bigInts) };
}

/** Floats of 53 bits. */
export const float: Codec = { encode: doubleIn };

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

function exactly(codec: Codec, bigInts: boolean): Codec {
  return bigInts ? { ...codec, select: selectExactly, decode: unsafeAsBigInt } : { ...codec, select: selectExactly };
}

const DIGITS = /^-?\d+$/;

function unsafeAsBigInt(value: unknown): unknown {
  return typeof value === 'string' && DIGITS.test(value) ? BigInt(value) : value;
}

function asBigInt(value: unknown): unknown {
  return Number.isSafeInteger(value) ? BigInt(value as number) : unsafeAsBigInt(value);
}

/** An integer may be beyond what a double holds; what else numbers there are is stored as doubles. */
function encodeInteger(value: unknown): unknown {
  const whole = wholeIn(value);
  if (whole === undefined) return doubleIn(value);
  if (isInt64(whole)) return bindInteger(whole);
  throw new TypeError(`cannot hold ${show(value)}: an integer has 64 bits`);
}

function numberIn(value: unknown): unknown {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const whole = wholeIn(value);
  return whole !== undefined && isInt64(whole) ? bindInteger(whole) : doubleIn(value);
}

/** Loggers take numbers, and no BigInt. */
function bindInteger(whole: bigint): number | bigint {
  const number = Number(whole);
  return Number.isSafeInteger(number) ? number : whole;
}
