import fc from 'fast-check';
import type { Knex } from 'knex';
import type { Shelf } from '@shelf/core';
import { withShelf, type Harness } from '../harness.js';

/** One kind of column: how it is made, what it holds, and what a value comes back as where that is not itself. */
interface Kind {
  readonly add: (table: Knex.CreateTableBuilder, name: string) => unknown;
  readonly values: readonly unknown[];
  readonly any?: fc.Arbitrary<unknown>;
  readonly read?: (value: never) => unknown;
  /** A `fetch` by its value finds the row. */
  readonly findable?: boolean;
}

const DAY = 86_400_000;
const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));
const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/** An integer of 64 bits comes as a number where that is safe, as digits where it is not. */
function exactInteger(value: number | bigint | string): number | string {
  const integer = BigInt(value);
  return Number.isSafeInteger(Number(integer)) ? Number(integer) : String(integer);
}

/** JSON as JSON has it: without -0, and in objects of the usual prototype. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

function hasName(value: unknown, name: string): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Object.hasOwn(value, name) || Object.values(value).some((each) => hasName(each, name)))
  );
}

const json = fc
  .jsonValue({ stringUnit: 'binary' })
  .filter((value) => value !== null && !/\\u0000/.test(JSON.stringify(value)) && !hasName(value, '__proto__'));

const KINDS: Readonly<Record<string, Kind>> = {
  boolean: { add: (table, name) => table.boolean(name), values: [true, false], any: fc.boolean() },
  integer: { add: (table, name) => table.integer(name), values: [0, -1, 2 ** 31 - 1, -(2 ** 31)], any: fc.integer() },
  bigint: {
    add: (table, name) => table.bigInteger(name),
    values: [
      0,
      2 ** 31,
      3_000_000_000,
      Number.MAX_SAFE_INTEGER,
      5n,
      '9007199254740993',
      9007199254740993n,
      -9007199254740993n,
      MAX_INT64,
      MIN_INT64,
    ],
    any: fc.bigInt(MIN_INT64, MAX_INT64),
    read: exactInteger,
  },
  double: {
    add: (table, name) => table.double(name),
    values: [0, 0.1, -1.5, 1e300, 5e-300, 2 ** 60],
    any: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }).map((value) => value + 0),
  },
  string: {
    add: (table, name) => table.string(name),
    values: [
      '',
      ' ',
      ' pad ',
      'NULL',
      'null',
      'true',
      '0',
      '007',
      '1e3',
      `it's "quoted" \`so\``,
      '\\',
      '?',
      ':name',
      '%',
      '日本 🙂 é',
      'a\nb\r\n\tc',
      '--; drop table kinds',
    ],
    any: text.filter((value) => value.length <= 255),
  },
  text: { add: (table, name) => table.text(name), values: ['x'.repeat(100_000), '🙂'.repeat(1000)], any: text },
  uuid: { add: (table, name) => table.uuid(name), values: ['123e4567-e89b-12d3-a456-426614174000'], any: fc.uuid() },
  binary: {
    add: (table, name) => table.binary(name),
    values: [
      Buffer.alloc(0),
      Buffer.from([0, 255, 39, 92, 10]),
      new Uint8Array([1, 2, 3]),
      Buffer.from('0123456789').subarray(2, 5),
    ],
    any: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    read: (value: Uint8Array) => Buffer.from(value),
  },
  json: {
    add: (table, name) => table.json(name),
    values: [
      {},
      [],
      [[]],
      { a: [] },
      '',
      'null',
      '[]',
      '{}',
      '"quoted"',
      'text',
      '007',
      true,
      false,
      0,
      1.5,
      -1,
      [null],
      { a: null, b: { c: [1, '2', false] } },
      { 'a.b': '?', "it's": '"' },
      { constructor: 1, toString: 2 },
    ],
    any: json,
    read: plain,
    findable: false,
  },
  date: {
    add: (table, name) => table.date(name),
    values: ['2024-02-29', '1970-01-01', '1582-10-15', '9999-12-31', '2024-03-31', '2024-11-03'],
    any: fc.integer({ min: -250_000, max: 2_900_000 }).map((day) => new Date(day * DAY).toISOString().slice(0, 10)),
  },
  datetime: {
    add: (table, name) => table.datetime(name, { precision: 3 }),
    values: [
      new Date(0),
      new Date(1),
      new Date('2024-03-10T10:30:00.123Z'),
      new Date('2024-11-03T08:59:59.999Z'),
      new Date('1969-12-31T23:59:59.999Z'),
      new Date('2038-01-19T03:14:08.001Z'),
    ],
    any: fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
  },
  time: { add: (table, name) => table.time(name), values: ['00:00:00', '23:59:59', '12:34:56'], findable: false },
};

async function withKinds(harness: Harness, work: (db: Shelf) => Promise<void>): Promise<void> {
  await withShelf(harness, async (db) => {
    await db.knex.schema.createTable('kinds', (table) => {
      table.increments('id');
      for (const [name, { add }] of Object.entries(KINDS)) add(table, name);
    });
    await work(db);
  });
}

/** What a value is after it was stored and read, by `fetch` and by `fetchAll`. */
async function roundTrip(db: Shelf, column: string, value: unknown): Promise<unknown> {
  const { id } = await db.Model.forge({ [column]: value }, { tableName: 'kinds' }).save();
  const fetched = await db.Model.forge({ id }, { tableName: 'kinds' }).fetch({ require: true });
  const all = await db.Model.forge({}, { tableName: 'kinds' }).where({ id }).fetchAll();
  const named = await db.Model.forge({ id }, { tableName: 'kinds' }).fetch({ require: true, columns: [column] });
  const result: unknown = fetched.get(column);
  expect(all.at(0)!.get(column)).toEqual(result);
  expect(named.get(column)).toEqual(result);
  return result;
}

