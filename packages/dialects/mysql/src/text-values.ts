import { alikeCode, booleanOf, fitsDate, isBoolean, isZerofill, readBy, TYPE } from './column-types.js';
import type { Field } from './commands.js';

/** What stands in the place of a length where the value is NULL. */
const NULL = 251;
/** So many digits a double holds at any rate. */
const SAFE_DIGITS = 15;

/** The code of a value that is written as SQL has it: its length, and its text. */
export function textCode(field: Field, decoding: boolean): string {
  if (field.extendedFormat === 'json') return alikeCode(field);
  if (decoding && fitsDate(field)) return '(p.offset = at, v = constants[1](p, constants[0]), at = p.offset, v)';
  if (decoding && isBoolean(field)) return booleanOf(textCode(field, false));
  switch (field.columnType) {
    case TYPE.tiny:
    case TYPE.short:
    case TYPE.long:
    case TYPE.int24:
    case TYPE.year:
      return isZerofill(field) ? readBy('parseLengthCodedIntNoBigCheck()') : ofShort('constants[3](b, at - n, at)');
    case TYPE.longlong: {
      const exact = readBy('parseLengthCodedInt(true)');
      return `b[at] > ${SAFE_DIGITS} && b[at] !== ${NULL} ? ${exact} : ${ofShort('constants[3](b, at - n, at)')}`;
    }
    case TYPE.float:
    case TYPE.double:
      // mysql2 adds up the digits, and is wrong in the last of sixteen.
      return isZerofill(field) ? readBy('parseLengthCodedFloat()') : ofShort('+b.latin1Slice(at - n, at)');
    case TYPE.null:
      return readBy('readLengthCodedNumber()');
    case TYPE.decimal:
    case TYPE.newdecimal:
    case TYPE.date:
    case TYPE.datetime:
    case TYPE.timestamp:
    case TYPE.time:
      return readBy('readLengthCodedString("ascii")');
    default:
      return alikeCode(field);
  }
}

/** The code of a value of fewer than 251 bytes, which end at `at`. */
function ofShort(code: string): string {
  return `(n = b[at++]) === ${NULL} ? null : (at += n, ${code})`;
}
