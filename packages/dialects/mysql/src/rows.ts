import { compileRow } from '@shelf/core/codecs';
import type { Field, Packet } from './commands.js';
import { binaryCode } from './binary-values.js';
import { fitsDate, isBoolean } from './column-types.js';
import { textCode } from './text-values.js';
import { HELPERS } from './packet-values.js';

/** Makes one row of a packet. */
export type MakeRow = (packet: Packet) => Record<string, unknown>;

/** How the rows of one shape are made. */
export interface Maker {
  readonly makeRow: MakeRow;
  /** The columns whose values are what their codecs would make of them. */
  readonly decoded: ReadonlySet<string>;
}

/** How values are written: as SQL has them, or, in the answer to a prepared statement, as machines have them. */
export type Format = 'text' | 'binary';

/** The most shapes of rows that are remembered. */
const CAPACITY = 1000;

const makers = new Map<string, Maker | undefined>();

/**
 * How the rows of one shape are made; undefined where mysql2 has to do it. They are what it would make, of an object literal instead of
 * property by property.
 *
 * @param zoneOffset given where values are to be decoded, as far as that is quicker here: how far the server's zone is ahead of UTC, in ms
 */
export function makerOf(fields: readonly Field[], format: Format, zoneOffset: number | undefined): Maker | undefined {
  let shape = `${format} ${zoneOffset}`;
  for (let i = 0; i < fields.length; i++) {
    const { name, columnType, columnLength, flags, encoding, characterSet, decimals, extendedFormat } = fields[
      i
    ] as Field;
    shape += `\0${columnType} ${columnLength} ${flags} ${characterSet} ${encoding} ${decimals} ${extendedFormat} ${name}`;
  }
  const known = makers.get(shape);
  if (known !== undefined || makers.has(shape)) return known;
  const maker = compile(fields, format, zoneOffset);
  if (makers.size >= CAPACITY) makers.clear();
  makers.set(shape, maker);
  return maker;
}

function compile(fields: readonly Field[], format: Format, zoneOffset: number | undefined): Maker | undefined {
  if (!('latin1Slice' in Buffer.prototype)) return undefined;
  const decoding = zoneOffset !== undefined;
  const values = format === 'binary' ? binaryRow(fields, decoding) : textRow(fields, decoding);
  const makeRow = compileRow<MakeRow>(
    'p',
    `const b = p.buffer; let at = p.offset, n = 0, v = null; ${values}`,
    fields.map(({ name }, i) => [name, `v${i}`]),
    [zoneOffset, ...HELPERS],
  );
  if (makeRow === undefined) return undefined;
  const decoded = decoding ? fields.filter((field) => fitsDate(field) || isBoolean(field)) : [];
  return { makeRow, decoded: new Set(decoded.map(({ name }) => name)) };
}

function textRow(fields: readonly Field[], decoding: boolean): string {
  return fields.map((field, i) => `const v${i} = ${textCode(field, decoding)};`).join('\n');
}

/**
 * A row begins with a byte 0 and a bit for each value that is NULL, the first two of which mean nothing.
 * @see https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html
 */
function binaryRow(fields: readonly Field[], decoding: boolean): string {
  const values = fields.map((field, i) => {
    const bit = i + 2;
    const isNull = `(b[nulls + ${bit >> 3}] & ${1 << (bit & 7)}) !== 0`;
    return `const v${i} = ${isNull} ? null : ${binaryCode(field, decoding)};`;
  });
  return `const nulls = at + 1; at += ${1 + ((fields.length + 9) >> 3)};\n${values.join('\n')}`;
}
