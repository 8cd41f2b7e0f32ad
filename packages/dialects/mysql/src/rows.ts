import { ConnectionLostError } from '@shelf/core';
import { compileRow } from '@shelf/core/codecs';
import { binaryCode } from './binary-values.js';
import { fitsDate, isBoolean } from './column-types.js';
import type { Field, Packet } from './commands.js';
import type { MysqlColumn } from './describe.js';
import { HELPERS } from './packet-values.js';
import { textCode } from './text-values.js';

/** Makes one row of a packet. */
export type MakeRow = (packet: Packet) => Record<string, unknown>;

/** How the rows of one shape are made. */
export interface Maker {
  readonly makeRow: MakeRow;
  /** The names of the columns whose values are what their codecs would make of them. */
  readonly decoded: ReadonlySet<string>;
}

/** How values are written: as SQL has them, or, in the answer to a prepared statement, as machines have them. */
export type Format = 'text' | 'binary';

/** Columns as the catalogue describes them, by the names that they have in the result. */
export type Decodable = ReadonlyMap<string, Pick<MysqlColumn, 'kind' | 'precision'>>;

/** The most shapes of rows that are remembered. */
const CAPACITY = 1000;

const makers = new Map<string, Maker | undefined>();

/**
 * How the rows of one shape are made; undefined where mysql2 has to do it. They are what it would make, of an object
 * literal instead of property by property.
 *
 * @param zoneOffset how far the server's zone is ahead of UTC, in ms
 * @param decodable the columns whose values may be decoded; they are as far as that is quicker here: booleans, and instants that a Date holds
 */
export function makerOf(
  fields: readonly Field[],
  format: Format,
  zoneOffset: number,
  decodable: Decodable | undefined,
): Maker | undefined {
  const decoded = new Set<string>();
  let shape = `${format} ${zoneOffset}`;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as Field;
    const { name, columnType, flags, encoding, characterSet, decimals, extendedFormat } = field;
    const decodes = isDecoded(field, decodable?.get(name));
    if (decodes) decoded.add(name);
    shape += `\0${columnType} ${flags} ${characterSet} ${encoding} ${decimals} ${extendedFormat} ${decodes} ${name.length} ${name}`;
  }
  const known = makers.get(shape);
  if (known !== undefined || makers.has(shape)) return known;
  const makeRow = compile(fields, format, zoneOffset, decoded);
  const maker = makeRow && { makeRow, decoded };
  if (makers.size >= CAPACITY) makers.clear();
  makers.set(shape, maker);
  return maker;
}

/** What the catalogue says counts, as it does for codecs; what the server sends may have become something else. */
function isDecoded(field: Field, column: Pick<MysqlColumn, 'kind' | 'precision'> | undefined): boolean {
  if (column?.kind === 'boolean') return isBoolean(field);
  return column?.kind === 'datetime' && (column.precision ?? 0) <= 3 && fitsDate(field);
}

/** In the code, `p` is the packet, `b` its bytes, `at` where reading goes on in them, `n` and `v` are for anything, and `v0`, `v1`… are the values. */
function compile(
  fields: readonly Field[],
  format: Format,
  zoneOffset: number,
  decoded: ReadonlySet<string>,
): MakeRow | undefined {
  if (!('latin1Slice' in Buffer.prototype)) return undefined;
  // mysql2 says what is wrong with it.
  if (fields.some(({ name }) => name === '__proto__')) return undefined;
  const values = format === 'binary' ? binaryRow(fields, decoded) : textRow(fields, decoded);
  return compileRow<MakeRow>(
    'p',
    `const b = p.buffer; let at = p.offset, n = 0, v = null; ${values}
    if (at !== p.end) constants[${1 + HELPERS.length}]();`,
    fields.map(({ name }, i) => [name, `v${i}`]),
    [zoneOffset, ...HELPERS, refuse],
  );
}

/** A value that ends beyond its packet would be read out of other memory. mysql2 ends the connection then. */
function refuse(): never {
  throw new ConnectionLostError('The server has sent a row that cannot be read, and its connection was given up');
}

function textRow(fields: readonly Field[], decoded: ReadonlySet<string>): string {
  return fields.map((field, i) => `const v${i} = ${textCode(field, decoded.has(field.name))};`).join('\n');
}

/**
 * A row begins with a byte 0 and a bit for each value that is NULL, the first two of which mean nothing.
 * @see https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html
 */
function binaryRow(fields: readonly Field[], decoded: ReadonlySet<string>): string {
  const values = fields.map((field, i) => {
    const bit = i + 2;
    const isNull = `(b[nulls + ${bit >> 3}] & ${1 << (bit & 7)}) !== 0`;
    return `const v${i} = ${isNull} ? null : ${binaryCode(field, decoded.has(field.name))};`;
  });
  return `const nulls = at + 1; at += ${1 + ((fields.length + 9) >> 3)};\n${values.join('\n')}`;
}
