import * as fc from 'fast-check';
import type { Model, Shelf } from '@shelf/core';
import { statementsOf, withShelf, type Harness } from '../harness.js';

type Bill = Record<string, unknown>;

interface Shop {
  readonly db: Shelf;
  readonly Bill: ReturnType<typeof billOf>;
}

function billOf(db: Shelf) {
  return db.Model.of<Bill>().extend({ tableName: 'bills' });
}

/** Columns that keep so many digits, seconds and characters and no more. */
async function withBills(harness: Harness, work: (shop: Shop) => Promise<void>): Promise<void> {
  await withShelf(harness, async (db) => {
    await db.knex.schema.createTable('bills', (table) => {
      table.increments('id');
      table.integer('number').unique();
      table.specificType('total', 'decimal(10, 2)');
      table.specificType('at', 'timestamp(0)').nullable();
      table.datetime('seen', { precision: 3 });
      table.specificType('lasts', 'time(0)');
      table.specificType('code', 'varchar(3)');
      table.double('ratio');
      table.date('day');
    });
    await work({ db, Bill: billOf(db) });
  });
}

/** What a column would round, cut or take for something else, and what only some databases have. */
const REFUSED: Readonly<Record<string, readonly unknown[]>> = {
  number: ['x', '', ' 5', '0x10', '2e300'],
  total: ['1.005', 1.005, 0.1 + 0.2, '1e-3', '123456789', '99999999.999', 'abc', '1_000', '١'],
  at: [
    new Date('2024-12-31T23:59:59.700Z'),
    '2024-12-31T23:59:59.7Z',
    1_700_000_000_001,
    1_700_000_000_000.5,
    '2024-12-31T23:59:59.0000001Z',
    '2024-12-31T25:00:00Z',
    '2024-12-31T24:00:01Z',
  ],
  seen: [
    '2024-12-31T23:59:59.1234Z',
    '0000-12-31T00:00:00Z',
    '+010000-01-01T00:00:00Z',
    new Date(8.64e15),
    new Date(-8.64e15),
  ],
  lasts: ['10:00:00.6', '10:00:00.0000001', '24:60', '10', '1:00'],
  code: ['abcd', 'abc ', 'abc       ', '🙂🙂🙂 ', 12_345],
  ratio: ['0.12345678901234567', '9007199254740993', 9007199254740993n, '1e400', ''],
  day: ['0000-01-01', '+010000-01-01', '2024-02-30', new Date(8.64e15)],
};

