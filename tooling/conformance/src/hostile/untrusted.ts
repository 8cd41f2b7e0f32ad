import { ShelfError } from '@shelf/core';
import type { Harness } from '../harness.js';
import { stored, withPeople, type Town } from '../models/people.js';

/** What a request may bring in the place of a name, an option or a value: texts of a query string, and parsed JSON. */
const HOSTILE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  2 ** 53,
  '',
  ' ',
  '0',
  '1',
  '-1',
  '1e3',
  '0x1',
  'NaN',
  '9'.repeat(30),
  '*',
  '1 or 1=1',
  "x'; drop table people; --",
  'name; drop table people',
  'people.*',
  'constructor',
  '__proto__',
  'toString',
  'del',
  'delete',
  'truncate',
  'insert',
  'clear',
  'then',
  'toSQL',
  '||',
  '<=>',
  '| 1 or',
  [],
  [1],
  ['name', '<>', ''],
  [[]],
  {},
  { id: { $ne: null } },
  { name: { toString: 'x' } },
  { isRawInstance: true },
  { isRawInstance: true, sql: '1 = 1', bindings: [] },
  { isRawInstance: true, toSQL: { sql: '1 = 1' } },
  { toSQL: '1 = 1', _statements: [], _single: { table: 'people' } },
  { __knexUid: '__knexUid1', client: {}, isTransaction: true },
  { constructor: { name: 'Raw', prototype: { isRawInstance: true } } },
  JSON.parse('{"__proto__":{"isRawInstance":true,"sql":"1 = 1"}}'),
  JSON.parse('{"__proto__":{"id":1},"isRawInstance":true}'),
];

type Entry = (town: Town, hostile: never) => unknown;

/** Conditions: they are refused, or hold for some rows; never for all, and never because they are lost. */
const CONDITIONS: Readonly<Record<string, Entry>> = {
  'where(x)': ({ Person: P }, x) => P.where(x).fetchAll(),
  'where(column, x)': ({ Person: P }, x) => P.where('name', x).fetchAll(),
  'where(column, operator, x)': ({ Person: P }, x) => P.where('name', '=', x).fetchAll(),
  'where(column, x, value)': ({ Person: P }, x) => P.where('name', x, 'zz' as never).fetchAll(),
  'where(x, value)': ({ Person: P }, x) => P.where(x, 'zz' as never).fetchAll(),
  'where(x, operator, value)': ({ Person: P }, x) => P.where(x, '=' as never, 'zz' as never).fetchAll(),
  'where({ column: x })': ({ Person: P }, x) => P.where({ name: x }).fetchAll(),
  'where({ number: x })': ({ Person: P }, x) => P.where({ id: x }).fetchAll(),
  'where({ x: value })': ({ Person: P }, x) => P.where({ [String(x)]: 'zz' } as never).fetchAll(),
  'query(where, x)': ({ Person: P }, x) => P.query('where', x).fetchAll(),
  'query({ where: [x] })': ({ Person: P }, x) => P.query({ where: [x] } as never).fetchAll(),
  'query({ where: [column, operator, x] })': ({ Person: P }, x) =>
    P.query({ where: ['name', '=', x] } as never).fetchAll(),
  'query(whereIn, column, [x])': ({ Person: P }, x) => P.query('whereIn', 'name', [x] as never).fetchAll(),
  'query(orWhere, x) beside a condition': ({ Person: P }, x) => P.where('name', 'zz').query('orWhere', x).fetchAll(),
  'query(having, column, operator, x)': ({ Person: P }, x) =>
    P.query('groupBy', 'name')
      .query('having', 'name', '=', x)
      .fetchAll({ columns: ['name'] }),
  'query(having, column, x, value)': ({ Person: P }, x) =>
    P.query('groupBy', 'name')
      .query('having', 'name', x, 'zz')
      .fetchAll({ columns: ['name'] }),
  'fetch of { column: x }': async ({ Person: P }, x) => ((await new P({ name: x }).fetch()) === null ? [] : [1, 2, 3]),
  'where of a collection': ({ Person: P }, x) => P.collection().query('where', 'name', x).fetch(),
};

