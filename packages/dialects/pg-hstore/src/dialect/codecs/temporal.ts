import type { Codec } from '@shelf/core';
import { checkFraction, dayIn, instantIn, instantText, timeOfDayIn } from '@shelf/core/codecs';
import { isOwnDay, ownInstantIn, utcText } from '../instants.js';

/** PostgreSQL's own precision, in digits after the second. */
const FINEST = 6;

/**
 * Instants, read as a Date; `infinity` and what else no Date can be are their text.
 *
 * @param precision the column's digits after the second; PostgreSQL would round what is finer
 */
export function datetime(precision: number): Codec {
  return { encode: (value) => encodeInstant(value, precision), compare: (value) => encodeInstant(value, FINEST) };
}

/**
 * Instants of a key that is finer than the milliseconds of a Date: they are PostgreSQL's text, and so find their row.
 *
 * @param hasZone whether the column's type has one
 */
export function exactDatetime(precision: number, hasZone: boolean): Codec {
  const { encode, compare } = datetime(precision);
  return {
    encode: (value) => utcText(encode?.(value) as string),
    compare: (value) => utcText(compare?.(value) as string),
    // Without a zone of its own it would be read back with one, as another text.
    select: (column) => (hasZone ? `(${column} at time zone 'UTC')::text` : `${column}::text`),
  };
}

function encodeInstant(value: unknown, precision: number): string {
  const own = typeof value === 'string' ? ownInstantIn(value) : undefined;
  if (own !== undefined) {
    checkFraction(value, /\.(\d+)/.exec(own)?.[1], precision);
    return own;
  }
  const instant = instantIn(value, precision);
  const text = instantText(instant.time);
  return instant.finer === '' ? text : `${text.slice(0, -1)}${instant.finer}Z`;
}

/** Days, `YYYY-MM-DD`. */
export const date: Codec = {
  encode: (value) => (typeof value === 'string' && isOwnDay(value) ? value : dayIn(value)),
};

/** A time of day as text. */
export function time(precision: number): Codec {
  return { encode: (value) => timeOfDayIn(value, precision), compare: (value) => timeOfDayIn(value, FINEST) };
}
