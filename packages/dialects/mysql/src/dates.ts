import { instantText, timeOf } from '@shelf/core/codecs';

/** 0000-01-01 and the first instant after 9999-12-31, in epoch milliseconds. */
const FIRST = -62_167_219_200_000;
const END = 253_402_300_800_000;
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
  const year = digits(value, 0, 4);
  const month = digits(value, 5, 2);
  const day = digits(value, 8, 2);
  // Date.UTC takes years below 100 for those of the 20th century; month and day may be 0.
  if (year < 100 || month === 0 || day === 0) return readRare(value, zoneOffset);
  const ms =
    value.length >= 23 ? digits(value, 20, 3) : value.length > 20 ? Number(value.slice(20, 23).padEnd(3, '0')) : 0;
  const time = Date.UTC(year, month - 1, day, digits(value, 11, 2), digits(value, 14, 2), digits(value, 17, 2), ms);
  return Number.isNaN(time) ? value : new Date(time - zoneOffset);
}

function readRare(text: string, zoneOffset: number): unknown {
  const time = timeOf(text);
  return time === undefined ? text : new Date(time - zoneOffset);
}

function digits(text: string, from: number, count: number): number {
  let number = 0;
  for (let i = from; i < from + count; i++) number = number * 10 + text.charCodeAt(i) - ZERO;
  return number;
}
