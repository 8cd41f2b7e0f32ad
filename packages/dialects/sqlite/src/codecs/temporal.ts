import type { Codec } from '@shelf/core';
import type { Settings } from '../options.js';
import { dayIn, instantIn, instantText, timeOf } from '@shelf/core/codecs';

/** The finest instants that are stored, in digits after the second. */
const MILLISECONDS = 3;

/**
 * Instants, stored as ISO 8601 text in UTC with milliseconds; or as epoch milliseconds.
 *
 * @param precision how many digits after the second the type is declared with; they are kept to
 */
export function datetime(instants: Settings['instants'], precision: number = MILLISECONDS): Codec {
  const write = instants === 'text' ? instantText : (time: number): number => time;
  const digits = Math.min(precision, MILLISECONDS);
  return {
    encode: (value) => write(instantIn(value, digits).time),
    compare: (value) => write(instantIn(value).time),
    decode: readInstant,
  };
}

/** Days, `YYYY-MM-DD` everywhere. */
export const date: Codec = { encode: dayIn, decode: readDay };

/**
 * Reads the instant of a datetime column: ISO 8601 text in its usual forms, without a zone meaning UTC (as SQLite's
 * CURRENT_TIMESTAMP writes it), or epoch milliseconds. What is no instant comes back as it is.
 */
export function readInstant(value: unknown): unknown {
  if (typeof value === 'string') {
    const time = timeOf(value);
    return time === undefined ? value : new Date(time);
  }
  if (typeof value !== 'number') return value;
  const instant = new Date(value);
  return instant.getTime() === value ? instant : value;
}

/** A day that others stored as an instant is still a day. */
function readDay(value: unknown): unknown {
  if (typeof value === 'string') return value.length > 10 && timeOf(value) !== undefined ? value.slice(0, 10) : value;
  const instant = readInstant(value);
  return instant instanceof Date ? instant.toISOString().slice(0, 10) : value;
}
