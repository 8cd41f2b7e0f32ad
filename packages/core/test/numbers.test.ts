import * as fc from 'fast-check';
import { decimalIn, digitsIn, doubleIn, floatIn, integerIn, plainNumber, wholeIn } from '../src/codecs.js';

/** Digits with a point somewhere, as texts of the forms that numbers have. */
const parts = fc.record({
  sign: fc.constantFrom('', '-', '+'),
  whole: fc.stringMatching(/^\d{0,25}$/),
  fraction: fc.stringMatching(/^\d{0,25}$/),
  exponent: fc.option(fc.integer({ min: -30, max: 30 }), { nil: undefined }),
});

test('a number is its digits, whatever form it has', () => {
  fc.assert(
    fc.property(parts, ({ sign, whole, fraction, exponent }) => {
      fc.pre(whole + fraction !== '');
      const text = `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}${exponent === undefined ? '' : `e${exponent}`}`;
      const read = digitsIn(text);
      // The same by whole numbers: all that is meant, in units of 10^-60.
      const scaled = BigInt(`${whole}${fraction}`) * 10n ** BigInt(60 - fraction.length + (exponent ?? 0));
      const plain = plainNumber(read!);
      const [before = '', after = ''] = plain.replace('-', '').split('.');
      expect(BigInt(before + after.padEnd(60, '0'))).toBe(scaled);
      expect(plain.startsWith('-')).toBe(sign === '-' && scaled !== 0n);
      expect(plain).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
      expect(digitsIn(plain)).toEqual(read);
      expect(wholeIn(text)).toBe(after === '' ? BigInt(plain) : undefined);
    }),
  );
});

test('a double is taken from each text that reads back as it, and from no other', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: 1, max: 9 }),
      (double, digit) => {
        fc.pre(double !== 0);
        expect(doubleIn(double)).toBe(double);
        expect(doubleIn(String(double)) + 0).toBe(double + 0);
        const [mantissa = '', exponent] = double.toExponential(20).split('e');
        const longer = `${mantissa}${digit}e${exponent}`;
        expect(() => doubleIn(longer)).toThrow(TypeError);
      },
    ),
  );
});

test('a float of 24 bits is what it reads back as', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (stored) => {
      const written = Number(Math.fround(stored).toPrecision(9));
      for (let precision = 1; precision <= 9; precision++) {
        const number = Number(stored.toPrecision(precision));
        const isTaken = (() => {
          try {
            return floatIn(number) === number;
          } catch {
            return false;
          }
        })();
        // What is taken is that float, and no number of fewer digits is.
        expect(!isTaken || Math.fround(number) === stored || Math.fround(number) !== Math.fround(written)).toBe(true);
      }
    }),
  );
  for (const refused of [16_777_217, 1 / 3, 1e39, 0.1 + 0.2]) expect(() => floatIn(refused)).toThrow(TypeError);
  for (const taken of [0.1, 16_777_216, -1.5, 3.4028235e38, 1e-45]) expect(floatIn(taken)).toBe(taken);
});

test('a decimal keeps the digits that it is given, and is within its column', () => {
  const column = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: -5, max: 12 }));
  fc.assert(
    fc.property(
      fc.bigInt(-(10n ** 25n), 10n ** 25n),
      fc.integer({ min: 0, max: 15 }),
      column,
      (digits, places, [precision, scale]) => {
        const unsigned = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
        const at = unsigned.length - places;
        const text = `${digits < 0n ? '-' : ''}${unsigned.slice(0, at)}${places === 0 ? '' : `.${unsigned.slice(at)}`}`;
        expect(decimalIn(text)).toBe(text);
        // In units of the column's last digit it is whole, and has no more digits than the column.
        const unit = 10n ** BigInt(20 - scale);
        const value = digits * 10n ** BigInt(20 - places);
        const fits = value % unit === 0n && String(value / unit).replace('-', '').length <= precision;
        const isTaken = (() => {
          try {
            return decimalIn(text, precision, scale) === text;
          } catch {
            return false;
          }
        })();
        expect([text, precision, scale, isTaken]).toEqual([text, precision, scale, fits || value === 0n]);
      },
    ),
    // Zero has no digit to be rounded.
    { examples: [[0n, 0, [1, -1]]] },
  );
});

test.each([
  '',
  ' ',
  '.',
  '-',
  '+',
  'e5',
  '1e',
  '1_000',
  '0x10',
  ' 5',
  '5 ',
  '--5',
  '1.2.3',
  'NaN',
  'Infinity',
  '٣',
  '1e99999999999',
])('%j is no number', (text) => {
  expect(digitsIn(text)).toBeUndefined();
  for (const read of [decimalIn, doubleIn, floatIn, integerIn])
    expect(() => read(text)).toThrow(/^cannot hold the text/);
});

test('what is no number is none', () => {
  for (const value of [true, null, undefined, {}, [], Number.NaN, Infinity, new Date(0)])
    expect(() => decimalIn(value)).toThrow(/^cannot hold /);
  expect(() => integerIn(2n ** 63n)).toThrow('64 bits');
  expect(integerIn('-9223372036854775808')).toBe(-(2n ** 63n));
});
