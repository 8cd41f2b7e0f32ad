/* oxlint-disable jest/expect-expect -- `travels`, `reads` and `refuses` expect */
import * as fc from 'fast-check';
import { columnOf, drivers, open, read, roundTrip } from './open.js';

describe.each(drivers)('%s', (driver) => {
  /** Stores each value in a column so declared, and reads it back. */
  async function travels(
    declared: string,
    pairs: readonly (readonly [given: unknown, read: unknown])[],
    bigInts = false,
  ): Promise<void> {
    const { knex, codec } = await columnOf(declared, { driver, bigInts });
    for (const [given, expected] of pairs) {
      expect([given, await roundTrip(knex, codec, given)]).toEqual([given, expected]);
    }
  }

  /** What a column so declared says of each value that it refuses. */
  async function refuses(declared: string, ...values: unknown[]): Promise<void> {
    const { codec } = await columnOf(declared, { driver });
    for (const value of values) {
      const encode = (): unknown => codec.encode!(value);
      expect(encode).toThrow(TypeError);
      expect(encode).toThrow(/^cannot hold .+: .+|^cannot hold .+ that contains itself/);
    }
  }

  const same = (...values: unknown[]): [unknown, unknown][] => values.map((value) => [value, value]);

  /** What comes of a value that others stored. */
  async function reads(declared: string, sql: string, expected: unknown, bigInts = false): Promise<void> {
    const { knex, codec } = await columnOf(declared, { driver, bigInts });
    await knex.raw(`insert into things (value) values (${sql})`);
    expect([sql, await read(knex, codec)]).toEqual([sql, expected]);
  }

  describe('boolean', () => {
    test('true and false', () => travels('boolean', [...same(true, false), [1, true], [0, false], [1n, true]]));
    test('BOOL', () => travels('BOOL', same(true, false)));
    test('others come as stored', async () => {
      await reads('boolean', "'t'", 't');
      await reads('boolean', '2', 2);
      await reads('boolean', 'null', null);
    });
    test('refuses the rest', () => refuses('boolean', 'true', '', 2, 1.5, new Date(), {}, [], 2n));
  });

  describe('datetime', () => {
    test.each(['datetime', 'TIMESTAMP', 'timestamp(3)', 'timestamptz'])('%s', (declared) =>
      travels(declared, [
        ...same(
          new Date(0),
          new Date(Date.UTC(2024, 1, 29, 23, 59, 59, 999)),
          new Date(-1),
          new Date(8.64e15),
          new Date(-8.64e15),
        ),
        ['2024-02-29 12:00:00', new Date(Date.UTC(2024, 1, 29, 12))],
        ['2024-02-29T12:00:00+02:00', new Date(Date.UTC(2024, 1, 29, 10))],
        [1_700_000_000_123, new Date(1_700_000_000_123)],
      ]),
    );
    test('is stored as ISO 8601 in UTC with milliseconds', async () => {
      const { codec } = await columnOf('datetime', { driver });
      expect(codec.encode!(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
      expect(codec.encode!('1970-01-01')).toBe('1970-01-01T00:00:00.000Z');
    });
    test('reads what others stored', async () => {
      await reads('datetime', "'2024-02-29 12:00:00'", new Date(Date.UTC(2024, 1, 29, 12)));
      await reads('datetime', '1700000000123', new Date(1_700_000_000_123));
      await reads('datetime', "'soon'", 'soon');
      await reads('datetime', "'2023-02-30T00:00:00.000Z'", '2023-02-30T00:00:00.000Z');
      await reads('datetime', 'null', null);
    });
    test("reads SQLite's CURRENT_TIMESTAMP", async () => {
      const { knex, codec } = await columnOf('datetime default current_timestamp', { driver });
      const before = Math.floor(Date.now() / 1000) * 1000;
      await knex('things').insert({ id: 1 });
      const stored = (await read(knex, codec)) as Date;
      expect(stored.getTime()).toBeGreaterThanOrEqual(before);
      expect(stored.getTime()).toBeLessThanOrEqual(Date.now());
    });
    test('refuses the rest', () => refuses('datetime', new Date(NaN), 'soon', '2023-02-30', true, {}, 1e300, 5n));
  });

  describe('date', () => {
    test('is a day', () =>
      travels('date', [
        ...same('2024-02-29', '0000-01-01', '9999-12-31'),
        [new Date(Date.UTC(2024, 1, 29, 23, 59)), '2024-02-29'],
      ]));
    test('reads what others stored', async () => {
      await reads('date', "'2024-02-29T10:00:00.000Z'", '2024-02-29');
      await reads('date', '1700000000123', '2023-11-14');
      await reads('date', "'a long time ago'", 'a long time ago');
      await reads('date', 'null', null);
    });
    test('refuses the rest', () =>
      refuses('date', '2023-02-29', '2024-2-9', '2024-02-29T00:00:00Z', new Date(NaN), new Date(8.64e15), 5, true));
  });

  describe('time', () => {
    test('is text', () => travels('time', same('00:00', '23:59:59', '12:30:15.123456')));
    test('refuses the rest', () => refuses('time', '24:00', '1:00', '12', 12, new Date(), ''));
  });

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

  describe('integer', () => {
    const safe = [
      0,
      5,
      -7,
      2 ** 31 - 1,
      2 ** 31,
      -(2 ** 31),
      3_000_000_000,
      2 ** 51,
      2 ** 52 + 1,
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
      1.5,
    ];
    test.each(['integer', 'INT', 'smallint', 'unsigned int(11)'])('%s', (declared) =>
      travels(declared, [
        ...same(...safe),
        [5n, 5],
        ['5', 5],
        ['-007', -7],
        ['1.50', 1.5],
        [-0, 0],
        ['9007199254740993', '9007199254740993'],
        [9007199254740993n, '9007199254740993'],
        [2n ** 63n - 1n, '9223372036854775807'],
        [-(2n ** 63n), '-9223372036854775808'],
        [2 ** 60, '1152921504606846976'],
      ]),
    );
    test('is stored as an integer, whatever its size', async () => {
      const { knex, codec } = await columnOf('integer', { driver });
      for (const value of [5, 2 ** 31, 2 ** 52 + 1, Number.MAX_SAFE_INTEGER, '9007199254740993', -(2n ** 63n)]) {
        await roundTrip(knex, codec, value);
        expect(
          await knex('things').select({ type: knex.raw('typeof(value)'), text: knex.raw('cast(value as text)') }),
        ).toEqual([{ type: 'integer', text: String(value) }]);
      }
    });
    test('beyond 2^53 is a BigInt on request', () =>
      travels(
        'integer',
        [
          [5, 5],
          [9007199254740993n, 9007199254740993n],
          ['-9007199254740993', -9007199254740993n],
          [1.5, 1.5],
        ],
        true,
      ));
    test('a bigint is a number, or a string of digits where that is not safe', () =>
      travels('bigint', [
        ...same(...safe),
        [5n, 5],
        ['5', 5],
        ['9007199254740993', '9007199254740993'],
        [-9007199254740993n, '-9007199254740993'],
        [2n ** 63n - 1n, '9223372036854775807'],
      ]));
    test('a bigint is always a BigInt on request', () =>
      travels(
        'bigint',
        [
          [5, 5n],
          ['5', 5n],
          [9007199254740993n, 9007199254740993n],
          [0, 0n],
          [1.5, 1.5],
        ],
        true,
      ));
    test('reads what others stored', async () => {
      for (const declared of ['integer', 'bigint']) {
        await reads(declared, "'abc'", 'abc');
        await reads(declared, '1e300', 1e300);
        await reads(declared, "x'00ff'", Buffer.from([0, 255]));
        await reads(declared, 'null', null);
        await reads(declared, '9007199254740992', '9007199254740992');
        await reads(declared, '-9007199254740991', -9007199254740991);
        await reads(declared, "'abc'", 'abc', true);
        await reads(declared, 'null', null, true);
      }
    });
    test('refuses the rest', async () => {
      await refuses(
        'integer',
        NaN,
        Infinity,
        2 ** 63,
        1e300,
        2n ** 63n,
        '9223372036854775808',
        'abc',
        '',
        ' 5',
        '5 ',
        '0x10',
        '1e3',
        '.',
        '-',
        true,
        new Date(),
        {},
        [],
        Buffer.from('5'),
      );
      await refuses('bigint', 2n ** 63n, -(2n ** 63n) - 1n, 'abc', false, NaN);
    });
  });

  describe('decimal', () => {
    test('is a number, as SQLite has it', () =>
      travels('decimal(10, 2)', [
        ...same(12.5, 0.1, 5, 1e300),
        ['12.50', 12.5],
        ['0.10', 0.1],
        ['1000000000000.25', 1000000000000.25],
        ['9007199254740993', '9007199254740993'],
      ]));
    test('refuses digits that SQLite would lose', () =>
      refuses('numeric', '0.1234567890123456', '12345678901234.567', 'a', true));
  });

  describe('float', () => {
    test.each(['real', 'DOUBLE PRECISION', 'float'])('%s', (declared) =>
      travels(declared, [
        ...same(0, 1.5, -1e-300, 5e-324, Number.MAX_VALUE, 2 ** 31, 2 ** 53 + 2, 1e21),
        ['1.5', 1.5],
        [5n, 5],
        [-0, 0],
      ]),
    );
    test('any float', async () => {
      const { knex, codec } = await columnOf('real', { driver });
      await fc.assert(
        fc.asyncProperty(fc.double({ noNaN: true, noDefaultInfinity: true }), async (value) => {
          expect(await roundTrip(knex, codec, value)).toBe(value === 0 ? 0 : value);
        }),
        { numRuns: 200 },
      );
    });
    test('refuses the rest', () => refuses('real', NaN, -Infinity, 2n ** 53n + 1n, 'a', true, {}));
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
    test.each(['text', 'VARCHAR(10)', 'char(2)', 'clob', 'character varying(5)'])('%s', (declared) =>
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

  describe('a column without a type', () => {
    test('comes as stored', () =>
      travels('', [...same('text', '5', 5, 1.5, -7, 3_000_000_000, Buffer.from([1])), [5n, 5]]));
    test('integers beyond 2^53 are not rounded', () => reads('', '9007199254740993', '9007199254740993'));
    test('text stays text', () => reads('', "'9007199254740993'", '9007199254740993'));
    test('refuses what would come back as something else', () => refuses('', true, new Date(), {}, [], NaN, 'a\ud800'));
    test('BigInt beyond 2^53', async () => {
      if (driver === 'sqlite3') return refuses('', 9007199254740993n);
      return travels('', [[9007199254740993n, '9007199254740993']]);
    });
  });

  test('a column of a type unknown here', async () => {
    await travels('geometry', same('POINT(1 2)', 5, 1.5, Buffer.from([1])));
    await refuses('geometry', '5', true, new Date());
    await travels('geometry', [[9007199254740993n, '9007199254740993']]);
  });

  test('null passes by every codec, in and out', async () => {
    for (const declared of [
      'boolean',
      'datetime',
      'date',
      'json',
      'integer',
      'bigint',
      'decimal',
      'real',
      'text',
      'blob',
      '',
    ]) {
      const { knex, codec } = await columnOf(declared, { driver });
      await knex('things').insert({ value: null });
      expect([declared, await read(knex, codec)]).toEqual([declared, null]);
    }
  });

  test('every kind of column has a codec', () => {
    const { dialect } = open({ driver });
    for (const kind of [
      'boolean',
      'integer',
      'bigint',
      'float',
      'decimal',
      'text',
      'uuid',
      'binary',
      'json',
      'date',
      'time',
      'datetime',
      'other',
    ] as const) {
      expect(
        dialect.codec({
          name: 'a',
          kind,
          type: kind,
          nullable: true,
          hasDefault: false,
          generated: false,
          primaryKey: 0,
          exact: true,
        }),
      ).toBeDefined();
    }
  });
});
