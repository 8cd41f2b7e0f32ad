import { daysSinceEpoch, instantText, timeOf } from '@shelf/core/codecs';

/** 0000-01-01 and the first instant after 9999-12-31, in epoch milliseconds. */
const FIRST = -62_167_219_200_000;
const END = 253_402_300_800_000;
const MS_PER_DAY = 86_400_000;
const ZERO = 48;

/**
 * The text of an instant as MySQL takes it, `YYYY-MM-DD HH:MM:SS.fff`; undefined beyond the years 0 to 9999.
 *
 * @param time epoch milliseconds
 * @param zoneOffset how far the server's zone is ahead of UTC, in ms
 * @param precision the column's digits after the second; what is finer is cut off
 */
export function instantAt(time: number, zoneOffset: number, precision: number): string | undefined {
  const local = time + zoneOffset;
  if (!(local >= FIRST && local < END)) return undefined;
  const text = instantText(local);
  const fraction = precision === 0 ? 0 : 1 + Math.min(precision, 3);
  return `${text.slice(0, 10)} ${text.slice(11, 19 + fraction)}`;
}

/**
 * The instant in a text of MySQL's, `YYYY-MM-DD HH:MM:SS` with a fraction or none; a text that is none, such as the date 0, comes as stored.
 *
 * @param zoneOffset how far the server's zone is ahead of UTC, in ms
 */
export function readInstant(value: unknown, zoneOffset: number): unknown {
  if (typeof value !== 'string') return value;
  const month = two(value, 5);
  const day = two(value, 8);
  // Either may be 0.
  if (month === 0 || day === 0) return readRare(value, zoneOffset);
  const days = daysSinceEpoch(two(value, 0) * 100 + two(value, 2), month, day);
  const seconds = (two(value, 11) * 60 + two(value, 14)) * 60 + two(value, 17);
  const { length } = value;
  const ms =
    length >= 23
      ? two(value, 20) * 10 + value.charCodeAt(22) - ZERO
      : length > 20
        ? Number(value.slice(20).padEnd(3, '0'))
        : 0;
  const time = days * MS_PER_DAY + seconds * 1000 + ms - zoneOffset;
  return Number.isNaN(time) ? value : new Date(time);
}

function readRare(text: string, zoneOffset: number): unknown {
  const time = timeOf(text);
  // A prepared statement leaves zeros at its end off, a text has them.
  return time === undefined ? text.replace(/\.0+$/, '') : new Date(time - zoneOffset);
}

/** Two digits of a text, as a number; by arithmetic, since a row may have many. */
function two(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}
