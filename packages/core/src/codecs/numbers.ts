import { isInt64 } from './integers.js';
import { show } from './show.js';

/** What a number is written as: its digits before and after the point, without zeros that mean nothing. */
export interface Digits {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

const NUMBER = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([+-]?\d+))?$/i;
/** No database holds more. */
const MOST_DIGITS = 150_000;

/**
 * Reads a number without a detour through a double: a sign or none, digits with a point or none, an exponent or none. It is one
 * form for all databases.
 *
 * @param value a finite number, a BigInt, or text
 * @returns its digits; undefined where it is no number, or has more digits than any database holds
 */
export function digitsIn(value: unknown): Digits | undefined {
  const match = NUMBER.exec(textOf(value));
  if (match === null) return undefined;
  const [, sign = '', before = '', after, alone, exponent = '0'] = match;
  return shifted(sign === '-', before, after ?? alone ?? '', Number(exponent));
}

function shifted(negative: boolean, before: string, after: string, exponent: number): Digits | undefined {
  const digits = before + after;
  const point = before.length + exponent;
  if (/^0*$/.test(digits)) return ZERO;
  if (!(Math.abs(point) <= MOST_DIGITS && digits.length <= MOST_DIGITS)) return undefined;
  const whole = digits.slice(0, Math.max(point, 0)).padEnd(point, '0');
  const fraction = '0'.repeat(Math.max(-point, 0)) + digits.slice(Math.max(point, 0));
  return { negative, whole: whole.replace(/^0+/, ''), fraction: withoutZeros(fraction) };
}

const ZERO: Digits = { negative: false, whole: '', fraction: '' };

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'bigint' || Number.isFinite(value) ? String(value) : '';
}

/** Leaves zeros at the end off; a regular expression would look for them at every place. */
function withoutZeros(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

/** A number as every database reads it: without an exponent, and without zeros that mean nothing. */
export function plainNumber({ negative, whole, fraction }: Digits): string {
  return `${negative ? '-' : ''}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The whole number that a value is; undefined where it is none. */
export function wholeIn(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  const digits = digitsIn(value);
  return digits === undefined || digits.fraction !== '' ? undefined : BigInt(plainNumber(digits));
}

/**
 * The whole number of at most 64 bits that a value is.
 *
 * @throws TypeError when it is none
 */
export function integerIn(value: unknown): bigint {
  const whole = wholeIn(value);
  if (whole === undefined) throw new TypeError(`cannot hold ${show(value)}: it holds whole numbers`);
  if (isInt64(whole)) return whole;
  throw new TypeError(`cannot hold ${show(value)}: an integer has 64 bits`);
}

/**
 * The double that a value is, and reads back as.
 *
 * @throws TypeError when no double is written as it
 */
export function doubleIn(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const digits = typeof value === 'number' ? undefined : digitsIn(value);
  if (digits === undefined) throw new TypeError(`cannot hold ${show(value)}: it holds numbers`);
  const text = plainNumber(digits);
  const double = Number(text);
  // Of whole numbers JavaScript writes out the first 17 digits alone.
  const isSame =
    writtenOut(double) === text ||
    (digits.fraction === '' && Number.isFinite(double) && BigInt(double) === BigInt(text));
  if (isSame) return double;
  throw new TypeError(`cannot hold ${show(value)}: a float has 53 bits, and would be another number`);
}

function writtenOut(double: number): string | undefined {
  const digits = digitsIn(double);
  return digits && plainNumber(digits);
}

/**
 * The number that a value is, where a float of 24 bits reads back as it.
 *
 * @throws TypeError when none does
 */
export function floatIn(value: unknown): number {
  const double = doubleIn(value);
  if (shortestFloat(Math.fround(double)) === double) return double;
  throw new TypeError(
    `cannot hold ${show(value)}: a float of 24 bits keeps about 7 digits, and would be another number`,
  );
}

/** The number of the fewest digits that is nearer to this float of 24 bits than to another one. */
export function shortestFloat(stored: number): number {
  const first = Math.abs(stored) < LEAST_WHOLE ? 1 : 6;
  for (let precision = first; precision < 9; precision++) {
    for (const number of numbersAt(stored, precision)) if (isNearest(number, stored)) return number;
  }
  return Number(stored.toPrecision(9));
}

/** Smaller floats have fewer bits than 24, and not six digits each. */
const LEAST_WHOLE = 2 ** -126;

/** The number of so many digits next to a float; for a power of two, whose neighbours are not equally far, those around it too. */
function numbersAt(stored: number, precision: number): readonly number[] {
  const next = evenAt(stored, precision) ?? Number(stored.toPrecision(precision));
  if (!Number.isInteger(Math.log2(Math.abs(stored)))) return [next];
  const [mantissa = '', exponent = ''] = stored.toExponential(precision - 1).split('e');
  const digits = Number(mantissa.replace('.', ''));
  const unit = Number(exponent) - precision + 1;
  return [next, Number(`${digits + 1}e${unit}`), Number(`${digits - 1}e${unit}`)];
}

/** Of two numbers of so many digits that are equally near, the one that ends in an even digit, as PostgreSQL has it. */
function evenAt(stored: number, precision: number): number | undefined {
  const text = stored.toExponential(precision);
  const [mantissa = '', exponent = ''] = text.split('e');
  if (!mantissa.endsWith('5') || Number(text) !== stored) return undefined;
  const digits = Math.trunc(Number(mantissa.replace('.', '')) / 10);
  const even = digits % 2 === 0 ? digits : digits + Math.sign(digits);
  return Number(`${even}e${Number(exponent) - precision + 1}`);
}

/** Whether a number is not half way to another float either, where servers write more digits. */
function isNearest(number: number, stored: number): boolean {
  return Math.fround(number * (1 + BIT)) === stored && Math.fround(number * (1 - BIT)) === stored;
}

/** The least that floats of 53 bits tell apart. */
const BIT = 2 ** -52;

/**
 * The text of a decimal, with its digits as they are given, but without an exponent.
 *
 * @param precision how many digits the column holds; undefined for any number of them
 * @param scale how many of them stand after the point; negative where the last ones before it are zeros
 * @throws TypeError when it is no number, or the column would round or refuse it
 */
export function decimalIn(value: unknown, precision?: number, scale: number = 0): string {
  const digits = digitsIn(value);
  if (digits === undefined) throw new TypeError(`cannot hold ${show(value)}: it holds numbers`);
  if (precision !== undefined) checkDecimal(value, digits, precision, scale);
  const text = String(value);
  return PLAIN.test(text) ? text : plainNumber(digits);
}

const PLAIN = /^-?\d+(?:\.\d+)?$/;

function checkDecimal(value: unknown, { whole, fraction }: Digits, precision: number, scale: number): void {
  if (fraction.length > Math.max(scale, 0))
    throw new TypeError(`cannot hold ${show(value)}: it keeps ${Math.max(scale, 0)} digits after the point`);
  if (whole.length > Math.max(precision - scale, 0))
    throw new TypeError(
      `cannot hold ${show(value)}: it keeps ${Math.max(precision - scale, 0)} digits before the point`,
    );
  if (scale > precision && /[1-9]/.test(fraction.slice(0, scale - precision)))
    throw new TypeError(`cannot hold ${show(value)}: the first ${scale - precision} digits after its point are zeros`);
  if (scale < 0 && /[1-9]/.test(whole.slice(scale)))
    throw new TypeError(`cannot hold ${show(value)}: it rounds the last ${-scale} digits before the point`);
}
