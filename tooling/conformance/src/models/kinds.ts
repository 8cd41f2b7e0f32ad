import * as fc from 'fast-check';
import type { Knex } from 'knex';

/** One kind of column: how it is made, what it holds, and what a value comes back as where that is not itself. */
export interface Kind {
  readonly add: (table: Knex.CreateTableBuilder, name: string) => unknown;
  readonly values: readonly unknown[];
  readonly any?: fc.Arbitrary<unknown>;
  readonly read?: (value: never) => unknown;
  /** A `fetch` by its value finds the row. */
  readonly findable?: boolean;
}

const DAY = 86_400_000;
const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));
const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/** An integer of 64 bits comes as a number where that is safe, as digits where it is not. */
function exactInteger(value: number | bigint | string): number | string {
  const integer = BigInt(value);
  return Number.isSafeInteger(Number(integer)) ? Number(integer) : String(integer);
}

/** JSON as JSON has it: without -0, and in objects of the usual prototype. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

function hasName(value: unknown, name: string): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Object.hasOwn(value, name) || Object.values(value).some((each) => hasName(each, name)))
  );
}

const json = fc
  .jsonValue({ stringUnit: 'binary' })
  .filter((value) => value !== null && !/\\u0000/.test(JSON.stringify(value)) && !hasName(value, '__proto__'));

/** Every kind of column, by the name of its column. */
export const KINDS: Readonly<Record<string, Kind>> = {
  boolean: { add: (table, name) => table.boolean(name), values: [true, false], any: fc.boolean() },
  integer: { add: (table, name) => table.integer(name), values: [0, -1, 2 ** 31 - 1, -(2 ** 31)], any: fc.integer() },
  bigint: {
    add: (table, name) => table.bigInteger(name),
    values: [
      0,
      2 ** 31,
      3_000_000_000,
      Number.MAX_SAFE_INTEGER,
      5n,
      '9007199254740993',
      9007199254740993n,
      -9007199254740993n,
      MAX_INT64,
      MIN_INT64,
    ],
    any: fc.bigInt(MIN_INT64, MAX_INT64),
    read: exactInteger,
  },
  double: {
    add: (table, name) => table.double(name),
    values: [0, 0.1, -1.5, 1e300, 5e-300, 2 ** 60],
    any: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }).map((value) => value + 0),
  },
  string: {
    add: (table, name) => table.string(name),
    values: [
      '',
      ' ',
      ' pad ',
      'NULL',
      'null',
      'true',
      '0',
      '007',
      '1e3',
      `it's "quoted" \`so\``,
      '\\',
      '?',
      ':name',
      '%',
      '日本 🙂 é',
      'a\nb\r\n\tc',
      '--; drop table kinds',
    ],
    any: text.filter((value) => value.length <= 255),
  },
  text: {
    add: (table, name) => table.text(name, 'longtext'),
    values: ['x'.repeat(100_000), '🙂'.repeat(1000)],
    any: text,
  },
  uuid: { add: (table, name) => table.uuid(name), values: ['123e4567-e89b-12d3-a456-426614174000'], any: fc.uuid() },
  binary: {
    add: (table, name) => table.binary(name),
    values: [
      Buffer.alloc(0),
      Buffer.from([0, 255, 39, 92, 10]),
      new Uint8Array([1, 2, 3]),
      Buffer.from('0123456789').subarray(2, 5),
    ],
    any: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    read: (value: Uint8Array) => Buffer.from(value),
  },
  json: {
    add: (table, name) => table.json(name),
    values: [
      {},
      [],
      [[]],
      { a: [] },
      '',
      'null',
      '[]',
      '{}',
      '"quoted"',
      'text',
      '007',
      true,
      false,
      0,
      1.5,
      -1,
      [null],
      { a: null, b: { c: [1, '2', false] } },
      { 'a.b': '?', "it's": '"' },
      { constructor: 1, toString: 2 },
    ],
    any: json,
    read: plain,
    findable: false,
  },
  date: {
    add: (table, name) => table.date(name),
    values: ['2024-02-29', '1970-01-01', '1582-10-15', '9999-12-31', '2024-03-31', '2024-11-03'],
    any: fc.integer({ min: -250_000, max: 2_900_000 }).map((day) => new Date(day * DAY).toISOString().slice(0, 10)),
  },
  datetime: {
    add: (table, name) => table.datetime(name, { precision: 3 }),
    values: [
      new Date(0),
      new Date(1),
      new Date('2024-03-10T10:30:00.123Z'),
      new Date('2024-11-03T08:59:59.999Z'),
      new Date('1969-12-31T23:59:59.999Z'),
      new Date('2038-01-19T03:14:08.001Z'),
    ],
    any: fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
  },
  time: { add: (table, name) => table.time(name), values: ['00:00:00', '23:59:59', '12:34:56'], findable: false },
};
