import { isCalendarDate, timeOf } from './dates.js';
import { show } from './show.js';

/**
 * The instant that a value means, in epoch milliseconds.
 *
 * @param value a Date, ISO 8601 text (in UTC where it names no zone), or epoch milliseconds
 * @throws TypeError when it is none
 */
export function instantIn(value: unknown): number {
  const time = timeIn(value);
  if (time === undefined || Number.isNaN(time)) {
    throw new TypeError(
      `cannot hold ${show(value)}: it holds a Date, ISO 8601 text (UTC where it names no zone) or epoch milliseconds`,
    );
  }
  return time;
}

function timeIn(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'string') return timeOf(value);
  return typeof value === 'number' ? new Date(value).getTime() : undefined;
}

/**
 * The day that a value means, `YYYY-MM-DD`.
 *
 * @param value that text, or a Date, whose day in UTC is taken
 * @throws TypeError when it is none
 */
export function dayIn(value: unknown): string {
  if (typeof value === 'string' && isCalendarDate(value)) return value;
  if (value instanceof Date) {
    const iso = Number.isNaN(value.getTime()) ? '' : value.toISOString();
    if (iso.length === 24) return iso.slice(0, 10);
  }
  throw new TypeError(`cannot hold ${show(value)}: it holds a day, 'YYYY-MM-DD' or a Date (whose day in UTC is taken)`);
}
