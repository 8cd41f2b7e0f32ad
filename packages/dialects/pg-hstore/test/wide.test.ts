import { createShelf, type Shelf } from '@shelf/core';
import { useDatabase } from './database.js';

const database = useDatabase();

let db: Shelf;
beforeAll(async () => {
  db = createShelf({ dialect: await database.dialect({ pool: { min: 1, max: 1 } }) });
  await db.knex.raw('create table counters (id int4 primary key, small int2, big int8)');
  await db.knex('counters').insert({ id: 1, small: 5, big: '9007199254740993' });
});
afterAll(() => db.destroy());

function counters() {
  return db.Model.extend({ tableName: 'counters' });
}

const BEYOND = [2 ** 31, -(2 ** 31) - 1, 2n ** 40n, '3000000000', '9223372036854775807'];

test.each(BEYOND)('%p is the id of no row, also where the statement is prepared', async (id) => {
  const Counter = counters();
  for (let i = 0; i < 4; i++) {
    expect((await new Counter({ id: 1 }).fetch())?.get('small')).toBe(5);
    expect(await new Counter({ id }).fetch()).toBeNull();
  }
});

test.each([32_768, -32_769, 2 ** 31])('%p is beyond a smallint', async (small) => {
  const Counter = counters();
  expect(await Counter.where({ small }).count()).toBe(0);
  expect(await Counter.where('small', small > 0 ? '<' : '>', small).count()).toBe(1);
});

test.each([
  ['id', 2 ** 31 - 1],
  ['id', -(2 ** 31)],
  ['small', 32_767],
  ['small', -32_768],
])('the outermost %s, %p, is bound as it is', async (name, value) => {
  const Counter = counters();
  const bound: unknown[] = [];
  const listener = ({ bindings }: { readonly bindings: readonly unknown[] }): void => void bound.push(bindings[0]);
  db.on('query', listener);
  expect(await new Counter({ [name]: value }).fetch()).toBeNull();
  db.off('query', listener);
  expect(bound).toEqual([value]);
});

test.each(['id', 'small'])('%s is not stored beyond its type', async (name) => {
  const Counter = counters();
  const row = { id: 2, small: 0, [name]: 2 ** 31 };
  await expect(new Counter(row).save(null, { method: 'insert' })).rejects.toBeInstanceOf(db.InvalidValueError);
  const change = new Counter({ id: 1 }).save({ small: 2 ** 31 }, { method: 'update' });
  await expect(change).rejects.toBeInstanceOf(db.InvalidValueError);
  expect(await Counter.count()).toBe(1);
});

test('a query reports it as its digits', async () => {
  const Counter = counters();
  const shown: string[] = [];
  const listener = ({ bindings }: { readonly bindings: readonly unknown[] }): void =>
    void shown.push(JSON.stringify(bindings));
  db.on('query', listener);
  await new Counter({ id: 3_000_000_000 }).fetch();
  db.off('query', listener);
  expect(shown).toEqual(['["3000000000"]']);
});
