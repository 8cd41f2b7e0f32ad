/* oxlint-disable jest/expect-expect -- `travels`, `reads` and `refuses` expect */
import { columnOf, drivers, open, read } from './open.js';
import { valuesOn } from './values.js';

describe.each(drivers)('%s', (driver) => {
  const { travels, refuses, same, reads } = valuesOn(driver);

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
          new Date('0001-01-01T00:00:00.000Z'),
          new Date('9999-12-31T23:59:59.999Z'),
        ),
        ['2024-02-29 12:00:00', new Date(Date.UTC(2024, 1, 29, 12))],
        ['2024-02-29T12:00:00+02:00', new Date(Date.UTC(2024, 1, 29, 10))],
        ['2024-02-29T24:00', new Date(Date.UTC(2024, 2, 1))],
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
    test('refuses the rest', () =>
      refuses(
        'datetime',
        new Date(NaN),
        'soon',
        '2023-02-30',
        true,
        {},
        1e300,
        5n,
        1.5,
        new Date('0000-12-31T23:59:59.999Z'),
        new Date('+010000-01-01T00:00:00.000Z'),
        '2024-02-29 12:00:00.0001',
      ));
    test('keeps to the digits that it is declared with', async () => {
      await travels('timestamp(0)', same(new Date(1000)));
      await refuses('timestamp(0)', new Date(1001), '2024-02-29T12:00:00.5Z');
    });
  });

  describe('date', () => {
    test('is a day', () =>
      travels('date', [
        ...same('2024-02-29', '0001-01-01', '9999-12-31'),
        [new Date(Date.UTC(2024, 1, 29, 23, 59)), '2024-02-29'],
      ]));
    test('reads what others stored', async () => {
      await reads('date', "'2024-02-29T10:00:00.000Z'", '2024-02-29');
      await reads('date', '1700000000123', '2023-11-14');
      await reads('date', "'a long time ago'", 'a long time ago');
      await reads('date', 'null', null);
    });
    test('refuses the rest', () =>
      refuses(
        'date',
        '0000-01-01',
        '2023-02-29',
        '2024-2-9',
        '2024-02-29T00:00:00Z',
        new Date(NaN),
        new Date(8.64e15),
        5,
        true,
      ));
  });

  describe('time', () => {
    test('is text', () => travels('time', same('00:00', '23:59:59', '12:30:15.123456', '24:00')));
    test('refuses the rest', () => refuses('time', '24:01', '1:00', '12:30:15.1234567', '12', 12, new Date(), ''));
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
