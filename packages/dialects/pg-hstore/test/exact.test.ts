import * as fc from 'fast-check';
import { createShelf, type Shelf } from '@shelf/core';
import { useDatabase } from './database.js';

// What PostgreSQL would round or cut in silence, besides what the conformance suites have of all databases.

const database = useDatabase();

type Thing = Record<string, unknown>;

async function withThings(
  columns: string,
  work: (db: Shelf, Thing: ReturnType<typeof thingOf>) => Promise<void>,
): Promise<void> {
  const db = createShelf({ dialect: await database.dialect() });
  try {
    await db.knex.raw(`create table things (id serial primary key, ${columns})`);
    await work(db, thingOf(db));
  } finally {
    await db.destroy();
  }
}

function thingOf(db: Shelf) {
  return db.Model.of<Thing>().extend({ tableName: 'things' });
}

const COLUMNS = `r real, rs real[], i smallint, n integer, total numeric(10, 2), totals numeric(10, 2)[], hundreds numeric(3, -2),
  ats timestamptz(0)[], zoned timetz(0), span interval(0), cash money, words varchar(3)[], fixed char(3), bits bit(3), some_bits varbit(3),
  domain price`;

const REFUSED: Readonly<Record<string, readonly unknown[]>> = {
  r: [16_777_217, '16777217', 1 / 3, 1e300, '0.1234567890', 16_777_217n],
  rs: [[0.1, 16_777_217]],
  i: [32_768, '-32769'],
  n: [2 ** 31, '2147483648'],
  total: ['1.005', 0.1 + 0.2],
  totals: [['1.00', '1.005'], [['1.005']]],
  hundreds: ['150', '99999999'],
  ats: [[new Date(1)], ['2024-12-31T23:59:59.5Z']],
  zoned: ['10:00:00.6+02'],
  span: ['1.5 seconds', '00:00:01.2', 'PT1.5S', '1 day 00:00:00.5', '1.5'],
  cash: ['1.005', 1.005],
  words: [['abc', 'abc ']],
  fixed: ['abc '],
  bits: ['10', '1011'],
  some_bits: ['1011'],
  domain: ['1.005'],
};

const TAKEN: Thing = {
  r: 0.1,
  rs: [0.1, 16_777_216],
  i: -32_768,
  n: 2 ** 31 - 1,
  total: '1.50',
  totals: ['1.50', '-0.01'],
  hundreds: '12300',
  ats: [new Date(1000)],
  zoned: '10:00:00+02',
  span: '1 day 02:03:04',
  cash: '$1.50',
  words: ['abc', 'ab '],
  fixed: 'abc',
  bits: '101',
  some_bits: '10',
  domain: '1.50',
};

test('each type, and arrays and domains of it: refused, or as it went in', () =>
  withThings('x int', async (db) => {
    await db.knex.raw('create domain price as numeric(10, 2)');
    await db.knex.raw(`create table all_things (id serial primary key, ${COLUMNS})`);
    const Every = db.Model.of<Thing>().extend({ tableName: 'all_things' });
    for (const [column, values] of Object.entries(REFUSED)) {
      for (const value of values) {
        const error: unknown = await new Every({ [column]: value }).save().catch((each: unknown) => each);
        expect([column, value, error]).toEqual([column, value, expect.any(db.InvalidValueError)]);
      }
    }
    expect(await Every.count()).toBe(0);
    const { id } = await new Every(TAKEN).save();
    expect((await new Every({ id }).fetch({ require: true })).toJSON()).toEqual({ id, ...TAKEN });
  }));

test('any number is stored in a real as it is, or refused; each that was read can be stored again', () =>
  withThings('r real', async (db, Thing) => {
    const thing = await new Thing({}).save();
    const read = async (): Promise<unknown> => (await new Thing({ id: thing.id }).fetch({ require: true })).get('r');
    const short = fc.tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.integer({ min: -30, max: 30 }));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.float({ noNaN: true, noDefaultInfinity: true }),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          short.map(([digits, exponent]) => Number(`${digits}e${exponent}`)),
        ),
        async (number) => {
          const error: unknown = await thing.save({ r: number }).then(
            () => undefined,
            (each: unknown) => each,
          );
          const isAsItWas = error === undefined && ((await read()) === number || number === 0);
          expect(isAsItWas || error instanceof db.InvalidValueError).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
    // Powers of two stand where floats change their distance.
    for (let power = -126; power < 128; power++) {
      await db.knex.raw('update things set r = ?::float8', [2 ** power]);
      const number = await read();
      expect([power, await thing.save({ r: number }, { patch: true }).then(() => number)]).toEqual([power, number]);
    }
  }));

test('a real is compared with the number that is meant', () =>
  withThings('r real', async (_, Thing) => {
    for (const r of [0.1, 16_777_216]) await new Thing({ r }).save();
    const ids = async (operator: string, value: unknown): Promise<unknown> =>
      (await Thing.where('r', operator as '=', value as never).fetchAll()).pluck('id');
    expect(await ids('=', 0.1)).toEqual([1]);
    expect(await ids('=', 16_777_217)).toEqual([]);
    expect(await ids('<', 16_777_217)).toEqual([1, 2]);
    expect(await ids('in', [0.1, 16_777_217])).toEqual([1]);
    expect((await new Thing({ r: 16_777_216 }).fetch())?.id).toBe(2);
  }));

test('an interval of other units than seconds may have a fraction', () =>
  withThings('span interval(0)', async (_, Thing) => {
    const { id } = await new Thing({ span: '1.5 days' }).save();
    expect((await new Thing({ id }).fetch({ require: true })).get('span')).toBe('1 day 12:00:00');
  }));

test('json is compared with nothing, as objects are; jsonb with any single value', () =>
  withThings('data json, datab jsonb', async (db, Thing) => {
    await new Thing({ data: 'x', datab: 'x' }).save();
    for (const call of [
      () => Thing.where({ data: 'x' }).fetchAll(),
      () => Thing.where('data', 'in', ['x']).count(),
      () => new Thing({ data: 'x' }).fetch(),
      () => Thing.where({ data: 'x' }).destroy(),
      () => Thing.where({ data: 5 }).save({ datab: 1 }, { method: 'update', patch: true }),
    ])
      await expect(call()).rejects.toBeInstanceOf(db.InvalidValueError);
    expect([await Thing.where({ datab: 'x' }).count(), await Thing.where({ datab: 5 }).count()]).toEqual([1, 0]);
    expect(await Thing.where({ data: null }).count()).toBe(0);
  }));
