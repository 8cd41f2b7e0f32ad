import { alikeCode, booleanOf, fitsDate, isBoolean, isUnsigned, readBy, TYPE } from './column-types.js';
import type { Field } from './commands.js';

const INT16 = 'b[at - 2] | b[at - 1] << 8';
const INT32 = 'b[at - 4] | b[at - 3] << 8 | b[at - 2] << 16 | b[at - 1] << 24';
/** The lower half of 64 bits. */
const LOW = '(b[at - 8] | b[at - 7] << 8 | b[at - 6] << 16 | b[at - 5] << 24) >>> 0';

/** The code of a value, which is not NULL, of a prepared statement's answer. */
export function binaryCode(field: Field, decoding: boolean): string {
  if (field.extendedFormat === 'json') return alikeCode(field);
  if (decoding && isBoolean(field)) return booleanOf(binaryCode(field, false));
  const { columnType, decimals } = field;
  const unsigned = isUnsigned(field);
  switch (columnType) {
    case TYPE.tiny:
      return unsigned ? 'b[at++]' : '(b[at++] << 24) >> 24';
    case TYPE.short:
      return unsigned ? `(at += 2, ${INT16})` : `(at += 2, ((${INT16}) << 16) >> 16)`;
    case TYPE.year:
      return `(at += 2, ${INT16})`;
    case TYPE.long:
    case TYPE.int24:
      return unsigned ? `(at += 4, (${INT32}) >>> 0)` : `(at += 4, ${INT32})`;
    case TYPE.longlong:
      return longlong(unsigned);
    case TYPE.float:
      return '(at += 4, b.readFloatLE(at - 4))';
    case TYPE.double:
      return '(at += 8, b.readDoubleLE(at - 8))';
    case TYPE.null:
      return 'null';
    case TYPE.timestamp:
    case TYPE.datetime:
    case TYPE.date:
    case TYPE.newdate:
      return decoding && fitsDate(field)
        ? `(p.offset = at, v = constants[2](p, constants[0], ${decimals}, ${columnType}), at = p.offset, v)`
        : readBy(`readDateTimeString(${decimals}, null, ${columnType})`);
    case TYPE.time:
      return readBy('readTimeString()');
    case TYPE.decimal:
    case TYPE.newdecimal:
      return readBy('readLengthCodedString("ascii")');
    default:
      return alikeCode(field);
  }
}

/** A number where that is exact, else text. */
function longlong(unsigned: boolean): string {
  const least = unsigned ? 'n >= 0' : 'n > -2097152';
  const exact = readBy(unsigned ? 'readInt64()' : 'readSInt64()');
  return `(at += 8, n = ${INT32}, ${least} && n < 2097152) ? n * 4294967296 + (${LOW}) : (at -= 8, ${exact})`;
}
