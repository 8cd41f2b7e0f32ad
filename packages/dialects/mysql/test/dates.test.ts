import * as fc from 'fast-check';
import { instantAt, readInstant } from '../src/dates.js';

const HOUR = 3_600_000;
/** How long what is cut off at a precision may be, in ms. */
const UNITS = [1000, 100, 10, 1, 1, 1, 1];

test('reads what it writes, at every precision and in every zone', () => {
  // A day within the years that MySQL has, whatever the zone.
  const time = fc.integer({ min: -62_167_219_200_000 + 24 * HOUR, max: 253_402_300_799_999 - 24 * HOUR });
  const zone = fc.integer({ min: -12 * 4, max: 14 * 4 }).map((quarters) => (quarters * HOUR) / 4);
  fc.assert(
    fc.property(time, zone, fc.nat(6), (given, offset, precision) => {
      const unit = UNITS[precision]!;
      const kept = Math.floor(given / unit) * unit;
      expect(readInstant(instantAt(given, offset, precision), offset)).toEqual(new Date(kept));
    }),
    { numRuns: 3000 },
  );
});

test('microseconds are cut', () => {
  expect(readInstant('2024-02-29 23:59:59.999999', 0)).toEqual(new Date('2024-02-29T23:59:59.999Z'));
});

test('a fraction of 0 is left off of what is no instant, as a prepared statement does', () => {
  expect(readInstant('2024-05-00 12:00:00.000', 0)).toBe('2024-05-00 12:00:00');
  expect(readInstant('2024-05-00 12:00:00.500', 0)).toBe('2024-05-00 12:00:00.500');
});

test.each(['0000-00-00 00:00:00', '2024-00-00 00:00:00', '2024-05-00 12:00:00.100', '', 'soon', '2024-02-29'])(
  '%s is no instant, and comes as stored',
  (text) => {
    expect(readInstant(text, 0)).toBe(text);
  },
);

test('what is no text stays what it is', () => {
  const date = new Date(5);
  expect(readInstant(date, HOUR)).toBe(date);
});
