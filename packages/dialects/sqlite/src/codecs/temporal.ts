import type { Codec } from '@shelf/core';
import { instantText, isCalendarDate, readInstant, timeOf } from '../dates.js';
import { show } from './show.js';

/** Instants, stored as ISO 8601 text in UTC with milliseconds. */
export const datetime: Codec = { encode: encodeInstant, decode: readInstant };

/** Days, `YYYY-MM-DD` everywhere. */
export const date: Codec = { encode: encodeDay, decode: readDay };

function encodeInstant(value: unknown): string {
  const time = timeIn(value);
  if (time === undefined || Number.isNaN(time)) {
    throw new TypeError(
      `cannot hold ${show(value)}: it holds a Date, ISO 8601 text (UTC where it names no zone) or epoch milliseconds`,
    );
  }
  return instantText(time);
}

function timeIn(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'string') return timeOf(value);
  return typeof value === 'number' ? new Date(value).getTime() : undefined;
}

function encodeDay(value: unknown): string {
  if (typeof value === 'string' && isCalendarDate(value)) return value;
  if (value instanceof Date) {
    const iso = Number.isNaN(value.getTime()) ? '' : value.toISOString();
    if (iso.length === 24) return iso.slice(0, 10);
  }
  throw new TypeError(`cannot hold ${show(value)}: it holds a day, 'YYYY-MM-DD' or a Date (whose day in UTC is taken)`);
}

/** A day that others stored as an instant is still a day. */
function readDay(value: unknown): unknown {
  if (typeof value === 'string') return value.length > 10 && timeOf(value) !== undefined ? value.slice(0, 10) : value;
  const instant = readInstant(value);
  return instant instanceof Date ? instant.toISOString().slice(0, 10) : value;
}
