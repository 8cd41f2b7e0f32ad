import type { Codec } from '@shelf/core';
import { instantIn, instantText, isCalendarDate, utcText } from '../instants.js';
import { show } from '@shelf/core/codecs';

/** Instants, read as a Date; `infinity` and what else no Date can be are their text. */
export const datetime: Codec = { encode: encodeInstant };

/**
 * Instants of a key that is finer than the milliseconds of a Date: they are PostgreSQL's text, and so find their row.
 */
export const exactDatetime: Codec = {
  encode: (value) => utcText(encodeInstant(value)),
  select: (column) => `(${column} at time zone 'UTC')::text`,
};

/** The same without a zone: given one, it would be read back with it, as another text. */
export const exactTimestamp: Codec = { ...exactDatetime, select: (column) => `${column}::text` };

function encodeInstant(value: unknown): string {
  const text = instantOf(value);
  if (text !== undefined) return text;
  throw new TypeError(
    `cannot hold ${show(value)}: it holds a Date, ISO 8601 text (UTC where it names no zone), epoch milliseconds or 'infinity'`,
  );
}

function instantOf(value: unknown): string | undefined {
  if (typeof value === 'string') return instantIn(value);
  const date = typeof value === 'number' ? new Date(value) : value;
  return date instanceof Date && !Number.isNaN(date.getTime()) ? instantText(date) : undefined;
}

/** Days, `YYYY-MM-DD`. */
export const date: Codec = {
  encode(value) {
    if (typeof value === 'string' && (isCalendarDate(value) || INFINITE.test(value))) return value;
    if (value instanceof Date && !Number.isNaN(value.getTime())) {
      const [day = '', era] = instantText(value).split(/T[^ ]*/);
      return era === undefined ? day : day + era;
    }
    throw new TypeError(
      `cannot hold ${show(value)}: it holds a day, 'YYYY-MM-DD' or a Date (whose day in UTC is taken)`,
    );
  },
};

const INFINITE = /^-?infinity$/;
const TIME = /^(?:([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?|24:00(:00)?)$/;

/** A time of day as text. */
export const time: Codec = {
  encode(value) {
    if (typeof value === 'string' && TIME.test(value)) return value;
    throw new TypeError(`cannot hold ${show(value)}: it holds a time of day, 'HH:MM' or 'HH:MM:SS'`);
  },
};
