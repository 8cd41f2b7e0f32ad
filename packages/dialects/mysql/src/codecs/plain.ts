import type { Codec } from '@shelf/core';
import { isInt64, isWellFormed, show } from '@shelf/core/codecs';

/** true and false, stored as 1 and 0; other numbers come as stored. */
export const boolean: Codec = {
  encode(value) {
    if (typeof value === 'boolean') return value ? 1 : 0;
    if (value === 0 || value === 1 || value === 0n || value === 1n) return Number(value);
    throw new TypeError(`cannot hold ${show(value)}: it holds true or false`);
  },
  decode(value) {
    const stored = Buffer.isBuffer(value) ? value[0] : value;
    return stored === 1 ? true : stored === 0 ? false : stored;
  },
};

/**
 * Bytes, read as a Buffer.
 *
 * @param length of a BINARY(n), which would fill up fewer bytes with zeros
 */
export function binary(length: number | undefined): Codec {
  return {
    encode(value) {
      if (!(value instanceof Uint8Array)) {
        throw new TypeError(
          `cannot hold ${show(value)}: it holds bytes, a Buffer or Uint8Array${typeof value === 'string' ? ' (Buffer.from(text) makes one)' : ''}`,
        );
      }
      if (length !== undefined && value.length !== length)
        throw new TypeError(
          `cannot hold ${value.length} bytes: it holds ${length}, and would fill them up; declare it VARBINARY`,
        );
      return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    },
  };
}

/** A column of a type that is not known here: everything comes as the driver has it. */
export function untyped(type: string): Codec {
  return {
    encode(value) {
      if (typeof value === 'string' && isWellFormed(value)) return value;
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      if (typeof value === 'bigint' && isInt64(value)) return value;
      if (value instanceof Uint8Array) return value;
      throw new TypeError(`cannot hold ${show(value)}: its type ${type.toUpperCase()} is not known to Shelf`);
    },
  };
}
