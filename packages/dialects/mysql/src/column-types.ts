import type { Field } from './commands.js';

/** The types of values on the wire. @see https://dev.mysql.com/doc/dev/mysql-server/latest/field__types_8h.html */
export const TYPE = {
  decimal: 0x00,
  tiny: 0x01,
  short: 0x02,
  long: 0x03,
  float: 0x04,
  double: 0x05,
  null: 0x06,
  timestamp: 0x07,
  longlong: 0x08,
  int24: 0x09,
  date: 0x0a,
  time: 0x0b,
  datetime: 0x0c,
  year: 0x0d,
  newdate: 0x0e,
  vector: 0xf2,
  json: 0xf5,
  newdecimal: 0xf6,
  geometry: 0xff,
} as const;

const [UNSIGNED, ZEROFILL] = [32, 64];
/** The character set of bytes. */
const BINARY = 63;
/** What a Date holds of a second's digits. */
const DATE_DIGITS = 3;

export function isUnsigned({ flags }: Field): boolean {
  return (flags & UNSIGNED) !== 0;
}

/** Whether the text of a number may have up to 255 digits. */
export function isZerofill({ flags }: Field): boolean {
  return (flags & ZEROFILL) !== 0;
}

/** Whether a Date holds all that the column does. */
export function fitsDate({ columnType, decimals }: Field): boolean {
  return (columnType === TYPE.datetime || columnType === TYPE.timestamp) && decimals <= DATE_DIGITS;
}

/** Whether it is as BOOLEAN makes it, a TINYINT(1). */
export function isBoolean(field: Field): boolean {
  return field.columnType === TYPE.tiny && field.columnLength === 1 && !isUnsigned(field);
}

/** The code of what a boolean's number is decoded as. */
export function booleanOf(code: string): string {
  return `(n = ${code}, n === 1 ? true : n === 0 ? false : n)`;
}

/** The code of a value that mysql2's packet reads by one of its methods. */
export function readBy(call: string): string {
  return `(p.offset = at, v = p.${call}, at = p.offset, v)`;
}

/** The code of a value that is written alike in both formats. */
export function alikeCode({ columnType, extendedFormat, characterSet, encoding }: Field): string {
  const text = readBy(`readLengthCodedString(${JSON.stringify(encoding)})`);
  if (extendedFormat === 'json') return text;
  switch (columnType) {
    case TYPE.geometry:
      return readBy('parseGeometryValue()');
    case TYPE.vector:
      return readBy('parseVector()');
    case TYPE.json:
      return readBy('readLengthCodedString("utf8")');
    default:
      return characterSet === BINARY ? readBy('readLengthCodedBuffer()') : text;
  }
}
