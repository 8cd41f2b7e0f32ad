import type { Codec } from '@shelf/core';
import type { Settings } from '../options.js';
import { dayIn, instantIn, instantText, timeOf } from '@shelf/core/codecs';

/** Instants, stored as ISO 8601 text in UTC with milliseconds; or as epoch milliseconds. */
export const datetime: Readonly<Record<Settings['instants'], Codec>> = {
  text: { encode: (value) => instantText(instantIn(value)), decode: readInstant },
  number: { encode: instantIn, decode: readInstant },
};

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
