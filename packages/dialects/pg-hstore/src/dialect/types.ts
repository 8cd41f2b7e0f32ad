import { readArray } from './array-literal.js';
import { latin1, readIntegerIn, type Bytes } from './bytes.js';
import { readInstant, readInstantIn } from './instants.js';

/** Makes a value of the text that the server sends. */
export type Read = (text: string) => unknown;

/** Makes a value of that text while it is bytes still, from `from` to `to`. */
export type ReadIn = (bytes: Bytes, from: number, to: number) => unknown;

/** How pg asks for the parser of a type. */
export interface TypeParsers {
  getTypeParser(oid: number, format?: string): (value: never) => unknown;
}

function asText(text: string): string {
  return text;
}

function readBoolean(text: string): boolean {
  return text === 't';
}

/** A number where that is exact, else the digits. */
function readBigInt(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

/** Up to so many characters an integer is exact as a number. */
const EXACT = 15;

function readBigIntIn(bytes: Bytes, from: number, to: number): number | string {
  return to - from > EXACT ? readBigInt(latin1(bytes, from, to)) : readIntegerIn(bytes, from, to);
}

function readInteger(text: string): number {
  return Number(text);
}

/** Bytes as PostgreSQL writes them since 9.0: `\x00ff`. */
function readBytes(text: string): Buffer {
  return text.startsWith('\\x') ? Buffer.from(text.slice(2), 'hex') : Buffer.from(text, 'latin1');
}

function readJson(text: string): unknown {
  return JSON.parse(text) as unknown;
}

/** Types by their fixed numbers in pg_type, with the number of their array's type; all others are text. */
function readers(
  bigInts: boolean,
): readonly (readonly [oid: number, arrayOid: number, read: Read, delimiter?: string])[] {
  return [
    [16, 1000, readBoolean],
    [17, 1001, readBytes],
    [18, 1002, asText], // "char"
    [19, 1003, asText], // name
    [20, 1016, bigInts ? BigInt : readBigInt],
    [21, 1005, readInteger],
    [23, 1007, readInteger],
    [25, 1009, asText], // text
    [26, 1028, readInteger], // oid
    [114, 199, readJson], // json
    [600, 1017, asText], // point
    [603, 1020, asText, ';'], // box
    [700, 1021, Number], // real
    [701, 1022, Number], // double precision
    [790, 791, asText], // money
    [869, 1041, asText], // inet
    [650, 651, asText], // cidr
    [829, 1040, asText], // macaddr
    [1042, 1014, asText], // char(n)
    [1043, 1015, asText], // varchar
    [1082, 1182, asText], // date
    [1083, 1183, asText], // time
    [1114, 1115, readInstant], // timestamp
    [1184, 1185, readInstant], // timestamptz
    [1186, 1187, asText], // interval
    [1266, 1270, asText], // timetz
    [1560, 1561, asText], // bit
    [1562, 1563, asText], // varbit
    [1700, 1231, asText], // numeric
    [2950, 2951, asText], // uuid
    [3802, 3807, readJson], // jsonb
  ];
}

/** How the values of one type are read. */
export interface Type {
  readonly read: Read;
  /** What reads them faster, if anything does. */
  readonly readIn: ReadIn | undefined;
  /** What reads them without a call. */
  readonly code: 'text' | 'number' | 'boolean' | 'call';
}

const CODES: ReadonlyMap<Read, Type['code']> = new Map<Read, Type['code']>([
  [asText, 'text'],
  [Number, 'number'],
  [readBoolean, 'boolean'],
]);

const IN_BYTES: ReadonlyMap<Read, ReadIn> = new Map<Read, ReadIn>([
  [readInteger, readIntegerIn],
  [readBigInt, readBigIntIn],
  [readInstant, readInstantIn],
]);

function typeBy(read: Read): Type {
  return { read, readIn: IN_BYTES.get(read), code: CODES.get(read) ?? 'call' };
}

const TEXT: Type = typeBy(asText);

function tableOf(bigInts: boolean): ReadonlyMap<number, Type> {
  const types = new Map<number, Type>();
  for (const [oid, arrayOid, read, delimiter] of readers(bigInts)) {
    types.set(oid, typeBy(read));
    types.set(
      arrayOid,
      typeBy((text) => readArray(text, read, delimiter)),
    );
  }
  return types;
}

const plain = tableOf(false);
const withBigInts = tableOf(true);

/** The type of that number in pg_type; one that is not known here is text. */
export function typeOf(oid: number, bigInts: boolean): Type {
  return (bigInts ? withBigInts : plain).get(oid) ?? TEXT;
}

/** The parsers of one connection; pg's own table, which is the process's, is left alone. */
export function typeParsers(bigInts: boolean): TypeParsers {
  return {
    // Who asks for binary results takes them apart.
    getTypeParser: (oid, format) => (format === 'binary' ? asText : typeOf(oid, bigInts).read),
  };
}
