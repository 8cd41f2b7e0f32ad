import type { Codec } from '@shelf/core';
import { isInt64, show } from '@shelf/core/codecs';

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

const DIGITS = /^[+-]?\d+(?:\.0*)?$/;

function asBigInt(value: unknown): unknown {
  return typeof value === 'number' || (typeof value === 'string' && DIGITS.test(value)) ? BigInt(value) : value;
}

function encodeInteger(value: unknown, unsigned: boolean): number | bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  const integer_ = wholeIn(value);
  if (integer_ === undefined) throw new TypeError(`cannot hold ${show(value)}: it holds whole numbers`);
  if (!(unsigned ? integer_ >= -(2n ** 63n) && integer_ < 2n ** 64n : isInt64(integer_)))
    throw new TypeError(`cannot hold ${show(value)}: an integer has 64 bits`);
  const number = Number(integer_);
  return Number.isSafeInteger(number) ? number : integer_;
}

function wholeIn(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && DIGITS.test(value) ? BigInt(value.split('.')[0] as string) : undefined;
}
