import type { Codec } from '@shelf/core';
import { isWellFormed, show } from '@shelf/core/codecs';
import { affinityOf } from '../kinds.js';

/** Text; numbers become the text of their digits. */
export function text(declared: string): Codec {
  const converts = convertsText(declared);
  return {
    encode: (value) =>
      keptAsText(typeof value === 'bigint' || isFiniteNumber(value) ? String(value) : value, declared, converts),
  };
}

/** A uuid as text, or as its 16 bytes. */
export function uuid(declared: string): Codec {
  const converts = convertsText(declared);
  return { encode: (value) => (value instanceof Uint8Array ? value : keptAsText(value, declared, converts)) };
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$/;

/** A time of day as text. */
export const time: Codec = {
  encode(value) {
    if (typeof value === 'string' && TIME.test(value)) return value;
    throw new TypeError(`cannot hold ${show(value)}: it holds a time of day, 'HH:MM' or 'HH:MM:SS'`);
  },
};

// What SQLite takes for a number, and makes one of, in a column that is not declared as text.
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** Refuses what is no text, and text that SQLite would turn into a number. */
export function keptAsText(value: unknown, declared: string, converts: boolean = convertsText(declared)): string {
  if (typeof value !== 'string') throw new TypeError(`cannot hold ${show(value)}: it holds text`);
  if (!isWellFormed(value))
    throw new TypeError(`cannot hold ${show(value)}: half of a surrogate pair in it cannot be written as UTF-8`);
  if (converts && NUMBER.test(value)) {
    throw new TypeError(
      `cannot hold ${show(value)}: it is declared ${declared.toUpperCase()}, where SQLite makes a number of it; declare it TEXT`,
    );
  }
  return value;
}

function convertsText(declared: string): boolean {
  const affinity = affinityOf(declared);
  return affinity === 'numeric' || affinity === 'integer' || affinity === 'real';
}

function isFiniteNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}
