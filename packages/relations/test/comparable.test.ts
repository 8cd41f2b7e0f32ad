import type { Column } from '@shelf/core/inside';
import { comparable } from '../src/comparable.js';

const decimal = comparable({ kind: 'decimal' } as Column);

/** Values of a decimal column, grouped by the number that they are. */
const SAME: readonly (readonly unknown[])[] = [
  [0, '0', '0.00', '-0', '-0.0', 0n],
  [1.5, '1.5', '1.50', '+01.500', '1.5000000000000000000000'],
  [-1.5, '-1.5', '-01.50'],
  [1e-7, '0.0000001', '0.00000010'],
  [0.1 + 0.2, '0.30000000000000004'],
  ['12345678901234567890.0123456788'],
  ['12345678901234567890.0123456789', '+012345678901234567890.01234567890'],
  ['-12345678901234567890.0123456789'],
  [9007199254740993n, '9007199254740993', '9007199254740993.0'],
  ['9007199254740992', 9007199254740992, '9007199254740992.00'],
];

test('decimals compare by every digit, however they are written', () => {
  const compared = SAME.map((values) => [...new Set(values.map(decimal))]);
  expect(compared.map((each) => each.length)).toEqual(SAME.map(() => 1));
  expect(new Set(compared.flat()).size).toBe(SAME.length);
});
