import * as fc from 'fast-check';
import { keyOf } from '../src/index.js';

const whole = fc.oneof(fc.bigInt(), fc.maxSafeInteger().map(BigInt));
const part = fc.oneof(
  fc.string({ unit: 'binary' }),
  whole,
  fc.boolean(),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array(),
);

/** What makes two ids one key, said in another way than the code says it. */
function canonical(id: unknown): unknown {
  if (Array.isArray(id)) return ['tuple', id.map(canonical)];
  if (id instanceof Date) return ['date', id.getTime()];
  if (id instanceof Uint8Array) return ['bytes', [...id]];
  if (typeof id === 'boolean') return ['boolean', id];
  return ['text', String(id)];
}

function copy(id: unknown): unknown {
  if (Array.isArray(id)) return id.map(copy);
  if (id instanceof Date) return new Date(id.getTime());
  return id instanceof Uint8Array ? Buffer.from(id) : id;
}

/** A primary key as one comparable value. */
describe('keyOf', () => {
  test('a number, a BigInt and the text of their digits are one key', () => {
    fc.assert(fc.property(fc.bigInt(), (id) => expect(keyOf(id)).toBe(keyOf(String(id)))));
    fc.assert(fc.property(fc.maxSafeInteger(), (id) => expect(keyOf(id)).toBe(keyOf(BigInt(id)))));
    expect(keyOf(-0)).toBe(keyOf(0));
  });

  test('neighbours beyond 2^53 are two keys', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }), (id) => {
        expect(keyOf(id)).not.toBe(keyOf(id + 1n));
        expect(keyOf(String(id))).not.toBe(keyOf(id + 1n));
      }),
    );
  });

  test('keys are equal exactly when their ids are', () => {
    const id = fc.oneof(part, fc.array(part, { minLength: 1, maxLength: 3 }));
    fc.assert(
      fc.property(id, id, (one, two) => {
        const equal = JSON.stringify(canonical(one)) === JSON.stringify(canonical(two));
        expect(keyOf(one) === keyOf(two)).toBe(equal);
        expect(keyOf(one)).toBe(keyOf(copy(one)));
      }),
      { numRuns: 2000 },
    );
  });

  test('the parts of a tuple cannot run into one another', () => {
    const text = fc.string({ unit: fc.constantFrom('s', 't', ':', '1', '2') });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), fc.array(text, { minLength: 1 }), (one, two) => {
        expect(keyOf(one) === keyOf(two)).toBe(JSON.stringify(one) === JSON.stringify(two));
      }),
      { numRuns: 2000 },
    );
    expect(keyOf(['a'])).not.toBe(keyOf('a'));
    expect(keyOf([['a', 'b'], 'c'])).not.toBe(keyOf(['a', ['b', 'c']]));
  });

  test('a Buffer and a Uint8Array of the same bytes are one key, wherever they lie in memory', () => {
    const bytes = Buffer.from('xxabcxx').subarray(2, 5);
    expect(keyOf(bytes)).toBe(keyOf(new Uint8Array([97, 98, 99])));
    expect(keyOf(bytes)).not.toBe(keyOf('abc'));
  });

  test('booleans and dates are not the text or number that they look like', () => {
    expect(keyOf(true)).not.toBe(keyOf('true'));
    expect(keyOf(true)).not.toBe(keyOf(1));
    expect(keyOf(new Date(5))).not.toBe(keyOf(5));
    expect(keyOf(new Date(5))).toBe(keyOf(new Date(5)));
  });

  test('an id that is missing, in whole or in part, is no key', () => {
    for (const id of [undefined, null, [1, undefined], [null, 1], {}, Symbol('id'), () => 1])
      expect(keyOf(id)).toBeUndefined();
    expect([keyOf(0), keyOf(''), keyOf(false)]).not.toContain(undefined);
  });

  test('names of Object.prototype are keys like any other', () => {
    const found = new Map(['constructor', '__proto__', 'toString'].map((id) => [keyOf(id), id]));
    expect(found.get(keyOf('constructor'))).toBe('constructor');
    expect(found.size).toBe(3);
  });
});
