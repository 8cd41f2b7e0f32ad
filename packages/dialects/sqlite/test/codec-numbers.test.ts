/* oxlint-disable jest/expect-expect -- `travels`, `reads` and `refuses` expect */
import * as fc from 'fast-check';
import { columnOf, drivers, roundTrip } from './open.js';
import { valuesOn } from './values.js';

describe.each(drivers)('%s', (driver) => {
  const { travels, refuses, same, reads } = valuesOn(driver);

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
        ['+5', 5],
        ['1e3', 1000],
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
        '1e30',
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
      travels('decimal', [
        ...same(12.5, 0.1, 5, 1e300),
        ['12.50', 12.5],
        ['0.10', 0.1],
        ['1e2', 100],
        ['+.5', 0.5],
        ['1000000000000.25', 1000000000000.25],
        ['9007199254740993', '9007199254740993'],
      ]));
    test('keeps to the digits that it is declared with', async () => {
      await travels('decimal(5, 2)', same(999.99, -0.01, 0));
      await refuses('decimal(5, 2)', 1000, '1.005', 0.1 + 0.2);
      await refuses('decimal(3)', 0.5, 1000n);
    });
    test('refuses digits that SQLite would lose', () =>
      refuses('numeric', '0.12345678901234567', '12345678901234.5678', 'a', true));
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
});
