/** Sign, digits before and after the point, exponent. */
const DECIMAL = /^\s*([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?\s*$/i;

/** Any decimal of so many digits is the shortest form of a float of its own. */
const EXACT_DIGITS = 15;
/** More places than any database's decimals have: what lies beyond is not written out. */
const MOST_PLACES = 200;

/**
 * A decimal's one form, however it is written: `1.50`, `+1.5` and `15e-1` are one. A number where that is exact, as integers have it,
 * else its digits; undefined for what is no decimal.
 */
export function canonicalDecimal(written: string): string | number | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(written) ?? [];
  if (whole === '' && fraction === '') return undefined;
  const padded = (whole + fraction).replace(/0+$/, '');
  const digits = padded.replace(/^0+/, '');
  if (digits === '') return 0;
  /** The number is 0.digits × 10^point. */
  const point = whole.length + Number(exponent) - (padded.length - digits.length);
  const signed = (sign === '-' ? '-' : '') + digits;
  if (Math.abs(point) > MOST_PLACES) return `${signed}e${point}`;
  if (point >= digits.length) return safest(BigInt(signed + '0'.repeat(point - digits.length)));
  return digits.length <= EXACT_DIGITS ? Number(`${signed}e${point - digits.length}`) : `${signed}e${point}`;
}

/** A number where that is exact, else the digits. */
export function safest(value: bigint): string | number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