/** Other forms of values that every column of the kind takes. */
const TAKEN: Readonly<Record<string, readonly (readonly [given: unknown, asIf: unknown])[]>> = {
  number: [
    ['+5', 5],
    ['1e2', 100],
    ['-007', -7],
    ['5.0', 5],
  ],
  total: [
    ['1e2', '100'],
    ['+5', '5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['12.5000', '12.5'],
    ['-0.01', '-0.01'],
  ],
  at: [
    ['2024-12-31T24:00', new Date('2025-01-01T00:00:00Z')],
    ['2024-12-31 24:00:00+01:00', new Date('2024-12-31T23:00:00Z')],
    ['2024-12-31T10:00:00.000000Z', new Date('2024-12-31T10:00:00Z')],
  ],
  seen: [
    ['2024-12-31T10:00:00.1230Z', new Date('2024-12-31T10:00:00.123Z')],
    [1_700_000_000_123, new Date(1_700_000_000_123)],
    ['9999-12-31T23:59:59.999Z', new Date('9999-12-31T23:59:59.999Z')],
  ],
  code: [
    ['🙂🙂🙂', '🙂🙂🙂'],
    ['ab ', 'ab '],
  ],
  ratio: [
    ['1e2', 100],
    ['+0.10', 0.1],
    ['1152921504606846976', 2 ** 60],
    [2n ** 60n, 2 ** 60],
  ],
};

const START = new Date('2024-12-31T10:00:00Z');
const STORED: Bill = {
  number: 1,
  total: '12.34',
  at: START,
  seen: START,
  lasts: '10:00:00',
  code: 'abc',
  ratio: 0.1,
  day: '2024-12-31',
};

/** The ways by which a value comes into a row. */
const ENTRIES: Readonly<Record<string, (shop: Shop, row: Bill, bill: Model<Bill>) => Promise<unknown>>> = {
  insert: ({ Bill }, row) => new Bill({ ...row }).save(),
  update: (_, row, bill) => bill.save(row),
  patch: (_, row, bill) => bill.save(row, { patch: true }),
  'update by condition': ({ Bill }, row) => Bill.where({ id: 1 }).save(row, { method: 'update' }),
  upsert: ({ Bill }, row) => Bill.upsert({ number: 1, ...row }, { conflict: 'number' }),
  saveAll: ({ Bill }, row) => Bill.collection([{ number: 7 }, { ...row }]).saveAll(),
};

/** A number by its value, whether it came as one or as text. */
function canonical(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

/** What a column cannot hold as it is, is refused; nothing is rounded or cut in silence. */
export function exactSuite(harness: Harness): void {
  test.each(Object.entries(ENTRIES))('%s: is refused before anything is sent', (_, enter) =>
    withBills(harness, async (shop) => {
      const { db, Bill } = shop;
      const bill = await new Bill({ ...STORED }).save();
      const before = await Bill.count();
      for (const [column, values] of Object.entries(REFUSED)) {
        for (const value of values) {
          let error: unknown;
          const sent = await statementsOf(db, () =>
            enter(shop, { [column]: value }, bill).catch((each: unknown) => (error = each)),
          );
          expect([column, value, error]).toEqual([column, value, expect.any(db.InvalidValueError)]);
          expect(error).toMatchObject({ columns: [column], table: 'bills' });
          expect(sent.filter((sql) => /^(insert|update)/i.test(sql))).toEqual([]);
        }
      }
      expect(await Bill.count()).toBe(before);
      expect((await new Bill({ id: 1 }).fetch({ require: true })).toJSON()).toMatchObject({
        at: START,
        code: 'abc',
        ratio: 0.1,
      });
    }),
  );

  test('other forms of a value are the value, on every database', () =>
    withBills(harness, async ({ Bill }) => {
      const bill = await new Bill({}).save();
      for (const [column, pairs] of Object.entries(TAKEN)) {
        for (const [given, value] of pairs) {
          await bill.save({ [column]: given });
          const read = (await new Bill({ id: bill.id }).fetch({ require: true })).get(column);
          expect([column, given, canonical(read)]).toEqual([column, given, canonical(value)]);
          expect([column, given, await Bill.where({ [column]: given }).count()]).toEqual([column, given, 1]);
        }
      }
    }));

  test('a condition compares with the value as it is, also where no row can hold it', () =>
    withBills(harness, async ({ Bill }) => {
      await new Bill({ ...STORED }).save();
      const at = (ms: number): Date => new Date(START.getTime() + ms);
      const counts: readonly (readonly [column: string, operator: string, value: unknown, rows: number])[] = [
        ['at', '<=', at(999), 1],
        ['at', '<', at(1), 1],
        ['at', '>', at(-1), 1],
        ['at', '>=', at(1), 0],
        ['at', '=', at(1), 0],
        ['seen', '<', '2024-12-31T10:00:00.001Z', 1],
        ['total', '<', '12.345', 1],
        ['total', '>', '12.335', 1],
        ['total', '=', '12.344', 0],
        ['total', '=', '12.340', 1],
        ['code', '=', 'abcd', 0],
        ['code', '<', 'abcd', 1],
        ['number', '<', 3_000_000_000, 1],
        ['number', '=', '1e0', 1],
        ['ratio', '=', '0.1', 1],
      ];
      for (const [column, operator, value, rows] of counts) {
        const found = await Bill.where(column, operator as '=', value as never).count();
        expect([column, operator, value, found]).toEqual([column, operator, value, rows]);
      }
    }));

  test('a condition that the database would compare with another value is refused', () =>
    withBills(harness, async ({ db, Bill }) => {
      for (const [column, value] of [
        ['seen', '+010000-01-01T00:00:00Z'],
        ['ratio', '0.12345678901234567'],
        ['number', '5.5x'],
      ] as const) {
        await expect(Bill.where(column, '=', value).fetchAll()).rejects.toBeInstanceOf(db.InvalidValueError);
        await expect(Bill.where(column, 'in', [value] as never).count()).rejects.toBeInstanceOf(db.InvalidValueError);
      }
    }));

  test('any decimal is stored as it is, or refused', () =>
    withBills(harness, async ({ db, Bill }) => {
      const bill = await new Bill({}).save();
      const cents = fc.bigInt(-(10n ** 10n), 10n ** 10n);
      const digits = fc.integer({ min: 0, max: 4 });
      await fc.assert(
        fc.asyncProperty(cents, digits, async (unscaled, scale) => {
          const sign = unscaled < 0n ? '-' : '';
          const text = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
          const value = `${sign}${text.slice(0, text.length - scale)}${scale === 0 ? '' : `.${text.slice(-scale)}`}`;
          const hundredths = unscaled * 10n ** BigInt(4 - scale);
          const fits = hundredths % 100n === 0n && (hundredths < 0n ? -hundredths : hundredths) < 10n ** 12n;
          const error = await bill.save({ total: value }).then(
            () => undefined,
            (each: unknown) => each,
          );
          if (!fits) return expect([value, error]).toEqual([value, expect.any(db.InvalidValueError)]);
          expect([value, error]).toEqual([value, undefined]);
          const read = (await new Bill({ id: bill.id }).fetch({ require: true })).get('total');
          expect(Math.round(Number(read) * 100)).toBe(Number(hundredths / 100n));
          return expect(await Bill.where({ total: value }).count()).toBe(1);
        }),
        { numRuns: harness.brief === true ? 10 : 60 },
      );
    }));

  test('any instant is stored as it is, or refused', () =>
    withBills(harness, async ({ db, Bill }) => {
      const bill = await new Bill({}).save();
      const dates = fc.date({ min: new Date('1970-01-02'), max: new Date('2037-12-31'), noInvalidDate: true });
      await fc.assert(
        fc.asyncProperty(dates, fc.boolean(), async (date, whole) => {
          const at = whole ? new Date(Math.floor(date.getTime() / 1000) * 1000) : date;
          const saving = bill.save({ at, seen: at });
          if (at.getTime() % 1000 !== 0) return expect(saving).rejects.toBeInstanceOf(db.InvalidValueError);
          await saving;
          const read = await new Bill({ id: bill.id }).fetch({ require: true });
          return expect([read.get('at'), read.get('seen')]).toEqual([at, at]);
        }),
        { numRuns: harness.brief === true ? 10 : 60 },
      );
    }));

  test('any double is stored as it is, as a number and as its text', () =>
    withBills(harness, async ({ Bill }) => {
      const bill = await new Bill({}).save();
      const doubles = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
      await fc.assert(
        fc.asyncProperty(doubles, fc.boolean(), async (double, asText) => {
          await bill.save({ ratio: asText ? String(double) : double });
          const read = (await new Bill({ id: bill.id }).fetch({ require: true })).get('ratio');
          expect(read === 0 ? 0 : read).toBe(double === 0 ? 0 : double);
        }),
        { numRuns: harness.brief === true ? 10 : 60 },
      );
    }));

  test('the shelf’s own clock is cut to what the column keeps', async () => {
    const now = new Date('2024-12-31T23:59:59.789Z');
    const cut = new Date('2024-12-31T23:59:59.000Z');
    await withShelf(
      harness,
      async (db) => {
        await db.knex.schema.createTable('notes', (table) => {
          table.increments('id');
          table.integer('n');
          table.specificType('created_at', 'timestamp(0)').nullable();
          table.datetime('updated_at', { precision: 3 });
        });
        const Note = db.Model.of<Bill>().extend({ tableName: 'notes', hasTimestamps: true });
        // The first save of all, before which nobody knows the columns.
        const note = await new Note({ n: 1 }).save();
        const times = { created_at: cut, updated_at: now };
        expect(note.toJSON()).toMatchObject(times);
        expect(note.hasChanged()).toBe(false);
        expect((await new Note({ id: note.id }).fetch({ require: true })).toJSON()).toMatchObject(times);
        const many = await Note.collection([{ n: 2 }, { n: 3 }]).saveAll();
        expect(many.map((each) => each.get('created_at'))).toEqual([cut, cut]);
        const Renamed = db.Model.of<Bill>().extend({ tableName: 'notes', hasTimestamps: [null, 'created_at'] });
        const again = await new Renamed({ id: note.id }).save({ n: 4 }, { patch: true });
        expect(again.get('created_at')).toEqual(cut);
        await again.save({ n: 5 }, { date: new Date(1500) });
        expect((await new Note({ id: note.id }).fetch({ require: true })).get('created_at')).toEqual(new Date(1000));
        expect(new Note({ n: 9 }).timestamp()).toEqual(times);
        // What the caller sets is the caller's.
        await expect(note.save({ created_at: now })).rejects.toBeInstanceOf(db.InvalidValueError);
      },
      { now: () => now },
    );
  });
}
