import type { Codec } from '@shelf/core';
import { integerIn, wholeIn } from '@shelf/core/codecs';

/** Whole numbers of up to 32 bits. */
export function integer(unsigned: boolean): Codec {
  return { encode: (value) => encodeInteger(value, unsigned) };
}

/** Whole numbers of 64 bits: a number where that is safe, else a string of digits; always a BigInt on request. */
export function bigint(unsigned: boolean, bigInts: boolean): Codec {
  const codec: Codec = { encode: (value) => encodeInteger(value, unsigned) };
  const read: Codec = bigInts ? { ...codec, decode: asBigInt } : codec;
  if (!unsigned) return read;
  // Only what an INSERT hands back is read so: rows are many, and have their keys as they are.
  return { ...read, exact: { decode: bigInts ? (value) => asBigInt(asUnsigned(value)) : asUnsigned } };
}

/** BIT(n): a whole number without a sign. */
export function bits(bigInts: boolean): Codec {
  return {
    encode: (value) => encodeInteger(value, true),
    decode(value) {
      if (!Buffer.isBuffer(value)) return value;
      const number = BigInt(`0x0${value.toString('hex')}`);
      if (bigInts) return number;
      return number <= Number.MAX_SAFE_INTEGER ? Number(number) : String(number);
    },
  };
}

/** The driver reports a generated key as if it had a sign. */
function asUnsigned(value: unknown): unknown {
  return Number(value) < 0 ? String(BigInt.asUintN(64, BigInt(value as number | string))) : value;
}

const DIGITS = /^-?\d+$/;

function asBigInt(value: unknown): unknown {
  return typeof value === 'number' || (typeof value === 'string' && DIGITS.test(value)) ? BigInt(value) : value;
}

function encodeInteger(value: unknown, unsigned: boolean): number | bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  const whole = unsigned ? unsignedIn(value) : integerIn(value);
  const number = Number(whole);
  return Number.isSafeInteger(number) ? number : whole;
}

function unsignedIn(value: unknown): bigint {
  const whole = wholeIn(value);
  return whole !== undefined && whole >= 0n && whole < 2n ** 64n ? whole : integerIn(value);
}
