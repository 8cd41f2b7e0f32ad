import { inspect } from 'node:util';
import type { Knex } from 'knex';

/** A value as it compares between databases and with plain arrays: text, or null. */
export type Canonical = string | null;

/** One type of column: how it is declared, which values programs try, and how values of it compare. */
export interface ColumnType {
  /** Declares a column of the type. */
  declare(table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder;
  /** What programs store and look for: what is legal, what is at the edges, and what has to be refused. */
  readonly values: readonly unknown[];
  /** The value as text that is the same for equal values; throws where it is none of this type. */
  canonical(value: unknown): string;
  /** Compares two such texts in the column's order; left out where the type has no order that all databases share. */
  compare?(a: string, b: string): number;
  /** Whether a unique index over it is possible everywhere; false when left out. */
  readonly indexed?: true;
}

const sign = (a: number | bigint, b: number | bigint): number => (a < b ? -1 : a > b ? 1 : 0);
const byInteger = (a: string, b: string): number => sign(BigInt(a), BigInt(b));
const byNumber = (a: string, b: string): number => sign(Number(a), Number(b));
const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The members of objects in one order: databases keep JSON in their own. */
function sortMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortMembers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => byCodePoint(a, b))
      .map(([name, member]) => [name, sortMembers(member)]),
  );
}

function integerText(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') throw new TypeError();
  const isWhole = typeof value !== 'string' || /^[+-]?\d+$/.test(value);
  return BigInt(isWhole ? value : Number(value)).toString();
}

function numberText(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') throw new TypeError();
  const number = Number(value);
  if (Number.isNaN(number)) throw new TypeError();
  return String(number);
}

function instantText(value: unknown): string {
  return (value instanceof Date ? value : new Date(value as string)).toISOString();
}

/** A number that is saved as text is text when it is read. */
function textOf(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new TypeError();
  return String(value);
}

const REFUSED = [Number.NaN, Number.POSITIVE_INFINITY, { a: 1 }, Symbol('s'), () => 1, new Date(Number.NaN)];

const integers = [0, 1, 2, 3, 7, -1, '5', 12n, 2147483647, -2147483648, '1e2', '+5', ' 3', '', 'x'];
const texts = [
  '',
  'a',
  'A',
  'b',
  'a ',
  ' a',
  "it's",
  'é',
  'É',
  '😀',
  'NULL',
  '0',
  '\\',
  '"',
  '%',
  'null',
  'ß',
  'x'.repeat(20),
];

/** The types of columns that programs use. */
export const columnTypes = {
  integer: {
    declare: (table, name) => table.integer(name),
    values: [...integers, true, ...REFUSED],
    canonical: integerText,
    compare: byInteger,
    indexed: true,
  },
  bigint: {
    declare: (table, name) => table.bigInteger(name),
    values: [
      ...integers,
      '9007199254740993',
      9223372036854775807n,
      '-9223372036854775808',
      '9223372036854775808',
      2 ** 53,
    ],
    canonical: integerText,
    compare: byInteger,
    indexed: true,
  },
  string: {
    declare: (table, name) => table.string(name, 20),
    values: [...texts, 'x'.repeat(21), `${'x'.repeat(20)} `, 5, true, '\ud800', ...REFUSED],
    canonical: textOf,
    compare: byCodePoint,
    indexed: true,
  },
  text: {
    declare: (table, name) => table.text(name),
    values: [...texts, 'x'.repeat(300), 'a\nb', '\u2028', 7, ...REFUSED],
    canonical: textOf,
    compare: byCodePoint,
  },
  boolean: {
    declare: (table, name) => table.boolean(name),
    values: [true, false, 1, 0, 'true', 2, '', ...REFUSED],
    canonical: (value) =>
      value === true || value === 1 ? 'true' : value === false || value === 0 ? 'false' : refuse(),
  },
  double: {
    declare: (table, name) => table.double(name),
    values: [0, -0, 1, 0.1, -2.5, 1e300, 5e-324, 0.1 + 0.2, 16777217, '1.5', '1e2', ...REFUSED],
    canonical: (value) => (numberText(value) === '-0' ? '0' : numberText(value)),
    compare: byNumber,
  },
  decimal: {
    // knex has SQLite call it a float, which keeps more.
    declare: (table, name) => table.specificType(name, 'decimal(10, 2)'),
    values: [0, 1, '1.50', 1.5, '-0.01', '12345678.90', '1.005', '1e2', '+5', '.5', '', ...REFUSED],
    canonical: (value) => (numberText(value) === '-0' ? '0' : numberText(value)),
    compare: byNumber,
  },
  instant: {
    declare: (table, name) => table.datetime(name, { precision: 3 }),
    values: [
      new Date(0),
      new Date('2024-02-29T23:59:59.999Z'),
      new Date('2024-12-31T23:59:59.700Z'),
      '2024-05-05T10:11:12Z',
      '2024-05-05T24:00:00Z',
      new Date('1969-12-31T23:59:59.999Z'),
      new Date('9999-12-31T23:59:59.999Z'),
      new Date('+010000-01-01T00:00:00Z'),
      new Date('0000-01-01T00:00:00Z'),
      'soon',
      ...REFUSED,
    ],
    canonical: instantText,
    compare: (a, b) => sign(Date.parse(a), Date.parse(b)),
  },
  day: {
    declare: (table, name) => table.date(name),
    values: [
      '2024-02-29',
      '2023-02-29',
      '1999-12-31',
      '0001-01-01',
      '9999-12-31',
      '0000-01-01',
      '2024-1-1',
      ...REFUSED,
    ],
    canonical(value) {
      if (typeof value !== 'string') throw new TypeError();
      return value;
    },
    compare: byCodePoint,
  },
  json: {
    declare: (table, name) => table.json(name),
    values: [
      {},
      [],
      { a: [1, { b: null }] },
      'text',
      '',
      0,
      1.5,
      true,
      false,
      [null],
      { 'a.b': "it's" },
      new Map(),
      Number.NaN,
      () => 1,
    ],
    canonical: (value) => JSON.stringify(sortMembers(value)),
  },
  binary: {
    declare: (table, name) => table.binary(name),
    values: [Buffer.from([]), Buffer.from([0, 255, 39, 92]), new Uint8Array([1, 2]), 'text', 5, { a: 1 }],
    canonical(value) {
      if (!(value instanceof Uint8Array)) throw new TypeError();
      return Buffer.from(value).toString('hex');
    },
  },
} satisfies Readonly<Record<string, ColumnType>>;

function refuse(): never {
  throw new TypeError();
}

/** The name of a type of columns. */
export type TypeName = keyof typeof columnTypes;

export const typeNames = Object.keys(columnTypes) as readonly TypeName[];

/** A type of columns by its name. */
export function typeOf(name: TypeName): ColumnType {
  return columnTypes[name];
}

/** The value of a column as it compares; what is no value of its type is shown as it is, so that it differs from all others. */
export function canonical(type: TypeName, value: unknown): Canonical {
  if (value === null || value === undefined) return null;
  try {
    return typeOf(type).canonical(value);
  } catch {
    return `no ${type}: ${typeof value} ${inspect(value)}`;
  }
}
