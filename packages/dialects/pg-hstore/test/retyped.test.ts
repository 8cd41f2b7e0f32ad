import { createShelf, type Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { Statements } from '../src/dialect/statements.js';
import { useDatabase } from './database.js';

// A prepared statement keeps the types of its parameters; a column may get another one.

const database = useDatabase('create extension citext');

async function withOne(work: (db: Shelf) => Promise<void>): Promise<void> {
  const db = createShelf({ dialect: await database.dialect({ pool: { min: 1, max: 1 } }) });
  try {
    await work(db);
  } finally {
    await db.destroy();
  }
}

/** What a column holds after knex has inserted a value by a statement that was prepared when it had another type. */
async function stored(db: Knex | Knex.Transaction, value: unknown): Promise<unknown> {
  await db('things').insert({ value });
  const { rows } = await db.raw<{ rows: { text: string }[] }>(
    'select value::text as text from things order by id desc limit 1',
  );
  return rows[0]?.text;
}

const CHANGES: readonly (readonly [from: string, first: unknown, to: string, value: unknown, text: string])[] = [
  ['integer', 1, 'numeric(10, 2)', 1.25, '1.25'],
  ['integer', 1, 'bigint', '9007199254740993', '9007199254740993'],
  ['smallint', 1, 'integer', 70_000, '70000'],
  ['bigint', 1, 'numeric', '1e3', '1000'],
  ['integer', 1, 'text', '007', '007'],
  ['boolean', true, 'integer', 7, '7'],
  ['real', 1, 'double precision', 16_777_217, '16777217'],
  ['double precision', 1, 'numeric', '9007199254740993', '9007199254740993'],
  ['numeric', 1, 'text', '1e2', '1e2'],
  ['date', '2024-01-01', 'timestamptz', '2024-05-05T10:11:12Z', '2024-05-05 10:11:12+00'],
  ['timestamp', '2024-01-01', 'timestamptz', '2024-05-05T10:11:12+05:00', '2024-05-05 05:11:12+00'],
  ['time', '10:00', 'timetz', '10:00:00+05', '10:00:00+05'],
  ['char(3)', 'abc', 'varchar(10)', 'ab  ', 'ab  '],
  ['money', '1.50', 'numeric', '1.005', '1.005'],
  ['integer[]', '{1}', 'numeric[]', '{1.25}', '{1.25}'],
  ['date[]', '{2024-01-01}', 'timestamptz[]', '{2024-05-05T10:11:12Z}', '{"2024-05-05 10:11:12+00"}'],
];

describe.each([
  ['outside of transactions', (db: Shelf, work: (knex: Knex) => Promise<void>) => work(db.knex)],
  ['in a transaction', (db: Shelf, work: (knex: Knex) => Promise<void>) => db.knex.transaction(work)],
] as const)('%s', (_, run) => {
  test.each(CHANGES)('%s (%j) becomes %s: %j is stored as it is', (from, first, to, value, text) =>
    withOne(async (db) => {
      await db.knex.raw(`create table things (id serial, value ${from})`);
      for (let i = 0; i < 3; i++) await stored(db.knex, first);
      const using = from === 'boolean' ? 'value::int' : from === 'money' ? 'value::numeric' : `value::text::${to}`;
      await db.knex.raw(`alter table things alter value type ${to} using ${using}`);
      await run(db, async (knex) => {
        for (let i = 0; i < 3; i++) expect(await stored(knex, value)).toBe(text);
      });
    }),
  );
});

test('a statement whose parameter has no place in the new type is prepared anew', () =>
  withOne(async (db) => {
    await db.knex.raw('create table things (id serial, value integer)');
    const found = (value: unknown): PromiseLike<unknown[]> =>
      db
        .knex('things')
        .where('value', value as never)
        .pluck('id');
    for (let i = 0; i < 3; i++) expect(await found(7)).toEqual([]);
    await db.knex.raw('alter table things alter value type text');
    await db.knex('things').insert({ value: '7' });
    for (let i = 0; i < 3; i++) expect(await found(7)).toEqual([1]);
  }));

test('after ten seconds a statement is prepared once more, since a type may compare otherwise', () => {
  let now = 0;
  const statements = new Statements(10, () => now);
  expect(statements.preparedAs('select ? as lifetime')).toBeUndefined();
  const first = statements.preparedAs('select ? as lifetime');
  now = 10_000;
  expect(statements.preparedAs('select ? as lifetime')).toBe(first);
  expect(statements.takeForgotten()).toEqual([]);
  now = 10_001;
  const second = statements.preparedAs('select ? as lifetime');
  expect(second).not.toBe(first);
  expect(second?.name).toBe(first?.name);
  expect(statements.takeForgotten()).toEqual([first?.name]);
  expect(statements.preparedAs('select ? as lifetime')).toBe(second);
});

test('a statement is closed and prepared once more under its name', () =>
  withOne(async (db) => {
    await db.knex.raw('create table things (id serial, value varchar)');
    await db.knex('things').insert({ value: 'A' });
    const found = (): PromiseLike<unknown[]> => db.knex('things').where('value', 'a').pluck('id');
    for (let i = 0; i < 3; i++) expect(await found()).toEqual([]);
    await db.knex.raw('alter table things alter value type citext');
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_001);
    try {
      for (let i = 0; i < 3; i++) expect(await found()).toEqual([1]);
    } finally {
      clock.mockRestore();
    }
  }));

