import * as fc from 'fast-check';
import { instantText, isCalendarDate, timeOf } from '../src/codecs.js';

const anyDate = fc.date({ noInvalidDate: true });
const yearsZeroTo9999 = fc.date({
  min: new Date('0000-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

test('reads what toISOString writes, for every instant that a Date can be', () => {
  const same = (date: Date): void => expect(timeOf(date.toISOString())).toBe(date.getTime());
  fc.assert(fc.property(anyDate, same), { numRuns: 5000 });
  fc.assert(fc.property(yearsZeroTo9999, same), { numRuns: 5000 });
});

test('writes what toISOString writes, for every instant and on both sides of every midnight', () => {
  const same = (date: Date): void => expect(instantText(date.getTime())).toBe(date.toISOString());
  fc.assert(fc.property(anyDate, same), { numRuns: 5000 });
  fc.assert(fc.property(yearsZeroTo9999, same), { numRuns: 5000 });
  const wrong: string[] = [];
  for (let day = Date.UTC(1895, 0, 1); day < Date.UTC(2105, 0, 1); day += 86_400_000) {
    for (const time of [day - 1, day]) {
      const expected = new Date(time).toISOString();
      if (instantText(time) !== expected) wrong.push(expected);
    }
  }
  expect(wrong).toEqual([]);
});

test('reads every day of two centuries, and none that is not there', () => {
  const wrong: string[] = [];
  for (let year = 1899; year <= 2101; year++) {
    for (let month = 0; month <= 13; month++) {
      for (let day = 0; day <= 32; day++) {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T00:00:00.000Z`;
        const expected = new Date(Date.UTC(year, month - 1, day));
        const exists = expected.getUTCMonth() === month - 1 && expected.getUTCDate() === day;
        if (timeOf(text) !== (exists ? expected.getTime() : undefined)) wrong.push(text);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('agrees with new Date on texts of the canonical shape, whatever their digits', () => {
  const digit = fc.integer({ min: 0, max: 9 });
  const shape = fc.array(digit, { minLength: 17, maxLength: 17 }).map((d) => {
    const s = d.join('');
    return `${s.slice(0, 4)}-${s.slice(4, 6)}-${s.slice(6, 8)}T${s.slice(8, 10)}:${s.slice(10, 12)}:${s.slice(12, 14)}.${s.slice(14)}Z`;
  });
  const lenient = /^\d{4}-02-(29|3)|-31T|T24:/; // where new Date rolls over, or takes midnight twice
  fc.assert(
    fc.property(shape, (text) => {
      const expected = new Date(text).getTime();
      expect([text, lenient.test(text) || timeOf(text)]).toEqual([
        text,
        lenient.test(text) || (Number.isNaN(expected) ? undefined : expected),
      ]);
    }),
    { numRuns: 20_000 },
  );
});

test('agrees with new Date on texts of 24 arbitrary characters', () => {
  const text = fc.string({ minLength: 24, maxLength: 24, unit: fc.constantFrom(...Array.from('0123456789-:.TZ ')) });
  fc.assert(
    fc.property(text, (each) => expect([undefined, new Date(each).getTime()]).toContain(timeOf(each))),
    { numRuns: 20_000 },
  );
});

test.each([
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['2024-02-29 12:30:15', '2024-02-29T12:30:15.000Z'],
  ['2024-02-29 12:30', '2024-02-29T12:30:00.000Z'],
  ['2024-02-29T12:30:15', '2024-02-29T12:30:15.000Z'],
  ['2024-02-29 12:30:15.7', '2024-02-29T12:30:15.700Z'],
  ['2024-02-29 12:30:15.123456', '2024-02-29T12:30:15.123Z'],
  ['2024-02-29 12:30:15,5', '2024-02-29T12:30:15.500Z'],
  ['2024-02-29t12:30:15z', '2024-02-29T12:30:15.000Z'],
  ['2024-02-29 12:30:15 Z', '2024-02-29T12:30:15.000Z'],
  ['2024-02-29T12:30:15+02:00', '2024-02-29T10:30:15.000Z'],
  ['2024-02-29T12:30:15-0530', '2024-02-29T18:00:15.000Z'],
  ['2024-02-29T12:30:15+05', '2024-02-29T07:30:15.000Z'],
  ['2024-02-29T00:30:15.250+01:00', '2024-02-28T23:30:15.250Z'],
  ['2024-02-29T24:00:00', '2024-03-01T00:00:00.000Z'],
  ['0000-01-01T00:00:00.000Z', '0000-01-01T00:00:00.000Z'],
  ['0099-03-01 00:00:00', '0099-03-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ['+012345-06-07T08:09:10.011Z', '+012345-06-07T08:09:10.011Z'],
  ['-000001-12-31T23:59:59.999Z', '-000001-12-31T23:59:59.999Z'],
  ['+275760-09-13T00:00:00.000Z', '+275760-09-13T00:00:00.000Z'],
  ['1900-02-28', '1900-02-28T00:00:00.000Z'],
  ['2000-02-29', '2000-02-29T00:00:00.000Z'],
])('%s is %s', (text, iso) => {
  expect(timeOf(text)).toBe(Date.parse(iso));
});

test.each([
  '',
  ' ',
  'now',
  'yesterday',
  '2023-02-30',
  '2023-02-29',
  '1900-02-29',
  '2023-13-01',
  '2023-00-10',
  '2023-01-00',
  '2023-04-31',
  '2023-02-30T00:00:00.000Z',
  '2023-02-29T00:00:00.000Z',
  '2023-01-01T24:00:00.001Z',
  '2023-01-01T25:00:00.000Z',
  '2023-01-01T00:60:00.000Z',
  '2023-01-01T00:00:60.000Z',
  '2023-01-01T24:00:01',
  '2023-1-1',
  '23-01-01',
  '2023-01-01T',
  '2023-01-01 1:00',
  '2023-01-01T00:00:00+24:00',
  '2023-01-01T00:00:00+01:60',
  '2023-01-01Z',
  '2023-01-01+01:00',
  '20230101',
  '12:30',
  '-000000-01-01T00:00:00.000Z',
  '+275760-09-13T00:00:00.001Z',
  '2023-01-01T00:00:00.000z ',
  ' 2023-01-01',
  '2023-01-01T00:00:00.',
  'Tue, 01 Jan 2023 00:00:00 GMT',
  '2023-01-01T00:00:00.0a0Z',
])('%p is no instant', (text) => {
  expect(timeOf(text)).toBeUndefined();
});

test('a day is YYYY-MM-DD and in the calendar', () => {
  expect(['2024-02-29', '0000-01-01', '9999-12-31'].every(isCalendarDate)).toBe(true);
  expect(['2023-02-29', '2024-2-29', '2024-02-29T', '12:30:4567', 'abcdefghij', ''].some(isCalendarDate)).toBe(false);
});

describe.each(['UTC', 'America/Los_Angeles', 'Asia/Kathmandu'])('in %s', (zone) => {
  const before = process.env['TZ'];
  beforeEach(() => {
    process.env['TZ'] = zone;
  });
  afterEach(() => {
    process.env['TZ'] = before;
  });
  test('text without a zone is UTC', () => {
    expect(timeOf('2024-06-01 00:00:00')).toBe(Date.UTC(2024, 5, 1));
    expect(timeOf('2024-06-01T00:00:00')).toBe(Date.UTC(2024, 5, 1));
  });
});
