import type { Column } from '@shelf/core/inside';
import * as fc from 'fast-check';
import { comparable, comparableTuple } from '../src/comparable.js';

const of = (kind: string) => comparable({ name: 'n', kind } as unknown as Column);
const decimal = of('decimal');

test.each<[string, unknown[]]>([
  ['1.5', ['1.50', '+1.5', '01.500', '15e-1', '0.15E+1', ' 1.5 ', 1.5]],
  ['0.5', ['.5', '5e-1', 0.5]],
  ['100', ['1e2', '100.00', '1E+2', 100, 100n, '+100']],
  ['1', ['+1', '1.', '1.0', 1, 1n]],
  ['0', ['-0', '-0.00', '0e9', '+0', -0, 0, 0n]],
  ['-7.25', ['-7.250', '-725e-2', -7.25]],
  ['12345678901234567890.5', ['12345678901234567890.50', '123456789012345678905e-1']],
  ['12345678901234567890', [12345678901234567890n, '12345678901234567890.0']],
])('the decimal %s is one, however it is written', (digits, ways) => {
  for (const way of ways) expect([way, decimal(way)]).toEqual([way, decimal(digits)]);
});

test.each([
  ['12345678901234567890.50', '12345678901234567890.51'],
  ['0.10000000000000000001', '0.1'],
  ['9007199254740993', '9007199254740992'],
  ['1e400', '1e401'],
  ['1e-400', '0'],
  ['-1.5', '1.5'],
  ['NaN', '0'],
  ['.', '0'],
  ['', '0'],
])('the decimals %s and %s are two', (one, other) => {
  expect(decimal(one)).not.toBe(decimal(other));
});

test('decimals compare as their digits do', () => {
  const scaled = fc.tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.nat(30));
  const spelt = ([digits, scale]: readonly [bigint, number]): string => `${digits}e-${scale}`;
  const isSame = ([a, i]: readonly [bigint, number], [b, j]: readonly [bigint, number]): boolean =>
    a * 10n ** BigInt(j) === b * 10n ** BigInt(i);
  fc.assert(
    fc.property(scaled, scaled, fc.nat(9), (one, other, zeros) => {
      expect(decimal(spelt(one)) === decimal(spelt(other))).toBe(isSame(one, other));
      expect(decimal(spelt([one[0] * 10n ** BigInt(zeros), one[1] + zeros]))).toBe(decimal(spelt(one)));
    }),
  );
});

test('a whole number is one in columns of any numeric type', () => {
  for (const value of ['7', '90071992547409930', '-3', '0'])
    expect(['integer', 'bigint', 'decimal'].map((kind) => of(kind)(value))).toEqual(
      Array(3).fill(of('integer')(value)),
    );
  expect(of('float')('1.50')).toBe(decimal('1.5'));
  expect(of('float')('1e20')).toBe(of('float')(1e20));
});

test('a huge exponent is not written out', () => {
  expect(String(decimal('1e999999999')).length).toBeLessThan(20);
  expect(decimal('10e999999998')).toBe(decimal('1e999999999'));
});

test('parts of a tuple keep apart', () => {
  const keyOf = comparableTuple([{ kind: 'decimal' }, { kind: 'text' }] as unknown as Column[]);
  expect(keyOf(['1.50', '1.50'])).toBe(keyOf(['1.5', '1.50']));
  expect(keyOf(['1.50', '1.50'])).not.toBe(keyOf(['1.50', '1.5']));
  expect(keyOf([null, 'a'])).toBeUndefined();
});