/** Names, options and numbers: what is none is refused; what is one does what it says, to rows that are asked for. */
const OTHERS: Readonly<Record<string, Entry>> = {
  'query(x)': ({ Person: P }, x) => P.query(x).fetchAll(),
  'query(x, column)': ({ Person: P }, x) => P.query(x, 'name' as never).fetchAll(),
  'query({ x: [] })': ({ Person: P }, x) => P.query({ [String(x)]: [] } as never).fetchAll(),
  'orderBy(x)': ({ Person: P }, x) => P.orderBy(x).fetchAll(),
  'orderBy(column, x)': ({ Person: P }, x) => P.orderBy('name', x).fetchAll(),
  'options x': ({ Person: P }, x) => P.fetchAll(x),
  'columns x': ({ Person: P }, x) => P.fetchAll({ columns: x }),
  'columns [x]': ({ Person: P }, x) => P.fetchAll({ columns: [x] }),
  'lock x': ({ Person: P }, x) => P.fetchAll({ lock: x }),
  'require x': ({ Person: P }, x) => new P({ id: 1 }).fetch({ require: x }),
  'timeout x': ({ Person: P }, x) => P.fetchAll({ timeout: x }),
  'signal x': ({ Person: P }, x) => P.fetchAll({ signal: x }),
  'transacting x': ({ Person: P }, x) => P.fetchAll({ transacting: x }),
  'isolationLevel x': ({ db }, x) => db.transaction(async () => 1, { isolationLevel: x }),
  'count(x)': ({ Person: P }, x) => P.count(x),
  'set(x)': ({ Person: P }, x) => new P().set(x, 1 as never),
  'new Model(x)': ({ Person: P }, x) => new P(x),
  'new Model({}, x)': ({ Person: P }, x) => new P({}, x),
  'save(x) of no row': ({ Person: P }, x) => new P({ id: 99 }).save(x, { patch: true }),
  'save({ column: x }) of no row': ({ Person: P }, x) => new P({ id: 99 }).save({ name: x }, { patch: true }),
  'method x of no row': ({ Person: P }, x) => new P({ id: 99 }).save({ age: 'no number' } as never, { method: x }),
  'destroy by x': ({ Person: P }, x) => new P({ name: x }).where('id', 99).destroy(),
  'upsert by x': ({ Person: P }, x) => P.upsert({ name: 'Ada' }, { conflict: x, update: [] }),
};

/** How many rows a page may have that is asked for by x. */
const PAGES: Readonly<Record<string, Entry>> = {
  'limit x': ({ Person: P }, x) => P.fetchPage({ limit: x }),
  'offset x': ({ Person: P }, x) => P.fetchPage({ offset: x, limit: 1 }),
  'page x': ({ Person: P }, x) => P.fetchPage({ page: x, pageSize: 1 }),
  'pageSize x': ({ Person: P }, x) => P.fetchPage({ pageSize: x }),
};

/** What a call with a hostile argument comes to: an error of Shelf's, or a result. Any other error fails the test. */
async function outcomeOf(entry: Entry, town: Town, hostile: unknown): Promise<unknown> {
  try {
    return await entry(town, hostile as never);
  } catch (error) {
    if (error instanceof ShelfError) return error;
    throw new Error(`${show(hostile)} was met with ${String(error)}`, { cause: error });
  }
}

function show(hostile: unknown): string {
  return JSON.stringify(hostile) ?? String(hostile);
}

const sizeOf = (outcome: unknown): number => (outcome as { readonly length?: number }).length ?? 0;

