import * as fc from 'fast-check';
import type { Shelf } from '@shelf/core';
import { withShelf, type Harness } from '../harness.js';
import { KINDS } from './kinds.js';

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

/** A JSON value whose numbers have few digits. */
function inWholeNumbers(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'number' ? Math.trunc(each % 1e9) : each,
  );
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
          withKinds(harness, async (db) => {
            const exact = column !== 'json' || harness.exactJson === undefined || (await harness.exactJson(db));
            await fc.assert(
              fc.asyncProperty(exact ? any : any.map(inWholeNumbers), async (value) => {
                expect(await roundTrip(db, column, value)).toEqual(expected(value));
              }),
              { numRuns: harness.brief === true ? 10 : 50 },
            );
          }));
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
}
