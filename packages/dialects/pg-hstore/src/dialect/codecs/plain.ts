import type { Codec } from '@shelf/core';
import { isStorable } from '../bindings.js';
import { checkFraction, checkLength, show } from '@shelf/core/codecs';

/** true and false. */
export const boolean: Codec = {
  encode(value) {
    if (typeof value === 'boolean') return value;
    if (value === 0 || value === 1 || value === 0n || value === 1n) return Number(value) === 1;
    throw new TypeError(`cannot hold ${show(value)}: it holds true or false`);
  },
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

/**
 * Text; numbers become the text of their digits.
 *
 * @param length the characters of a `varchar(n)` or `char(n)`, which would cut spaces at the end
 */
export function text(length: number | undefined): Codec {
  return {
    encode(value) {
      const given = textIn(value);
      checkLength(given, length);
      return given;
    },
    compare: textIn,
  };
}

function textIn(value: unknown): string {
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  return stored(value, 'text');
}

const CANONICAL = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
/** All that PostgreSQL takes: in braces or not, with a hyphen or none after each four digits. */
const UUID = /^(?:[\da-f]{4}-?){7}[\da-f]{4}$|^\{(?:[\da-f]{4}-?){7}[\da-f]{4}\}$/i;

/** A uuid as PostgreSQL writes it, so that one key has one text. */
export const uuid: Codec = {
  encode(value) {
    if (typeof value === 'string' && CANONICAL.test(value)) return value;
    if (typeof value === 'string' && UUID.test(value)) return canonical(value);
    throw new TypeError(`cannot hold ${show(value)}: it holds a uuid`);
  },
};

function canonical(given: string): string {
  const digits = given.replaceAll(/[{}-]/g, '').toLowerCase();
  return [0, 8, 12, 16, 20].map((from, i, starts) => digits.slice(from, starts[i + 1])).join('-');
}

/** A type that travels as its text, whatever the server takes for one: networks, ranges, bits. */
export function asText(type: string): Codec {
  return {
    encode(value) {
      if (typeof value === 'number' || typeof value === 'bigint') return String(value);
      return stored(value, `the text of a value of type ${type}`);
    },
  };
}

/** A fraction in a time, `12:30:00.5`, or in an interval: `1.5 seconds`, `PT1.5S`, `1.5`; and of what it is one. */
const FRACTION = /\.(\d+)\s*([a-z]*)/gi;
const SECONDS = /^(?:s|sec|secs|seconds?|ago|z|)$/i;

/** A time with a zone, and an interval: the server would round a second finer than the column. */
export function timed(type: string, precision: number): Codec {
  const { encode } = asText(type);
  return {
    encode(value) {
      const given = encode?.(value) as string;
      for (const [, fraction, unit = ''] of given.matchAll(FRACTION))
        if (SECONDS.test(unit)) checkFraction(value, fraction, precision);
      return given;
    },
    compare: (value) => encode?.(value),
  };
}

/** Money, of which a text with more than two digits after the point would be rounded. */
export const money: Codec = {
  encode(value) {
    const given = asText('money').encode?.(value) as string;
    if (/\.\d\d\d*?[1-9]/.test(given))
      throw new TypeError(`cannot hold ${show(value)}: it keeps 2 digits after the point`);
    return given;
  },
};

function stored(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new TypeError(`cannot hold ${show(value)}: it holds ${what}`);
  if (isStorable(value)) return value;
  throw new TypeError(
    value.includes('\0')
      ? `cannot hold ${show(value)}: PostgreSQL has no U+0000`
      : `cannot hold ${show(value)}: half of a surrogate pair in it cannot be written as UTF-8`,
  );
}
