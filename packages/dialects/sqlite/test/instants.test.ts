import { readInstant } from '../src/codecs/temporal.js';

test('ISO 8601 text is an instant, and other text comes as stored', () => {
  expect(readInstant('2024-02-29 12:30:15')).toEqual(new Date('2024-02-29T12:30:15Z'));
  expect(readInstant('2024-02-29T12:30:15.123Z')).toEqual(new Date('2024-02-29T12:30:15.123Z'));
  expect(readInstant('2023-02-30')).toBe('2023-02-30');
});

test('numbers are epoch milliseconds', () => {
  expect(readInstant(0)).toEqual(new Date(0));
  expect(readInstant(1_700_000_000_123)).toEqual(new Date(1_700_000_000_123));
  expect(readInstant(-1)).toEqual(new Date(-1));
  expect(readInstant(0.5)).toBe(0.5);
  expect(readInstant(1e300)).toBe(1e300);
  expect(readInstant(NaN)).toBeNaN();
});

test('what is neither text nor number comes as stored', () => {
  const bytes = Buffer.from('2023-01-01');
  expect(readInstant(bytes)).toBe(bytes);
});
