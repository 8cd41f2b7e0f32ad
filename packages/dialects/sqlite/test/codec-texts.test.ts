/* oxlint-disable jest/expect-expect -- `travels`, `reads` and `refuses` expect */
import * as fc from 'fast-check';
import { columnOf, drivers, roundTrip } from './open.js';
import { valuesOn } from './values.js';

describe.each(drivers)('%s', (driver) => {
  const { travels, refuses, same, reads } = valuesOn(driver);

  describe('json', () => {
    const values = [
      {},
      [],
      '',
      'text',
      '5',
      '{"a":1}',
      'null',
      'true',
      '007',
      5,
      -1.5,
      0,
      1e21,
      1e300,
      2 ** 62,
      2 ** 63,
      123456789012,
      true,
      false,
      [1, 'a', null, [true, { b: [] }]],
      { a: { b: { c: 'd\u0000e' } }, ключ: '🐴', lone: '\ud800' },
      { constructor: 1, toString: 'x' },
      JSON.parse('{"__proto__": 1}'),
      Object.assign(Object.create(null), { a: 1 }),
    ];
    test.each(['json', 'JSONB'])('%s holds any JSON value', (declared) =>
      travels(
        declared,
        values.map((value) => [value, value as unknown]),
      ),
    );
    test('holds any JSON value that there is', async () => {
      const { knex, codec } = await columnOf('json', { driver });
      await fc.assert(
        fc.asyncProperty(fc.jsonValue(), async (value) => {
          if (value === null) return;
          expect(JSON.stringify(await roundTrip(knex, codec, value))).toBe(JSON.stringify(value));
        }),
        { numRuns: 200 },
      );
    });
    test('reads what others stored', async () => {
      await reads('json', "'[1, 2]'", [1, 2]);
      await reads('json', "'{broken'", '{broken');
      await reads('json', '5', 5);
      await reads('json', 'null', null);
    });
    test('refuses what JSON would change or drop, and says where', async () => {
      const self: Record<string, unknown> = { a: [] };
      (self['a'] as unknown[]).push(self);
      await refuses(
        'json',
        undefined,
        { a: undefined },
        [undefined],
        NaN,
        { a: [Infinity] },
        5n,
        { a: 5n },
        () => 1,
        { a: Symbol('x') },
        self,
        new Date(),
        { at: new Date() },
        new Map(),
        new Set(),
        Buffer.from('a'),
        new (class Point {
          x = 1;
        })(),
        { toJSON: () => 1 },
        Array(1),
      );
      const { codec } = await columnOf('json', { driver });
      expect(() => codec.encode!({ list: [{ when: new Date() }] })).toThrow(
        "cannot hold a Date at 'list[0].when': JSON would change or drop it",
      );
      expect(() => codec.encode!(self)).toThrow("cannot hold a value that contains itself at 'a[0]'");
    });
    test('one object in two places is no cycle', async () => {
      const twice = { x: 1 };
      await travels('json', [
        [
          { a: twice, b: [twice, twice] },
          { a: { x: 1 }, b: [{ x: 1 }, { x: 1 }] },
        ],
      ]);
    });
  });

  describe('text', () => {
    const texts = [
      '',
      'a',
      '007',
      '1e5',
      ' 5 ',
      'true',
      'null',
      'it\'s "so" `quoted` \\ ?',
      'a\0b',
      '\0',
      'é',
      'e\u0301',
      '🐴',
      '\u{10ffff}',
      '\ufeff',
      'a\r\nb',
      'x'.repeat(100_000),
    ];
    test.each(['text', 'VARCHAR(200000)', 'char(200000)', 'clob', 'character varying(200000)'])('%s', (declared) =>
      travels(declared, [
        ...same(...texts),
        [5, '5'],
        [3_000_000_000, '3000000000'],
        [-1.5, '-1.5'],
        [9007199254740993n, '9007199254740993'],
      ]),
    );
    test('any text', async () => {
      const { knex, codec } = await columnOf('text', { driver });
      const text = fc
        .string({ unit: 'binary' })
        .filter((each) => (each as unknown as { isWellFormed(): boolean }).isWellFormed());
      await fc.assert(
        fc.asyncProperty(text, async (value) => {
          expect(await roundTrip(knex, codec, value)).toBe(value);
        }),
        { numRuns: 200 },
      );
    });
    test('refuses the rest', () =>
      refuses('text', true, false, NaN, new Date(), Buffer.from('a'), {}, [], 'a\ud800', '\udc00b'));
    test('declared STRING, SQLite would make numbers of some texts', async () => {
      await travels('string', same('a', '', '1a', '0x10', '12:30'));
      await refuses('string', '007', '5', ' 1.50 ', '1e5', '.5', '5.', 5);
      const { codec } = await columnOf('string', { driver });
      expect(() => codec.encode!('007')).toThrow(
        "cannot hold the text '007': it is declared STRING, where SQLite makes a number of it; declare it TEXT",
      );
    });
    test('uuid', async () => {
      await travels('uuid', [
        ...same('6ba7b810-9dad-11d1-80b4-00c04fd430c8'),
        [Buffer.alloc(16, 7), Buffer.alloc(16, 7)],
      ]);
      await refuses('uuid', 5, '5', true, {});
    });
  });

  describe('binary', () => {
    test.each(['blob', 'varbinary(16)'])('%s', (declared) =>
      travels(declared, [
        ...same(Buffer.from([0, 1, 255]), Buffer.alloc(0)),
        [Uint8Array.from([1, 2]), Buffer.from([1, 2])],
        [new Uint8Array([9, 8, 7]).subarray(1), Buffer.from([8, 7])],
      ]),
    );
    test('any bytes', async () => {
      const { knex, codec } = await columnOf('blob', { driver });
      await fc.assert(
        fc.asyncProperty(fc.uint8Array(), async (bytes) => {
          expect(await roundTrip(knex, codec, bytes)).toEqual(Buffer.from(bytes));
        }),
        { numRuns: 100 },
      );
    });
    test('refuses the rest', () => refuses('blob', 'text', 5, true, [1], new ArrayBuffer(1), new Uint16Array(1), {}));
  });
});
