import type { ModelOf, Shelf } from '@shelf/core';
import { statementsOf, withShelf, type Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';

/** A column of every kind that matters here. */
const COLUMNS = [
  'text',
  'integer',
  'bigint',
  'float',
  'decimal',
  'boolean',
  'datetime',
  'date',
  'json',
  'bytes',
] as const;
type ColumnName = (typeof COLUMNS)[number];

interface Store {
  readonly db: Shelf;
  readonly Value: ModelOf<Record<string, unknown>>;
}

function withValues<T>(harness: Harness, work: (store: Store) => Promise<T>): Promise<T> {
  return withShelf(harness, async (db) => {
    await db.knex.schema.createTable('things', (table) => {
      table.increments('id');
      table.text('text', 'longtext');
      table.integer('integer');
      table.bigInteger('bigint');
      table.double('float');
      table.decimal('decimal', 20, 4);
      table.boolean('boolean');
      table.datetime('datetime', { precision: 3 });
      table.date('date');
      table.json('json');
      table.binary('bytes');
      table.string('mark');
    });
    const Value = db.Model.of<Record<string, unknown>>().extend({ tableName: 'things' }) as ModelOf<
      Record<string, unknown>
    >;
    return work({ db, Value });
  });
}

class Point {
  readonly x: number = 1;
}

const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

/** Values that no column holds, whatever its type. */
const NOWHERE: readonly (readonly [string, unknown])[] = [
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
  ['a cyclic object', cyclic],
  ['an invalid Date', new Date(Number.NaN)],
  ['an instance of a class', new Point()],
  ['a Map', new Map([['a', 1]])],
  ['a Set', new Set([1])],
  ['a promise', Promise.resolve(1)],
  ['half a surrogate pair', 'a\ud800b'],
  ['the other half', '\udc00'],
  ['an object with a function', { a: () => 1 }],
  ['an object with a symbol', { a: Symbol('s') }],
  ['an object with NaN', { a: [Number.NaN] }],
  ['an object with undefined in an array', { a: [undefined] }],
  ['an object with a BigInt', { a: 1n }],
  ['a boxed symbol', Object(Symbol('s'))],
];

const NULL_CHARACTER = 'a\0b';
const HALF_IN_JSON: unknown = { a: ['a\ud800'] };

/** Ways to write one attribute of a model. */
const WRITES: Readonly<Record<string, (store: Store, attributes: Record<string, unknown>) => PromiseLike<unknown>>> = {
  insert: ({ Value }, attributes) => new Value(attributes).save(),
  update: ({ Value }, attributes) => new Value({ id: 1 }).save(attributes),
  patch: ({ Value }, attributes) => new Value({ id: 1 }).save(attributes, { patch: true }),
  saveAll: ({ Value }, attributes) => Value.collection([{ mark: 'other' }, attributes]).saveAll(),
  upsert: ({ Value }, attributes) => Value.upsert({ id: 1, ...attributes }, { conflict: 'id' }),
};

/** Values are stored exactly or refused before any SQL is sent. */
export function valueSuite(harness: Harness): void {
  const nowhere = harness.brief === true ? NOWHERE.filter((_, i) => i % 4 === 0) : NOWHERE;
  describe.each(nowhere)('%s is refused, and nothing is sent', (_, value) => {
    // JSON escapes half a surrogate pair, so that it comes back.
    test.each(typeof value === 'string' ? COLUMNS.filter((column) => column !== 'json') : COLUMNS)(
      'in a column of %s',
      (column) =>
        withValues(harness, async (store) => {
          const { db, Value } = store;
          await new Value({ mark: 'first' }).save();
          const before = await db.knex('things');
          const sent: string[] = [];
          db.knex.on('query', ({ sql }: { sql: string }) => sent.push(sql));
          for (const [way, write] of Object.entries(WRITES)) {
            const error = await rejectionOf((async () => write(store, { [column]: value }))());
            expect([way, error.name]).toEqual([way, 'InvalidValueError']);
            expect(error).toMatchObject({ code: 'INVALID_VALUE', table: 'things', columns: [column] });
            expect(error.message).toContain(column);
          }
          expect(sent.filter((sql) => /^(insert|update)/i.test(sql))).toEqual([]);
          expect(await db.knex('things')).toEqual(before);
        }),
    );
  });

  test('the model stays as it was before the save', () =>
    withValues(harness, async ({ Value }) => {
      const thing = await new Value({ text: 'before' }).save();
      await rejectionOf(Promise.resolve(thing.save({ text: 'after', float: Number.NaN })));
      expect(thing.attributes).toEqual(expect.objectContaining({ text: 'before' }));
      expect(thing.get('float')).not.toBeNaN();
      expect(thing.hasChanged()).toBe(false);
      const fresh = new Value({ float: Infinity });
      await rejectionOf(Promise.resolve(fresh.save()));
      expect(fresh.isNew()).toBe(true);
      expect(fresh.attributes).toEqual({ float: Infinity });
    }));

  const EXACT: readonly (readonly [ColumnName, string, unknown, unknown?])[] = [
    ['text', 'an empty string', ''],
    ['text', 'quotes', `'"\`\\ ; -- /* */ ? ?? $1 :name %s`],
    ['text', 'U+0000 within', NULL_CHARACTER],
    ['text', 'unicode', 'žluťoučký 🐴 \u{10ffff} \u200b \ufeff'],
    ['text', 'a million characters', 'é'.repeat(1_000_000)],
    ['text', 'the word null', 'null'],
    ['text', 'digits', '007'],
    ['text', 'spaces at the ends', '  a  '],
    ['text', 'line breaks', 'a\r\nb\n'],
    ['integer', 'zero', 0],
    ['integer', 'minus zero, which is zero', -0, 0],
    ['integer', 'the largest', 2 ** 31 - 1],
    ['bigint', 'the largest safe integer', Number.MAX_SAFE_INTEGER],
    ['bigint', 'a BigInt', 5n, 5],
    ['bigint', 'the largest BigInt', 2n ** 63n - 1n, '9223372036854775807'],
    ['bigint', 'the smallest BigInt', -(2n ** 63n), '-9223372036854775808'],
    ['float', 'a tiny number', Number.MIN_VALUE],
    ['float', 'a huge number', Number.MAX_VALUE],
    ['float', 'a third', 1 / 3],
    ['boolean', 'true', true],
    ['boolean', 'false', false],
    ['datetime', 'the epoch', new Date(0)],
    ['datetime', 'milliseconds', new Date(1_700_000_000_123)],
    ['date', 'a day', '2024-02-29'],
    ['json', 'null inside', { a: null }],
    ['json', 'hostile names', JSON.parse('{"constructor": 1, "toString": 2, "a.b": {"?": []}}')],
    ['json', 'half a surrogate pair', HALF_IN_JSON],
    ['json', 'an empty array', []],
    ['json', 'a string', 'text'],
    ['bytes', 'bytes', Buffer.from([0, 255, 39, 34])],
    ['bytes', 'no bytes', Buffer.alloc(0)],
  ];

  const exact = EXACT.filter(
    ([, , value]) =>
      (harness.nullCharacter !== false || value !== NULL_CHARACTER) &&
      (harness.halfSurrogates !== false || value !== HALF_IN_JSON),
  );

  test.each(exact)('%s: %s comes back as it went in', (given, _, value, expected = value) =>
    withValues(harness, async ({ Value }) => {
      const column = given as ColumnName;
      const { id } = await new Value({ [column]: value }).save();
      const inserted = await new Value({ id }).fetch({ require: true });
      expect(inserted.get(column)).toEqual(expected);
      if (expected === 0) expect(Object.is(inserted.get(column), 0)).toBe(true);
      await new Value({ id }).save({ [column]: null }, { patch: true });
      await new Value({ id }).save({ [column]: value }, { patch: true });
      expect((await new Value({ id }).fetch({ require: true })).get(column)).toEqual(expected);
    }),
  );

  test('half of a surrogate pair in JSON is refused where the database cannot hold it', () =>
    withValues(harness, async ({ db, Value }) => {
      const outcome: unknown = await new Value({ json: HALF_IN_JSON }).save().catch((error: unknown) => error);
      expect(outcome).toBeInstanceOf(harness.halfSurrogates === false ? db.InvalidValueError : Value);
    }));

  test('U+0000 in text is refused where the database cannot hold it, and nothing is sent', () =>
    withValues(harness, async ({ db, Value }) => {
      const sent: string[] = [];
      db.knex.on('query', ({ sql }: { sql: string }) => sent.push(sql));
      const outcome: unknown = await new Value({ text: NULL_CHARACTER }).save().catch((error: unknown) => error);
      const holds = harness.nullCharacter !== false;
      expect(outcome).toBeInstanceOf(holds ? Value : db.InvalidValueError);
      expect(sent.filter((sql) => /^insert/i.test(sql))).toHaveLength(holds ? 1 : 0);
    }));

  describe('as a constraint', () => {
    const REFUSED: readonly (readonly [string, unknown])[] = [
      ...NOWHERE.filter(([name]) => !name.includes('object') || name === 'a cyclic object'),
      ['an object', { name: 'admin' }],
      ['an object that is an operator elsewhere', { $ne: null }],
      ['an array', ['a', 'b']],
      ['an empty array', []],
      ['a number against text', 0],
      ['false against text', false],
      ['true against text', true],
    ];
    test.each(REFUSED)('%s is refused, and nothing is sent', (_, refused) =>
      withValues(harness, async ({ db, Value }) => {
        await new Value({ text: 'secret' }).save();
        const value = refused as string;
        const calls: Readonly<Record<string, () => PromiseLike<unknown>>> = {
          'fetch by attribute': () => new Value({ text: value }).fetch(),
          'where of a pair': () => Value.where('text', value).fetchAll(),
          'where with =': () => Value.where('text', '=', value).fetchAll(),
          'where of a hash': () => Value.where({ text: value }).fetchAll(),
          count: () => Value.where({ text: value }).count(),
          update: () => Value.where({ text: value }).save({ mark: 'x' }, { method: 'update', patch: true }),
          destroy: () => Value.where({ text: value }).destroy(),
        };
        // The table may be looked at once more.
        const sent = await statementsOf(db, async () => {
          for (const [name, call] of Object.entries(calls)) {
            const error = await rejectionOf((async () => call())());
            expect([name, error.name]).toEqual([name, 'InvalidValueError']);
          }
        });
        expect(sent).toEqual([]);
        expect(await db.knex('things').pluck('text')).toEqual(['secret']);
      }),
    );

    test('a key that is an object or an array is refused', () =>
      withValues(harness, async ({ db, Value }) => {
        await new Value({ text: 'a' }).save();
        for (const id of [{}, { id: 1 }, [1], [[1]], Number.NaN, () => 1]) {
          for (const call of [
            () => new Value({ id }).fetch(),
            () => new Value({ id }).destroy(),
            () => new Value({ id }).save({ text: 'b' }),
          ]) {
            const error = await rejectionOf((async () => call())());
            expect(error).toBeInstanceOf(db.InvalidValueError);
          }
        }
        expect(await db.knex('things').pluck('text')).toEqual(['a']);
      }));
  });
}
