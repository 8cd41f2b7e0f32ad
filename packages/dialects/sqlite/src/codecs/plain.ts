import type { Codec } from '@shelf/core';
import { isInt64, show } from '@shelf/core/codecs';
import { affinityOf } from '../kinds.js';
import type { SqliteDriver } from '../options.js';
import { isRounded, selectExactly } from './numbers.js';
import { keptAsText } from './text.js';

/** true and false, stored as 1 and 0; other values come as stored. */
export const boolean: Codec = {
  encode(value) {
    if (typeof value === 'boolean') return value ? 1 : 0;
    if (value === 0 || value === 1 || value === 0n || value === 1n) return Number(value);
    throw new TypeError(`cannot hold ${show(value)}: it holds true or false`);
  },
  decode: (value) => (value === 1 ? true : value === 0 ? false : value),
};

/** Bytes, read as a Buffer. */
export const binary: Codec = {
  encode(value) {
    if (value instanceof Uint8Array) return value;
    throw new TypeError(
      `cannot hold ${show(value)}: it holds bytes, a Buffer or Uint8Array${typeof value === 'string' ? ' (Buffer.from(text) makes one)' : ''}`,
    );
  },
};

/** A column without a type, or of a type unknown here: everything comes as stored, so only what SQLite stores as it is goes in. */
export function untyped(declared: string, driver: SqliteDriver): Codec {
  const convertsBigInt = affinityOf(declared) === 'none' && driver === 'sqlite3';
  const encode = (value: unknown): unknown => {
    if (typeof value === 'string') return keptAsText(value, declared);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (value instanceof Uint8Array) return value;
    if (typeof value === 'bigint' && isInt64(value)) {
      if (Number.isSafeInteger(Number(value))) return Number(value);
      if (!convertsBigInt) return value;
      throw new TypeError(
        `cannot hold ${show(value)}: it has no declared type, where sqlite3 can only bind it as text; declare it INTEGER`,
      );
    }
    const type = declared === '' ? 'it has no declared type' : `its type ${declared.toUpperCase()} is not known`;
    throw new TypeError(`cannot hold ${show(value)}: ${type}, and it would come back as something else`);
  };
  return { encode, lost: isRounded, exact: { encode, select: selectExactly } };
}
