import { isDeepStrictEqual } from 'node:util';
import type { Bytes } from '../../src/dialect/bytes.js';
import type { Field } from '../../src/dialect/rows.js';
import type { Place } from '../../src/hstore/places.js';
import { readHstore, writeHstore } from '../../src/hstore/text.js';
import { Unpacker } from '../../src/hstore/unpacker.js';
import { compileWhole, type MakeWhole } from '../../src/hstore/whole-row.js';
import { random, recordOf, valueOf, type Record_ } from './records.js';

const FIELDS: readonly Field[] = [
  { name: 'id', dataTypeID: 23, format: 'text' },
  { name: 'held', dataTypeID: 999_999, format: 'text' },
  { name: 'last', dataTypeID: 25, format: 'text' },
];
const HOLDER = 1;
const BEFORE = 7;

/** A DataRow message, from the number of its values on, behind other bytes of the same memory. */
function dataRow(values: readonly (string | null)[]): Bytes {
  const parts: Buffer[] = [Buffer.alloc(BEFORE, '"'), Buffer.from([0, values.length])];
  for (const value of values) {
    const size = Buffer.alloc(4);
    size.writeInt32BE(value === null ? -1 : Buffer.byteLength(value));
    parts.push(size, Buffer.from(value ?? ''));
  }
  // The message's own length stands before that number, and counts itself.
  const [before, ...row] = parts as [Buffer, ...Buffer[]];
  before.writeInt32BE(4 + Buffer.concat(row).length, BEFORE - 4);
  // What comes behind the row is none of its business, however like it that is.
  parts.push(Buffer.from('", "a"=>"b"'));
  return Buffer.concat(parts) as Bytes;
}

/** As the server writes it: with a blank behind each comma between pairs. */
function textOf(record: Record_): string {
  return Object.entries(record)
    .map((pair) => writeHstore([pair]))
    .join(', ');
}

function placeOf(text: string): Place {
  const unpacker = new Unpacker([], (name) => (name === '__proto__' ? null : undefined));
  unpacker.unpack({}, text);
  return unpacker.place;
}

/** What makes the rows of the shape that a text has. */
function wholeOf(text: string): MakeWhole {
  return compileWhole(FIELDS, false, HOLDER, placeOf(text)) as MakeWhole;
}

function read(whole: MakeWhole, held: string | null, last: string | null = null): unknown {
  return whole(dataRow(['7', held, last]), BEFORE);
}

/** What a row of that shape has to be, by the other way of reading; undefined where the text is of another shape, or of none. */
function expectedOf(text: string, names: readonly string[]): unknown {
  try {
    const record = readHstore(text);
    return isDeepStrictEqual(Object.keys(record), names) ? { id: 7, last: null, ...record } : undefined;
  } catch {
    return undefined;
  }
}

test('rows of 500 shapes of hostile names and values, 20 of each, and never of another shape', () => {
  const seed = Date.now() % 2 ** 31;
  const next = random(seed);
  let before = { whole: wholeOf(''), names: [] as readonly string[] };
  for (let shape = 0; shape < 500; shape++) {
    const names = Object.keys(recordOf(next));
    const texts = Array.from({ length: 20 }, () =>
      textOf(Object.fromEntries(names.map((name) => [name, valueOf(next)]))),
    );
    const whole = wholeOf(texts[0] as string);
    for (const text of texts) {
      expect({ seed, row: read(whole, text) }).toEqual({ seed, row: expectedOf(text, names) });
      expect({ seed, row: read(before.whole, text) }).toEqual({ seed, row: expectedOf(text, before.names) });
    }
    before = { whole, names };
  }
});

test('nothing but a whole text makes a row, wherever it ends', () => {
  const text = String.raw`"a"=>"x\"y\\", "longer"=>NULL, "é"=>"ž🐴", "of some length"=>"", "end"=>"of all"`;
  const names = ['a', 'longer', 'é', 'of some length', 'end'];
  const whole = wholeOf(text);
  expect(read(whole, text)).toEqual({
    id: 7,
    last: null,
    a: 'x"y\\',
    longer: null,
    é: 'ž🐴',
    'of some length': '',
    end: 'of all',
  });
  for (let end = 0; end < text.length; end++) {
    for (const more of ['', '"', '\\', 'N', 'NULL', ', ', '"x"', '"=>', 'NULLx']) {
      const changed = text.slice(0, end) + more;
      expect({ changed, row: read(whole, changed) }).toEqual({ changed, row: expectedOf(changed, names) });
    }
  }
});

test('a long text is left to the other way of reading', () => {
  const whole = wholeOf('"a"=>"b"');
  expect(read(whole, `"a"=>"${'b'.repeat(4000)}"`)).toEqual({ id: 7, last: null, a: 'b'.repeat(4000) });
  expect(read(whole, `"a"=>"${'b'.repeat(5000)}"`)).toBeUndefined();
});

test('a row with more or fewer values than its description makes none', () => {
  const whole = wholeOf('"a"=>"b"');
  expect(whole(dataRow(['7', '"a"=>"b"']), BEFORE)).toBeUndefined();
  expect(whole(dataRow(['7', '"a"=>"b"', 'x', 'y']), BEFORE)).toBeUndefined();
});

test.each([
  ['null', null],
  ['empty', ''],
])('an hstore that is %s has no attributes', (_, held) => {
  const whole = wholeOf('');
  expect(read(whole, held)).toEqual({ id: 7, last: null });
  expect(read(whole, '"a"=>"b"')).toBeUndefined();
  expect(read(wholeOf('"a"=>"b"'), held)).toBeUndefined();
});
