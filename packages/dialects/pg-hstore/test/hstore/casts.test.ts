import type { Cast, Shelf } from '@shelf/core';
import { CASTS, castingOf } from '../../src/hstore/casts.js';
import { hstore } from '../../src/hstore/codec.js';
import { literal } from '../../src/hstore/literal.js';
import { readHstore } from '../../src/hstore/text.js';
import { badgersOn, useHstore, type BadgerRow } from './badgers.js';

const database = useHstore();
let db: Shelf;
beforeEach(async () => {
  db = await badgersOn(database);
});
afterEach(() => db.destroy());

const instant = new Date('2026-11-25T12:00:00.007Z');

/** For each cast: a value, its text in the database, and what is read. */
const VALUES: readonly (readonly [Cast, unknown, string, unknown])[] = [
  ['string', 'a"b', 'a"b', 'a"b'],
  ['string', 5, '5', '5'],
  ['integer', 42, '42', 42],
  ['integer', '0042', '42', 42],
  ['integer', 2n ** 60n, '1152921504606846976', '1152921504606846976'],
  ['integer', '-9007199254740993', '-9007199254740993', '-9007199254740993'],
  ['bigint', 5, '5', 5n],
  ['bigint', '123456789012345678901234567890', '123456789012345678901234567890', 123456789012345678901234567890n],
  ['float', 1.5, '1.5', 1.5],
  ['float', 1e-300, '1e-300', 1e-300],
  ['number', '12.50', '12.50', 12.5],
  ['decimal', '12.50', '12.50', '12.50'],
  ['decimal', 3, '3', '3'],
  ['boolean', true, 'true', true],
  ['boolean', false, 'false', false],
  ['json', { a: ['x', null, 1] }, '{"a":["x",null,1]}', { a: ['x', null, 1] }],
  ['json', 'text', '"text"', 'text'],
  ['json', [], '[]', []],
  ['json', 'a\0\ud800', '"a\\u0000\\ud800"', 'a\0\ud800'],
  ['date', '2024-02-29', '2024-02-29', '2024-02-29'],
  ['date', instant, '2026-11-25', '2026-11-25'],
  ['datetime', instant, '2026-11-25T12:00:00.007Z', instant],
  ['datetime', '2026-11-25T13:00:00.007+01:00', '2026-11-25T12:00:00.007Z', instant],
];

test.each(VALUES)('%s: %p', async (cast, value, text, read) => {
  class Badger extends db.Model<BadgerRow> {
    static override tableName = 'badgers';
    static override casts = { value: cast };
  }
  await new Badger({ value }).save();
  const [row] = (await db.knex.raw<{ rows: object[] }>(`select attributes -> 'value' as text from badgers`)).rows;
  expect(row).toEqual({ text });
  expect((await new Badger({ id: 1 }).fetch())?.get('value')).toEqual(read);
  if (cast === 'json') return;
  expect(await Badger.where({ value }).count()).toBe(1);
  expect(await Badger.where('value', '<', value).count()).toBe(0);
});

const REFUSED: readonly (readonly [Cast, readonly unknown[]])[] = [
  ['integer', [1.5, '1.5', 'one', '', '1e300', true, {}, instant]],
  ['bigint', [1.5, 'x']],
  ['float', ['x', '', '1e400', Number.NaN, Infinity, true, {}]],
  ['decimal', ['1,5', true]],
  ['boolean', ['true', 1, 'perhaps', {}]],
  ['json', [new Map(), undefined, () => 1, 2n]],
  ['date', ['2023-02-29', 'soon', 5]],
  ['datetime', ['soon', new Date(Number.NaN), true, new Date('+010000-01-01'), new Date('0000-12-31')]],
];

test.each(REFUSED)('%s refuses what it is not', (cast, values) => {
  for (const value of values) expect(() => castingOf(cast).codec.encode?.(value)).toThrow(TypeError);
});

test('what other programs have stored, and is of no type, is read as text, fails no condition, and equals nothing', async () => {
  const texts = [
    '',
    'x',
    'NaN',
    'Infinity',
    '1e999999',
    '--1',
    '1.2.3',
    '9'.repeat(300),
    '2023-02-30',
    '{',
    '٣',
    '1\n',
    ' 1',
  ];
  for (const text of texts) await db.knex.raw(`insert into badgers (attributes) values (hstore('value', ?))`, [text]);
  for (const cast of Object.keys(CASTS) as Cast[]) {
    class Badger extends db.Model<BadgerRow> {
      static override tableName = 'badgers';
      static override casts = { value: cast };
    }
    const read = (await Badger.orderBy('id').fetchAll()).pluck('value');
    // What is JSON is JSON, whoever has written it.
    expect(read).toEqual(cast === 'json' ? texts.map(parsed) : texts);
    await Badger.orderBy('value').fetchAll();
    expect(await Badger.count('value')).toBe(
      cast === 'string' || cast === 'json' ? texts.length : cast === 'date' ? 1 : 0,
    );
  }
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

test('literals say what they say', async () => {
  const texts = ['', "'", "''", '\\', "\\'", '?', '\\?', '$1', 'a\nb', '😀', "E'\\x27'", `"`, '$$'];
  for (const setting of ['on', 'off']) {
    await db.knex.transaction(async (t) => {
      await t.raw(`set local standard_conforming_strings = ${setting}`);
      for (const text of texts) {
        expect(literal(text)).not.toContain('?');
        const { rows } = await t.raw<{ rows: object[] }>(`select ${literal(text)}::text as text`);
        expect(rows).toEqual([{ text }]);
      }
    });
  }
});

describe('the text of an hstore', () => {
  test.each([
    'x',
    '"a"',
    '"a"=>',
    '"a"=>"b',
    '"a"=>"b\\"',
    '"a"=>"b",',
    '"a"=>"b", ',
    '"a"=>"b" "c"=>"d"',
    '"a"=>null',
    'a=>b',
    '"a=>"b"',
  ])('%s is none', (text) => {
    expect(() => readHstore(text)).toThrow(SyntaxError);
  });

  test('a pair of the name __proto__ is read as one, and none is written', () => {
    const read = readHstore('"__proto__"=>"x", "a"=>NULL');
    expect(Object.entries(read)).toEqual([
      ['__proto__', 'x'],
      ['a', null],
    ]);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(() => hstore.encode?.(read)).toThrow(TypeError);
  });
});

test('in a row a pair of the name __proto__ is no attribute', async () => {
  class Badger extends db.Model<BadgerRow> {
    static override tableName = 'badgers';
  }
  await db.knex.raw(`insert into badgers (attributes) values ('__proto__=>x, constructor=>y')`);
  const model = await new Badger({ id: 1 }).fetch({ require: true });
  expect(model.keys()).toEqual(['id', 'name', 'age', 'constructor']);
  expect(Object.getPrototypeOf(model.attributes)).toBe(Object.prototype);
});
