import sqlite3 from 'sqlite3';
import { Statements } from '../src/statements.js';
import { namingRows } from '../src/drivers/rows.js';
import { outline } from '../src/sql.js';
import { open, run } from './open.js';
import type { Prepared } from '../src/drivers/driver.js';

afterEach(() => jest.restoreAllMocks());

test('sqlite3 is told of every statement that is no longer kept', async () => {
  const { knex } = open({ driver: 'sqlite3' });
  await run(knex, 'select 1');
  const finalized = jest.spyOn(sqlite3.Statement.prototype, 'finalize');
  for (let i = 0; i < 250; i++) await run(knex, `select ${i} as c`);
  expect(finalized).toHaveBeenCalledTimes(51); // 200 are kept
  await knex.destroy();
  expect(finalized).toHaveBeenCalledTimes(251);
});

test('a column called __proto__ becomes no prototype', () => {
  for (const width of [2, 200]) {
    const names = ['__proto__', ...Array.from({ length: width - 1 }, (_, i) => `c${i}`)];
    const [row] = namingRows(names)([names.map((name) => (name === '__proto__' ? { spoilt: true } : name))]);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(Object.keys(row!)).toEqual(names.slice(1));
  }
});

describe('the statements of a connection', () => {
  const make = (): Prepared & { finalize: jest.Mock } => ({
    outline: outline('select 1'),
    run: (query) => query,
    finalize: jest.fn(),
  });

  test('lists of many lengths make room for one another, however few they are', () => {
    const statements = new Statements();
    const list = (length: number): Prepared & { finalize: jest.Mock } => ({
      ...make(),
      outline: outline(`select ${Array.from({ length }, () => '?').join(', ')}`),
    });
    const lists = [4000, 4000, 3000, 20_000].map((length) => list(length));
    for (const [i, each] of lists.entries()) statements.keep(String(i), each);
    expect(lists.map(({ finalize }) => finalize.mock.calls.length)).toEqual([1, 1, 1, 0]);
    statements.keep('short', list(1));
    expect(statements.size).toBe(1);
  });

  test('the one used longest ago makes room', () => {
    const statements = new Statements(2);
    const [a, b, c] = [make(), make(), make()];
    statements.keep('a', a);
    statements.keep('b', b);
    expect(statements.find('a')).toBe(a);
    statements.keep('c', c);
    expect(statements.size).toBe(2);
    expect(statements.find('b')).toBeUndefined();
    expect(b.finalize).toHaveBeenCalledTimes(1);
    expect(statements.find('a')).toBe(a);
    expect(statements.find('c')).toBe(c);
    expect(a.finalize).not.toHaveBeenCalled();
  });

  test('a dropped one is finalized once', () => {
    const statements = new Statements(2);
    const a = make();
    statements.keep('a', a);
    statements.drop('a', a);
    statements.clear();
    expect(a.finalize).toHaveBeenCalledTimes(1);
    expect(statements.find('a')).toBeUndefined();
  });

  test('clear finalizes all', () => {
    const statements = new Statements();
    const [a, b] = [make(), make()];
    statements.keep('a', a);
    statements.keep('b', b);
    statements.clear();
    expect([a.finalize, b.finalize].map((each) => each.mock.calls.length)).toEqual([1, 1]);
    expect(statements.size).toBe(0);
  });
});
