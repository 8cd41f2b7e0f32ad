import type { Codec } from '@shelf/core';
import { checkFraction, dayIn, instantIn, show, timeOfDayIn } from '@shelf/core/codecs';
import { instantAt, readInstant } from '../dates.js';

/** Days, `YYYY-MM-DD` everywhere. */
export const date: Codec = { encode: dayIn };

/** The servers' own precision, in digits after the second. */
const FINEST = 6;

/**
 * Instants.
 *
 * @param precision the column's digits after the second; the server would round, or cut, what is finer
 * @param isKey whether the value is to be found again: a Date would lose the microseconds of a key, so it is text then
 * @param zoneOffset how far the server's zone is ahead of UTC, in ms
 */
export function datetime(precision: number, isKey: boolean, zoneOffset: number): Codec {
  const encode = (value: unknown): string => textOf(value, precision, precision, zoneOffset);
  const compare = (value: unknown): string => textOf(value, FINEST, 3, zoneOffset);
  if (isKey && precision > 3) return { encode, compare, decode: (value) => isoText(value, zoneOffset) };
  return { encode, compare, decode: (value) => readInstant(value, zoneOffset) };
}

function textOf(value: unknown, precision: number, digits: number, zoneOffset: number): string {
  const instant = instantIn(value, precision);
  const text = instantAt(instant.time, zoneOffset, digits);
  if (text === undefined) throw new TypeError(`cannot hold ${show(value)}: it holds instants of the years 1 to 9999`);
  return text + instant.finer;
}

/** An instant with its microseconds, as ISO 8601 text in UTC. */
function isoText(value: unknown, zoneOffset: number): unknown {
  const instant = readInstant(value, zoneOffset);
  if (!(instant instanceof Date) || typeof value !== 'string') return value;
  return `${instant.toISOString().slice(0, 23)}${value.slice(23).padEnd(3, '0')}Z`;
}

const SPAN = /^-?\d{2,3}:[0-5]\d(?::[0-5]\d(?:\.(\d+))?)?$/;

/** A time of day, or a span of up to 838 hours, as text. A prepared statement leaves zeros at its end off, another writes them: here they never are. */
export function time(precision = 0): Codec {
  return {
    encode: (value) => timeIn(value, precision),
    compare: (value) => timeIn(value, FINEST),
    decode: (value) => (typeof value === 'string' ? value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : value),
  };
}

function timeIn(value: unknown, precision: number): string {
  const match = typeof value === 'string' ? SPAN.exec(value) : null;
  if (match === null) return timeOfDayIn(value, precision);
  checkFraction(value, match[1], precision);
  return match[0];
}
