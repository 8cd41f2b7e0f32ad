import { compileRow } from '@shelf/core/codecs';
import type { Bytes } from '../dialect/bytes.js';
import { END_CODE, valueCode, type Field, type Row } from '../dialect/rows.js';
import { typeOf } from '../dialect/types.js';
import type { Place } from './places.js';
import { unescaped } from './text.js';

/** Makes a row of the bytes of a DataRow message; undefined where its hstore has other pairs than expected. */
export type MakeWhole = (bytes: Bytes, at: number) => Row | undefined;

/** A longer text, in bytes, is looked through faster by what Node brings for texts. */
const LONGEST = 4096;
/** V8 does not optimise the code for many more. */
const MOST_PAIRS = 50;
/** Larger pieces of memory, in bytes, come with rows that are larger still, and are not to be kept by a view of them. */
const LARGEST = 131_072;
/** From so many values on it is quicker to make a text of all and to cut these out of it. */
const MANY_VALUES = 3;

const NULL = word(Buffer.from('NULL'), 0);

/**
 * Compiles what makes rows of one shape: of columns, and of an hstore with these very pairs. The bytes are gone through once to find
 * where each value stands, and values are made only when all is as expected.
 *
 * In the code, `b` is the bytes, `d` a view of them, `at` where reading goes on in them, `all` the bits of all bytes of values. Field i stands
 * from `fi` to `ti` and is `vi`; the value of pair j stands from `sj` to `ej`, is escaped if `xj`, and is `aj`.
 *
 * @param holder which of the fields is the hstore
 * @returns undefined where there are too many pairs, or no code may be compiled
 */
export function compileWhole(
  fields: readonly Field[],
  bigInts: boolean,
  holder: number,
  { pairs }: Place,
): MakeWhole | undefined {
  if (pairs.length > MOST_PAIRS) return undefined;
  const types = fields.map(({ dataTypeID }) => typeOf(dataTypeID, bigInts));
  const constants: unknown[] = types.map(({ read, readIn }) => readIn ?? read);
  const constant = (value: unknown): string => `constants[${constants.push(value) - 1}]`;
  const cut = pairs.length >= MANY_VALUES && pairs.every(({ head }) => Buffer.byteLength(head) === head.length);
  const columns = fields.map(({ name }, i) => ({ name, i })).filter(({ i }) => i !== holder);
  const values = types.map((type, i) =>
    i === holder ? '' : `from = f${i}; at = t${i}; const v${i} = from < 0 ? null : ${valueCode(type, i)};`,
  );
  const attributes = pairs.map(({ decode }, j) => {
    if (decode === null) return '';
    const plain = `b.utf8Slice(s${j}, e${j})`;
    const text = cut ? `all < 128 ? text.slice(s${j} - start, e${j} - start) : ${plain}` : plain;
    const value = `x${j} ? ${constant(unescaped)}(${plain}) : ${text}`;
    return `const a${j} = s${j} < 0 ? null : ${decode === undefined ? value : `${constant(decode)}(${value})`};`;
  });
  return compileRow<MakeWhole & (() => Row)>(
    'b, at',
    `if (((b[at] << 8) | b[at + 1]) !== ${fields.length} || b.length > ${LARGEST}) return undefined;
    let size = 0, from = 0, c = 0, all = 0;
    const end = ${END_CODE};
    at += 2;
    ${fields.map((_, i) => fieldCode(i)).join('\n')}
    if (at !== end) return undefined;
    const start = f${holder} < 0 ? t${holder} : f${holder}, to = t${holder};
    if (to - start > ${LONGEST}) return undefined;
    const d = ${constant(viewOf)}(b);
    at = start;
    ${pairs.map(({ head }, j) => pairCode(Buffer.from(j === 0 ? head : `, ${head}`), j)).join('\n')}
    if (at !== to) return undefined;
    ${cut ? 'const text = all < 128 ? b.latin1Slice(start, to) : "";' : ''}
    ${[...values, ...attributes].join('\n')}`,
    [
      ...columns.map(({ name, i }) => [name, `v${i}`] as const),
      ...pairs.flatMap(({ name, decode }, j) => (decode === null ? [] : [[name, `a${j}`] as const])),
    ],
    constants,
  );
}

/** Finds where a field stands. */
function fieldCode(i: number): string {
  return `size = (b[at] << 24) | (b[at + 1] << 16) | (b[at + 2] << 8) | b[at + 3];
    const f${i} = size < 0 ? -1 : at + 4, t${i} = size < 0 ? at + 4 : at + 4 + size;
    at = t${i};`;
}

/** Finds where the value of a pair stands, behind its head. Only quotes and backslashes are escaped, and they are one byte each. */
function pairCode(head: Buffer, j: number): string {
  return `if (${beginsCode(head)}) return undefined;
    at += ${head.length};
    let s${j} = -1, e${j} = 0, x${j} = false;
    if (b[at] === 34) {
      s${j} = ++at;
      while (at < to && (c = b[at]) !== 34 && c !== 92) { all |= c; at++; }
      if (c === 92) {
        x${j} = true;
        while (at < to && (c = b[at]) !== 34) { all |= c; at += c === 92 ? 2 : 1; }
      }
      e${j} = at++;
    } else {
      if (at + 4 > to || d.getInt32(at) !== ${NULL}) return undefined;
      at += 4;
    }`;
}

/** Whether other bytes stand there: compared by fours, of which the last may overlap. */
function beginsCode(head: Buffer): string {
  const others = [`at + ${head.length} > to`];
  for (let i = 0; i < head.length; i += 4) {
    const from = Math.min(i, head.length - 4);
    others.push(`d.getInt32(at + ${from}) !== ${word(head, from)}`);
  }
  return others.join(' || ');
}

function word(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at);
}

let seen: Buffer | undefined;
let view: DataView;

/** A view of bytes, in which V8 reads four at once; the bytes are the same for many rows. */
function viewOf(bytes: Buffer): DataView {
  if (bytes !== seen) {
    seen = bytes;
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  return view;
}
