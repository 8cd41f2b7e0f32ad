import type { Capabilities, Dialect } from '@shelf/core';
import type { Knex } from 'knex';
import { longest } from '../hostile/columns.js';
import type { Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';

/** A dialect and the knex that it makes, closed after the test. */
export async function withDialect(
  harness: Harness,
  work: (dialect: Dialect, knex: Knex) => Promise<void>,
): Promise<void> {
  const dialect = await harness.dialect();
  const knex = dialect.connect({ debug: false });
  try {
    await work(dialect, knex);
  } finally {
    await knex.destroy();
  }
}

/** What each capability may be; a new one has to be entered here. */
const POSSIBLE: { readonly [C in keyof Capabilities]: (value: unknown) => boolean } = {
  returning: isBoolean,
  insertId: isBoolean,
  upsert: (value) => ['on-conflict', 'on-duplicate-key', false].includes(value as string),
  emptyInsert: (value) => ['default values', '() values ()'].includes(value as string),
  lateral: isBoolean,
  windowFunctions: isBoolean,
  rowLocking: isBoolean,
  parallelReads: isBoolean,
  maxBindings: isCount,
  maxIdentifierBytes: isCount,
  maxIdentifierCharacters: isCount,
};

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && value > 0;
}

/** A dialect's database can do what it says, and cannot what it denies. */
export function capabilitySuite(harness: Harness): void {
  test('has a name, and says of each capability what it is', () =>
    withDialect(harness, async ({ name, capabilities }) => {
      expect(name).toMatch(/\S/);
      expect(Object.keys(capabilities).sort()).toEqual(Object.keys(POSSIBLE).sort());
      for (const [capability, possible] of Object.entries(POSSIBLE)) {
        expect([capability, possible(capabilities[capability as keyof Capabilities])]).toEqual([capability, true]);
      }
    }));

  test('returning', () =>
    withDialect(harness, async ({ capabilities }, knex) => {
      await knex.schema.createTable('t', (table) => {
        table.increments('id');
        table.integer('n').defaultTo(7);
      });
      const sent = Promise.resolve(knex.raw('insert into t (id) values (1) returning n'));
      expect(
        await sent.then(
          () => true,
          () => false,
        ),
      ).toBe(capabilities.returning);
    }));

  test('insertId: an insert is answered by its key', () =>
    withDialect(harness, async ({ capabilities }, knex) => {
      await knex.schema.createTable('t', (table) => {
        table.increments('id');
        table.integer('n');
      });
      await knex('t').insert({ n: 1 });
      const response: unknown = await knex('t').insert({ n: 1 });
      expect(Array.isArray(response) && response[0] === 2).toBe(capabilities.insertId);
    }));

  test('emptyInsert', () =>
    withDialect(harness, async ({ capabilities }, knex) => {
      await knex.schema.createTable('t', (table) => table.increments('id'));
      await knex.raw(`insert into t ${capabilities.emptyInsert}`);
      expect(await knex('t').pluck('id')).toEqual([1]);
    }));

  test('upsert', () =>
    withDialect(harness, async ({ capabilities }, knex) => {
      await knex.raw('create table t (id integer primary key, n integer)');
      await knex.raw('insert into t values (1, 1)');
      const forms = {
        'on-conflict': 'insert into t values (1, 2) on conflict (id) do update set n = excluded.n',
        'on-duplicate-key': 'insert into t values (1, 2) on duplicate key update n = values(n)',
      };
      if (capabilities.upsert !== false) {
        await knex.raw(forms[capabilities.upsert]);
        expect(await knex('t').pluck('n')).toEqual([2]);
      } else for (const sql of Object.values(forms)) await rejectionOf(knex.raw(sql));
    }));

  test.each([
    ['windowFunctions', 'select row_number() over (partition by n order by n) as r from t'],
    ['lateral', 'select x.m from t, lateral (select t.n as m) x'],
    ['rowLocking', 'select * from t for update'],
  ] as const)('%s', (capability, sql) =>
    withDialect(harness, async ({ capabilities }, knex) => {
      await knex.schema.createTable('t', (table) => table.integer('n'));
      const sent = Promise.resolve(knex.raw(sql));
      expect(
        await sent.then(
          () => true,
          () => false,
        ),
      ).toBe(capabilities[capability]);
    }),
  );

  test('maxBindings are taken in one statement', () =>
    withDialect(harness, async ({ capabilities }, knex) => {
      await knex.schema.createTable('t', (table) => table.integer('n'));
      await knex('t').insert({ n: 3 });
      const values = Array.from({ length: Math.min(capabilities.maxBindings, 70_000) }, (_, i) => i);
      expect(await knex('t').whereIn('n', values).pluck('n')).toEqual([3]);
    }));

  test.each(['x', 'ž', '字'])(
    'maxIdentifierBytes and maxIdentifierCharacters of %s are taken whole, and no more are',
    (letter) =>
      withDialect(harness, async ({ capabilities, quote, describe }, knex) => {
        const name = longest(letter, capabilities);
        await knex.raw(`create table t (${quote(name)} integer)`);
        expect((await describe(knex, 't'))?.columns[0]?.name).toBe(name);
        if (Math.min(capabilities.maxIdentifierBytes, capabilities.maxIdentifierCharacters) === Infinity) return;
        const cut = knex.raw(`create table longer (${quote(name + letter)} integer)`).then(
          async () => (await describe(knex, 'longer'))?.columns[0]?.name,
          () => undefined,
        );
        expect(await cut).not.toBe(name + letter);
      }),
  );
}
