import { floatIn } from '@shelf/core/codecs';
import { readArray } from './array-literal.js';
import { KeyList } from './key-list.js';

/** Whether a value is bound as it is by a parameter of a type. */
type Fits = (value: unknown) => boolean;

/** How each parameter of a prepared statement is looked at; undefined where none has to be. */
export type ParameterChecks = readonly (Fits | undefined)[];

function integerOf(bits: number): Fits {
  const end = 2 ** (bits - 1);
  return (value) => {
    if (typeof value === 'number') return Number.isInteger(value) && value >= -end && value < end;
    // A column that holds texts by now would get the number's text, and not that which was given.
    return typeof value === 'string' && WHOLE.test(value) && BigInt.asIntN(bits, BigInt(value)) === BigInt(value);
  };
}

const WHOLE = /^(?:0|-?[1-9]\d{0,18})$/;

function fitsFloat(value: unknown): boolean {
  try {
    return fitsDouble(value) && Number.isFinite(floatIn(value));
  } catch {
    return false;
  }
}

function fitsDouble(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && String(Number(value)) === value);
}

function fitsNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value));
}

/** Texts of one form. */
function textsOf(form: RegExp): Fits {
  return (value) => typeof value === 'string' && form.test(value);
}

const TIME = String.raw`\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?`;
const DAY = String.raw`\d{4,6}-\d\d-\d\d`;
const instant = textsOf(new RegExp(`^(?:${DAY}(?:[T ]${TIME}(?:Z|\\+00)?)?(?: BC)?|-?infinity)$`));

/**
 * Types that would round, cut or refuse what a column can hold that has got another type since the statement was prepared, by
 * their numbers in pg_type, with those of their arrays.
 */
const TYPES: readonly (readonly [oid: number, arrayOid: number, fits: Fits])[] = [
  [16, 1000, (value) => typeof value === 'boolean'],
  [18, 1002, (value) => typeof value === 'string' && value.length <= 1], // "char"
  [19, 1003, (value) => typeof value === 'string' && value.length < 16], // name, of 63 bytes
  [20, 1016, integerOf(64)],
  [21, 1005, integerOf(16)],
  [23, 1007, integerOf(32)],
  [700, 1021, fitsFloat],
  [701, 1022, fitsDouble],
  [790, 791, textsOf(/^-?\d+(?:\.\d\d?)?$/)], // money
  [1042, 1014, (value) => typeof value === 'string' && !value.endsWith(' ')], // char(n)
  [1082, 1182, textsOf(new RegExp(`^${DAY}(?: BC)?$`))], // date
  [1083, 1183, textsOf(new RegExp(`^${TIME}$`))], // time
  [1114, 1115, instant], // timestamp
  [1184, 1185, instant], // timestamptz
  [1266, 1270, textsOf(new RegExp(`^${TIME}(?:[+-]\\d\\d(?::\\d\\d)?)$`))], // timetz
  [1700, 1231, fitsNumeric],
];

function arrayOf(fits: Fits): Fits {
  return (value) => {
    // A list of keys has its type in the SQL.
    if (value instanceof KeyList) return true;
    if (typeof value !== 'string') return false;
    let all = true;
    try {
      readArray(value, (element) => {
        all &&= fits(element);
        return null;
      });
    } catch {
      return false;
    }
    return all;
  };
}

const CHECKS: ReadonlyMap<number, Fits> = new Map(
  TYPES.flatMap(([oid, arrayOid, fits]) => [
    [oid, fits],
    [arrayOid, arrayOf(fits)],
  ]),
);

/** How parameters of these types are looked at. */
export function checksOf(oids: readonly number[]): ParameterChecks | undefined {
  const checks = oids.map((oid) => CHECKS.get(oid));
  return checks.some((check) => check !== undefined) ? checks : undefined;
}

/**
 * Whether values are bound as they are by parameters that have kept the types of when their statement was prepared. What does
 * not fit may be meant for a column that has another type by now.
 */
export function fit(checks: ParameterChecks, bindings: readonly unknown[]): boolean {
  for (let i = 0; i < checks.length; i++) {
    const value = bindings[i];
    if (value !== null && checks[i]?.(value) === false) return false;
  }
  return true;
}
