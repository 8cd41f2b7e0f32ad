import * as fc from 'fast-check';
import { cutTime, dayIn, instantIn, timeOfDayIn } from '../src/codecs.js';

const dates = fc.date({
  min: new Date('0001-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

test('an instant is taken as it is, or refused where the column is coarser', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 999 }), (date, precision, micros) => {
      const text = date.toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`);
      const digits = text.slice(20, 26).replace(/0+$/, '').length;
      const taken = (value: unknown): unknown => {
        try {
          return instantIn(value, precision);
        } catch (error) {
          return (error as TypeError).message.slice(0, 11);
        }
      };
      const finer = String(micros).padStart(3, '0').replace(/0+$/, '');
      expect(taken(text)).toEqual(digits <= precision ? { time: date.getTime(), finer } : 'cannot hold');
      const whole = cutTime(date.getTime(), precision) === date.getTime();
      expect(taken(date)).toEqual(whole ? { time: date.getTime(), finer: '' } : 'cannot hold');
      // What is cut can be taken, and is not later.
      const cut = cutTime(date.getTime(), precision);
      expect(cut).toBeLessThanOrEqual(date.getTime());
      expect(date.getTime() - cut).toBeLessThan(1000);
    }),
  );
});

test.each<[unknown, number]>([
  ['2024-12-31T24:00', Date.UTC(2025, 0, 1)],
  ['2024-12-31 24:00:00+01:00', Date.UTC(2024, 11, 31, 23)],
  ['0001-01-01T00:00:00Z', -62_135_596_800_000],
  [1.0, 1],
])('%j is an instant', (value, time) => expect(instantIn(value).time).toBe(time));

test.each<[unknown]>([
  ['0000-12-31T23:59:59.999Z'],
  ['+010000-01-01T00:00:00Z'],
  ['2024-12-31T24:00:01Z'],
  [new Date(8.64e15)],
  [new Date(Number.NaN)],
  [0.5],
  ['soon'],
  [5n],
  [null],
])('%j is none', (value) => expect(() => instantIn(value)).toThrow(/^cannot hold /));

test('days are of the same years', () => {
  expect([dayIn('0001-01-01'), dayIn('9999-12-31'), dayIn(new Date('2024-02-29T23:59:59Z'))]).toEqual([
    '0001-01-01',
    '9999-12-31',
    '2024-02-29',
  ]);
  for (const value of ['0000-12-31', '2023-02-29', new Date('+010000-01-01'), '2024-02-29T00:00:00Z'])
    expect(() => dayIn(value)).toThrow(/^cannot hold /);
});

test('times of day end with 24:00', () => {
  for (const time of ['00:00', '23:59:59', '12:30:15.5', '24:00', '24:00:00.000']) expect(timeOfDayIn(time)).toBe(time);
  for (const time of ['24:00:01', '24:01', '1:00', '12:60', '12:30:15.1234567', 5, null])
    expect(() => timeOfDayIn(time)).toThrow(/^cannot hold /);
  expect(timeOfDayIn('10:00:00.500', 1)).toBe('10:00:00.500');
  expect(() => timeOfDayIn('10:00:00.55', 1)).toThrow('keeps 1 digits');
});
