import { compileRow } from '@shelf/core/codecs';
import type { Field, Packet } from './commands.js';
import { binaryCode } from './binary-values.js';
import { textCode } from './text-values.js';
import { HELPERS } from './packet-values.js';

/** Makes one row of a packet. */
export type MakeRow = (packet: Packet) => Record<string, unknown>;

/** How values are written: as SQL has them, or, in the answer to a prepared statement, as machines have them. */
export type Format = 'text' | 'binary';

/** The most shapes of rows that are remembered. */
const CAPACITY = 1000;

const makers = new Map<string, MakeRow | undefined>();

/**
 * The function that makes the rows of one shape; undefined where mysql2 has to make them. The values are what mysql2
 * would make of them, of an object literal instead of property by property.
 *
 * @param zoneOffset how far the server's zone is ahead of UTC, in ms: instants are Dates then where these lose nothing; without it
 *   they are texts
 */
export function rowMaker(
  fields: readonly Field[],
  format: Format,
  zoneOffset: number | undefined,
): MakeRow | undefined {
  let shape = `${format} ${zoneOffset}`;
  for (let i = 0; i < fields.length; i++) {
    const { name, columnType, flags, encoding, characterSet, decimals, extendedFormat } = fields[i] as Field;
    shape += `\0${columnType} ${flags} ${characterSet} ${encoding} ${decimals} ${extendedFormat} ${name}`;
  }
  const known = makers.get(shape);
  if (known !== undefined || makers.has(shape)) return known;
  const maker = compile(fields, format, zoneOffset);
  if (makers.size >= CAPACITY) makers.clear();
  makers.set(shape, maker);
  return maker;
}

function compile(fields: readonly Field[], format: Format, zoneOffset: number | undefined): MakeRow | undefined {
  if (!('latin1Slice' in Buffer.prototype)) return undefined;
  const dates = zoneOffset !== undefined;
  return compileRow<MakeRow>(
    'p',
    `const b = p.buffer; let at = p.offset, n = 0, v = null; ${format === 'binary' ? binaryRow(fields, dates) : textRow(fields, dates)}`,
    fields.map(({ name }, i) => [name, `v${i}`]),
    [zoneOffset, ...HELPERS],
  );
}

function textRow(fields: readonly Field[], dates: boolean): string {
  return fields.map((field, i) => `const v${i} = ${textCode(field, dates)};`).join('\n');
}

/**
 * A row begins with a byte 0 and a bit for each value that is NULL, the first two of which mean nothing.
 * @see https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html
 */
function binaryRow(fields: readonly Field[], dates: boolean): string {
  const values = fields.map((field, i) => {
    const bit = i + 2;
    const isNull = `(b[nulls + ${bit >> 3}] & ${1 << (bit & 7)}) !== 0`;
    return `const v${i} = ${isNull} ? null : ${binaryCode(field, dates)};`;
  });
  return `const nulls = at + 1; at += ${1 + ((fields.length + 9) >> 3)};\n${values.join('\n')}`;
}