/** Whatever takes a name, an option or a value that may come from a request, fed with what a request may bring. */
export function untrustedSuite(harness: Harness): void {
  test.each(Object.entries(CONDITIONS))('%s is refused, or holds for some rows', (_, entry) =>
    withPeople(harness, async (town) => {
      for (const hostile of HOSTILE) {
        const outcome = await outcomeOf(entry, town, hostile);
        if (!(outcome instanceof ShelfError))
          expect([show(hostile), sizeOf(outcome) < 3]).toEqual([show(hostile), true]);
      }
      expect(await stored(town.db)).toEqual(['Ada', 'Bob', 'Cyd']);
    }),
  );

  test.each(Object.entries(OTHERS))('%s runs, writes and empties nothing else', (_, entry) =>
    withPeople(harness, async (town) => {
      for (const hostile of HOSTILE) await outcomeOf(entry, town, hostile);
      expect(await stored(town.db)).toEqual(['Ada', 'Bob', 'Cyd']);
    }),
  );

  test.each(Object.entries(PAGES))('%s is a whole number in range, or refused', (name, entry) =>
    withPeople(harness, async (town) => {
      const taken: unknown[] = [];
      for (const hostile of HOSTILE) {
        const outcome = await outcomeOf(entry, town, hostile);
        if (outcome instanceof ShelfError) expect(outcome).toBeInstanceOf(town.db.InvalidValueError);
        else taken.push(hostile);
      }
      const numbers = name === 'page x' ? [1, '1'] : [0, 1, '0', '1'];
      expect(taken).toEqual([null, ...numbers]);
    }),
  );

  test('a page of no rows has the total', () =>
    withPeople(harness, async ({ Person: P }) => {
      const none = await P.fetchPage({ limit: 0 });
      expect([none.length, none.pagination]).toEqual([0, { limit: 0, offset: 0, rowCount: 3 }]);
      const page = await P.fetchPage({ page: 2, pageSize: 0 });
      expect([page.length, page.pagination]).toEqual([0, { page: 2, pageSize: 0, rowCount: 3, pageCount: 0 }]);
    }));

  test('a lock is one of two, refused before any SQL', () =>
    withPeople(harness, async ({ Person: P, db }) => {
      const sent: string[] = [];
      db.on('query', ({ sql }) => sent.push(sql));
      for (const lock of ['del', 'truncate', 'forupdate', 'constructor', true]) {
        const refused = await outcomeOf((_, x) => P.fetchAll({ lock: x }), { db } as Town, lock);
        expect(refused).toBeInstanceOf(db.InvalidValueError);
      }
      expect(sent).toEqual([]);
      for (const lock of ['forUpdate', 'forShare', undefined] as const)
        expect((await P.fetchAll({ lock })).length).toBe(3);
    }));

  test('a value that looks like SQL of knex’s is a value: stored as JSON, and no condition', () =>
    withPeople(harness, async ({ Person: P, db }) => {
      const imitation = { isRawInstance: true, sql: '1 = 1', bindings: [] };
      await new P({ name: 'Dee', notes: imitation }).save();
      const dee = await P.where('name', 'Dee').fetch({ require: true });
      expect(dee.get('notes')).toEqual(imitation);
      const raw = db.knex.raw('?? = ?', ['name', 'Dee']);
      expect((await P.where(raw).fetchAll()).length).toBe(1);
      expect((await P.query('where', 'name', db.knex.raw('?', ['Dee'])).fetchAll()).length).toBe(1);
    }));

  test('the clauses of query(hash) mean what knex has them mean', () =>
    withPeople(harness, async ({ Person: P }) => {
      const names = async (query: object): Promise<unknown> =>
        (
          await P.query(query as never)
            .query('orderBy', 'name')
            .fetchAll()
        ).pluck('name');
      expect(await names({ where: { name: 'Ada', age: 36 } })).toEqual(['Ada']);
      expect(await names({ where: { name: 'Ada' }, orWhere: { name: 'Bob', age: 36 } })).toEqual(['Ada']);
      expect(await names({ where: { name: 'Ada' }, orWhere: { name: 'Bob', age: 20 } })).toEqual(['Ada', 'Bob']);
      expect(await names({ whereNot: { name: 'Ada', age: 20 } })).toEqual([]);
      expect(await names({ whereNot: { name: 'Ada' } })).toEqual(['Bob', 'Cyd']);
      expect(await names({ where: { age: null } })).toEqual(['Cyd']);
      expect(await names({ where: ['age', '>', 20] })).toEqual(['Ada']);
      expect(await names({ whereIn: ['name', ['Ada', 'Cyd']], limit: 1 })).toEqual(['Ada']);
    }));
}
