import type { Codec } from '@shelf/core';
import { checkLength, isWellFormed, show, timeOfDayIn } from '@shelf/core/codecs';
import { affinityOf, declaredNumbers } from '../kinds.js';

/** Text; numbers become the text of their digits. A length that it is declared with is kept to. */
export function text(declared: string): Codec {
  const converts = convertsText(declared);
  const [length] = declaredNumbers(declared);
  const textIn = (value: unknown): string =>
    keptAsText(typeof value === 'bigint' || isFiniteNumber(value) ? String(value) : value, declared, converts);
  return {
    encode(value) {
      const given = textIn(value);
      checkLength(given, length);
      return given;
    },
    compare: textIn,
  };
}

/** A uuid as text, or as its 16 bytes. */
export function uuid(declared: string): Codec {
  const converts = convertsText(declared);
  return { encode: (value) => (value instanceof Uint8Array ? value : keptAsText(value, declared, converts)) };
}

/** A time of day as text. */
export function time(declared: string): Codec {
  const [precision] = declaredNumbers(declared);
  return { encode: (value) => timeOfDayIn(value, precision), compare: (value) => timeOfDayIn(value) };
}

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
