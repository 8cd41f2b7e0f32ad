import { isCalendarDate, timeOf } from './dates.js';
import { show } from './show.js';

/** The first instant of the year 1, and the first after the year 9999: what every database holds. */
const FIRST = -62_135_596_800_000;
const END = 253_402_300_800_000;
/** A Date's digits after the second, and those that the databases keep at most. */
const MILLISECONDS = 3;
const MICROSECONDS = 6;

/** An instant, with the digits of its second that no Date has. */
export interface Instant {
  /** Epoch milliseconds. */
  readonly time: number;
  /** The digits after those, without zeros at the end. */
  readonly finer: string;
}

/**
 * The instant that a value means. It is one form for all databases.
 *
 * @param value a Date, ISO 8601 text (in UTC where it names no zone), or epoch milliseconds; of the years 1 to 9999
 * @param precision the digits after the second that are kept
 * @throws TypeError when it is none, or finer
 */
export function instantIn(value: unknown, precision: number = MILLISECONDS): Instant {
  const time = timeIn(value);
  if (time === undefined || Number.isNaN(time)) {
    throw new TypeError(
      `cannot hold ${show(value)}: it holds a Date, ISO 8601 text (UTC where it names no zone) or epoch milliseconds`,
    );
  }
  if (!(time >= FIRST && time < END))
    throw new TypeError(`cannot hold ${show(value)}: it holds instants of the years 1 to 9999`);
  const finer = typeof value === 'string' ? finerDigits(value) : '';
  const isFiner = finer === '' ? time !== cutTime(time, precision) : finer.length > precision - MILLISECONDS;
  if (isFiner) throw tooFine(value, precision);
  return { time, finer };
}

function timeIn(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'string') return timeOf(value);
  return Number.isInteger(value) ? (value as number) : undefined;
}

const FRACTION = /:\d\d[.,](\d+)/;

/** The digits of a text's second after its milliseconds. */
function finerDigits(text: string): string {
  // Shelf's own form has none.
  if (text.length <= 24 && text.endsWith('Z')) return '';
  return trimmed((FRACTION.exec(text)?.[1] ?? '').slice(MILLISECONDS));
}

function tooFine(value: unknown, precision: number): TypeError {
  return new TypeError(`cannot hold ${show(value)}: it keeps ${precision} digits after the second`);
}

function trimmed(digits: string): string {
  return digits.replace(/0+$/, '');
}

/** Epoch milliseconds without what a column of that precision does not keep. */
export function cutTime(time: number, precision: number): number {
  if (precision >= MILLISECONDS) return time;
  const unit = 10 ** (MILLISECONDS - precision);
  return Math.floor(time / unit) * unit;
}

/**
 * The day that a value means, `YYYY-MM-DD`.
 *
 * @param value that text, or a Date, whose day in UTC is taken; of the years 1 to 9999
 * @throws TypeError when it is none
 */
export function dayIn(value: unknown): string {
  if (typeof value === 'string' && isCalendarDate(value) && !value.startsWith('0000')) return value;
  if (value instanceof Date) {
    const time = value.getTime();
    if (time >= FIRST && time < END) return value.toISOString().slice(0, 10);
  }
  throw new TypeError(
    `cannot hold ${show(value)}: it holds a day of the years 1 to 9999, 'YYYY-MM-DD' or a Date (whose day in UTC is taken)`,
  );
}

const TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.(\d+))?)?|24:00(?::00(?:\.0+)?)?)$/;

/**
 * The time of day that a value means.
 *
 * @param value `HH:MM`, `HH:MM:SS` with a fraction or none, up to `24:00`
 * @param precision the digits after the second that are kept
 * @throws TypeError when it is none, or finer
 */
export function timeOfDayIn(value: unknown, precision: number = MICROSECONDS): string {
  const match = typeof value === 'string' ? TIME.exec(value) : null;
  if (match === null) throw new TypeError(`cannot hold ${show(value)}: it holds a time of day, 'HH:MM' or 'HH:MM:SS'`);
  checkFraction(value, match[1], precision);
  return match[0];
}

/** Refuses a fraction of a second with more digits than are kept. Throws a TypeError. */
export function checkFraction(value: unknown, fraction: string = '', precision: number = MICROSECONDS): void {
  if (fraction.length > precision && trimmed(fraction).length > precision) throw tooFine(value, precision);
}
