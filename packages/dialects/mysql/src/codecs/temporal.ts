import type { Codec } from '@shelf/core';
import { dayIn, instantIn, show } from '@shelf/core/codecs';
import { instantAt, readInstant } from '../dates.js';

/** Days, `YYYY-MM-DD` everywhere. */
export const date: Codec = { encode: dayIn };

/**
 * Instants.
 *
 * @param precision the column's digits after the second; what is finer is cut off, never rounded up
 * @param isKey whether the value is to be found again: a Date would lose the microseconds of a key, so it is text then
 * @param zoneOffset how far the server's zone is ahead of UTC, in ms
 */
export function datetime(precision: number, isKey: boolean, zoneOffset: number): Codec {
  const encode = (value: unknown): string => {
    const text = instantAt(instantIn(value), zoneOffset, precision);
    if (text === undefined) throw new TypeError(`cannot hold ${show(value)}: it holds the years 0 to 9999`);
    return precision > 3 && typeof value === 'string' ? text + finerDigits(value, precision) : text;
  };
  if (isKey && precision > 3) return { encode, decode: (value) => isoText(value, zoneOffset) };
  return { encode, decode: (value) => readInstant(value, zoneOffset) };
}

/** The digits of a text's fraction that a Date does not hold. */
function finerDigits(text: string, precision: number): string {
  const [, fraction = ''] = /\d\d:\d\d:\d\d[.,](\d+)/.exec(text) ?? [];
  return fraction.slice(3, precision);
}

/** An instant with its microseconds, as ISO 8601 text in UTC. */
function isoText(value: unknown, zoneOffset: number): unknown {
  const instant = readInstant(value, zoneOffset);
  if (!(instant instanceof Date) || typeof value !== 'string') return value;
  return `${instant.toISOString().slice(0, 23)}${value.slice(23).padEnd(3, '0')}Z`;
}

const TIME = /^-?\d{1,3}:[0-5]\d(?::[0-5]\d(?:\.(\d+))?)?$/;

/** A time of day, or a span of up to 838 hours, as text. A prepared statement leaves zeros at its end off, another writes them: here they never are. */
export function time(precision = 0): Codec {
  return {
    encode(value) {
      const match = typeof value === 'string' ? TIME.exec(value) : null;
      if (match === null) throw new TypeError(`cannot hold ${show(value)}: it holds a time, 'HH:MM' or 'HH:MM:SS'`);
      const [text, fraction = ''] = match;
      if (fraction.replace(/0+$/, '').length > precision)
        throw new TypeError(`cannot hold ${show(value)}: it keeps ${precision} digits after the second`);
      return text;
    },
    decode: (value) => (typeof value === 'string' ? value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : value),
  };
}