/** Values of every kind of column come back exactly as they went in. */
export function valuesSuite(harness: Harness): void {
  describe.each(Object.entries(KINDS))(
    '%s',
    (column, { values, any, read = (value: unknown) => value, findable = true }) => {
      const expected = (value: unknown): unknown => (value === null ? null : read(value as never));

      test('examples, and null', () =>
        withKinds(harness, async (db) => {
          for (const value of [...values, null]) {
            const result = await roundTrip(db, column, value);
            expect(result).toEqual(expected(value));
            if (Buffer.isBuffer(expected(value))) expect(Buffer.isBuffer(result)).toBe(true);
          }
        }));

      test('an update stores what an insert does', () =>
        withKinds(harness, async (db) => {
          const model = await db.Model.forge({}, { tableName: 'kinds' }).save();
          for (const value of [...values, null]) {
            await model.save({ [column]: value });
            const fetched = await db.Model.forge({ id: model.id }, { tableName: 'kinds' }).fetch({ require: true });
            expect(fetched.get(column)).toEqual(expected(value));
            // What was read and is set again is no change.
            expect(fetched.set({ ...fetched.toJSON() }).hasChanged()).toBe(false);
          }
        }));

      if (findable) {
        test('a fetch and a where find the row by its value, and by null', () =>
          withKinds(harness, async (db) => {
            for (const value of [...values, null]) {
              const { id } = await db.Model.forge({ [column]: value }, { tableName: 'kinds' }).save();
              const found = await db.Model.forge({ id, [column]: value }, { tableName: 'kinds' }).fetch();
              expect([value, found?.id]).toEqual([value, id]);
              const all = await db.Model.forge({}, { tableName: 'kinds' })
                .where({ [column]: value })
                .fetchAll();
              expect(all.map((each) => each.id)).toContain(id);
            }
          }));
      }

      if (any !== undefined) {
        test('any value', () =>
          withKinds(harness, (db) =>
            fc.assert(
              fc.asyncProperty(any, async (value) => {
                expect(await roundTrip(db, column, value)).toEqual(expected(value));
              }),
              { numRuns: 50 },
            ),
          ));
      }
    },
  );

  test('decimals keep their digits', () =>
    withShelf(harness, async (db) => {
      await db.knex.schema.createTable('prices', (table) => {
        table.increments('id');
        table.decimal('price', 12, 2);
      });
      for (const price of ['0', '12.5', '-0.01', '1234567890.12']) {
        const { id } = await db.Model.forge({ price }, { tableName: 'prices' }).save();
        const read: unknown = (await db.Model.forge({ id }, { tableName: 'prices' }).fetch())?.get('price');
        // SQLite has no exact decimals: there it is a number, elsewhere text.
        expect(Number(read)).toBe(Number(price));
      }
    }));

  test('what no column can hold exactly is refused before anything is sent', () =>
    withKinds(harness, async (db) => {
      const refused: Record<string, readonly unknown[]> = {
        integer: [NaN, Infinity, 'x', {}, [], new Date(), Symbol('x'), () => 1],
        bigint: [NaN, 2n ** 63n, '9223372036854775808', 'x', 1e19],
        double: [NaN, -Infinity, 'x'],
        boolean: ['true', 2, {}],
        string: [{}, [], new Date(), Symbol('x'), true],
        binary: ['text', 5, {}],
        date: ['2024-02-30', 'soon', new Date(NaN)],
        datetime: ['soon', new Date(NaN)],
        json: [NaN, [Infinity], { a: undefined }, new Date(), new Map(), 5n, () => 1, [Symbol('x')]],
      };
      const cycle: unknown[] = [];
      cycle.push(cycle);
      for (const [column, values] of Object.entries({ ...refused, json: [...refused['json']!, cycle] })) {
        for (const value of values) {
          const outcome: unknown = await db.Model.forge({ [column]: value }, { tableName: 'kinds' })
            .save()
            .catch((error: unknown) => error);
          expect([column, value, (outcome as { code?: string }).code]).toEqual([column, value, 'INVALID_VALUE']);
          expect((outcome as Error).message).toContain(`'${column}'`);
        }
      }
      expect(await db.Model.forge({}, { tableName: 'kinds' }).count()).toBe(0);
    }));

  // regression 19
  test('a day is the same day in every zone, an instant the same instant', () =>
    withKinds(harness, async (db) => {
      const instant = new Date('2024-03-10T00:30:00.000Z');
      const model = await db.Model.forge({ date: '2024-03-10', datetime: instant }, { tableName: 'kinds' }).save();
      const fetched = await db.Model.forge({ id: model.id }, { tableName: 'kinds' }).fetch({ require: true });
      expect([fetched.get('date'), (fetched.get('datetime') as Date).toISOString()]).toEqual([
        '2024-03-10',
        '2024-03-10T00:30:00.000Z',
      ]);
      expect(JSON.parse(JSON.stringify(fetched))).toMatchObject({
        date: '2024-03-10',
        datetime: '2024-03-10T00:30:00.000Z',
      });
      expect(await db.Model.forge({}, { tableName: 'kinds' }).where({ datetime: instant }).count()).toBe(1);
      expect(
        await db.Model.forge({}, { tableName: 'kinds' })
          .where('datetime', '<', new Date(instant.getTime() + 1))
          .count(),
      ).toBe(1);
      expect(await db.Model.forge({}, { tableName: 'kinds' }).where('datetime', '<', instant).count()).toBe(0);
    }));

  // regression 17
  test('an empty array and an empty object stay what they are', () =>
    withKinds(harness, async (db) => {
      const model = await db.Model.forge({ json: [] }, { tableName: 'kinds' }).save();
      const read = async (): Promise<unknown> =>
        (await db.Model.forge({ id: model.id }, { tableName: 'kinds' }).fetch())?.get('json');
      expect(await read()).toEqual([]);
      (model.get('json') as unknown[]).push({});
      await model.save();
      expect(await read()).toEqual([{}]);
      await model.save({ json: {} });
      expect([await read(), Array.isArray(await read())]).toEqual([{}, false]);
    }));

  describe('keys beyond 2^53', () => {
    const ids = ['9007199254740992', '9007199254740993', '9007199254740994'] as const;

    async function withBig(work: (db: Shelf) => Promise<void>): Promise<void> {
      await withShelf(harness, async (db) => {
        await db.knex.schema.createTable('bigs', (table) => {
          table.bigInteger('id').primary();
          table.string('name');
        });
        for (const id of ids)
          await db.Model.forge({ id, name: `n${id}` }, { tableName: 'bigs' }).save(null, { method: 'insert' });
        await work(db);
      });
    }

    test.each([
      ['digits', '9007199254740993'],
      ['a BigInt', 9007199254740993n],
    ] as const)('given as %s find, update and delete their row alone', (_name, id) =>
      withBig(async (db) => {
        const model = await db.Model.forge({ id }, { tableName: 'bigs' }).fetch({ require: true });
        expect([model.id, model.get('name')]).toEqual(['9007199254740993', 'n9007199254740993']);
        await model.save({ name: 'x' });
        await db.Model.forge({ id }, { tableName: 'bigs' }).save({ name: 'y' }, { patch: true });
        const all = await db.Model.forge({}, { tableName: 'bigs' }).orderBy('id').fetchAll();
        expect(all.map((each) => [each.id, each.get('name')])).toEqual([
          [ids[0], `n${ids[0]}`],
          [ids[1], 'y'],
          [ids[2], `n${ids[2]}`],
        ]);
        expect([all.get(id as never)?.get('name'), (await model.refresh()).get('name')]).toEqual(['y', 'y']);
        expect(await db.Model.forge({}, { tableName: 'bigs' }).where('id', 'in', [id]).count()).toBe(1);
        await db.Model.forge({ id }, { tableName: 'bigs' }).destroy({ require: true });
        expect(
          (await db.Model.forge({}, { tableName: 'bigs' }).orderBy('id').fetchAll()).map((each) => each.id),
        ).toEqual([ids[0], ids[2]]);
      }),
    );
  });

  test('binary keys are told apart by their bytes', () =>
    withShelf(harness, async (db) => {
      await db.knex.schema.createTable('blobs', (table) => {
        table.specificType('id', 'varbinary(8)').primary();
        table.string('name');
      });
      const one = Buffer.from([0, 1, 0xfe]);
      const two = Buffer.from([0, 1, 0xff]);
      for (const id of [one, two])
        await db.Model.forge({ id, name: id.toString('hex') }, { tableName: 'blobs' }).save(null, { method: 'insert' });
      await db.Model.forge({ id: two }, { tableName: 'blobs' }).save({ name: 'two' });
      expect((await db.Model.forge({ id: one }, { tableName: 'blobs' }).fetch())?.get('name')).toBe('0001fe');
      const all = await db.Model.forge({}, { tableName: 'blobs' }).fetchAll();
      expect([all.get(two as never)?.get('name'), all.get(Buffer.from(one) as never)?.get('name')]).toEqual([
        'two',
        '0001fe',
      ]);
    }));
}
