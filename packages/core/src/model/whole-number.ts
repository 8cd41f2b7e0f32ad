import { show } from '../codecs/show.js';
import { InvalidValueError } from '../errors.js';

/**
 * A whole number, which may come as text, from a query string.
 *
 * @throws InvalidValueError where it is none, or out of range
 */
export function wholeNumber(value: unknown, what: string, least = 0): number {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least) return number;
  throw new InvalidValueError(
    `${what} is a whole number from ${least} to ${Number.MAX_SAFE_INTEGER}, not ${show(value)}`,
  );
}