describe('tables of sessions', () => {
  test('a transaction with a search path of its own finds its tables, and tells nobody', () =>
    withOne(async (db) => {
      for (const [schema, column] of [
        ['tenant_a', 'colour'],
        ['tenant_b', 'size'],
      ]) {
        await db.knex.raw(`create schema ${schema}`);
        await db.knex.raw(
          `create table ${schema}.things (id serial primary key, ${column} text default 'of ${schema}')`,
        );
      }
      await db.knex.raw(`create table things (id serial primary key, plain text default 'of all')`);
      const Thing = db.Model.of<Record<string, unknown>>().extend({ tableName: 'things' });
      const inSchema = (schema: string): Promise<object> =>
        db.transaction(async (transacting) => {
          await transacting.raw(`set local search_path to ${schema}`);
          return (await new Thing({}).save(null, { transacting })).toJSON();
        });
      expect(await inSchema('tenant_a')).toEqual({ id: 1, colour: 'of tenant_a' });
      expect((await new Thing({}).save()).toJSON()).toEqual({ id: 1, plain: 'of all' });
      expect(await inSchema('tenant_b')).toEqual({ id: 1, size: 'of tenant_b' });
      expect(await inSchema('tenant_a')).toEqual({ id: 2, colour: 'of tenant_a' });
      // Set by a builder, and for the session.
      await db.transaction(async (transacting) => {
        await transacting.select(transacting.raw(`set_config('search_path', 'tenant_b', true)`));
        expect((await new Thing({}).save(null, { transacting })).get('size')).toBe('of tenant_b');
      });
    }));

  test('a session with another search path describes tables for itself', () =>
    withOne(async (db) => {
      await db.knex.raw('create schema elsewhere');
      await db.knex.raw(`create table elsewhere.things (id serial primary key, colour text default 'red')`);
      await db.knex.raw(`create table things (id serial primary key, plain text default 'of all')`);
      await db.knex.raw('create table usual (id serial primary key)');
      const Usual = db.Model.of<Record<string, unknown>>().extend({ tableName: 'usual' });
      const Thing = db.Model.of<Record<string, unknown>>().extend({ tableName: 'things' });
      await new Usual({}).save();
      const { rows } = await db.knex.raw<{ rows: { path: string }[] }>(`select current_setting('search_path') as path`);
      await db.knex.raw('set search_path to elsewhere');
      expect((await new Thing({}).save()).toJSON()).toEqual({ id: 1, colour: 'red' });
      await db.knex.raw(`select set_config('search_path', ?, false)`, [rows[0]?.path as string]);
      expect((await new Thing({}).save()).toJSON()).toEqual({ id: 1, plain: 'of all' });
    }));

  test('a temporary table is its session’s alone', () =>
    withOne(async (db) => {
      await db.knex.raw(`create table things (id serial primary key, plain text default 'of all')`);
      const Thing = db.Model.of<Record<string, unknown>>().extend({ tableName: 'things' });
      await db.transaction(async (transacting) => {
        await transacting.raw(
          `create temporary table things (id serial primary key, mine text default 'x') on commit drop`,
        );
        expect((await new Thing({}).save(null, { transacting })).toJSON()).toEqual({ id: 1, mine: 'x' });
      });
      expect((await new Thing({}).save()).toJSON()).toEqual({ id: 1, plain: 'of all' });
    }));
});
