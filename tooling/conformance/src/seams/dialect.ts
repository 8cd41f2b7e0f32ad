import type { Knex } from 'knex';
import type { Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';
import { capabilitySuite, withDialect } from './capabilities.js';

/** A dialect does what it says. The executable form of docs/seams/dialect.md. */
export function dialectSuite(harness: Harness): void {
  describe('capabilities', () => capabilitySuite(harness));

  describe('connect', () => {
    test('makes a new knex each time, which its shelf may destroy', () =>
      withDialect(harness, async (dialect, knex) => {
        const other = dialect.connect({ debug: false });
        expect(other).not.toBe(knex);
        await other.raw('select 1');
        await other.destroy();
        await knex.raw('select 1');
      }));

    test('its client is gated: a rollback drains, whoever sent the queries', () =>
      withDialect(harness, async (_, knex) => {
        await knex.schema.createTable('t', (table) => table.integer('n').unique());
        await knex('t').insert({ n: 0 });
        const run = knex.transaction(async (t) => Promise.all([1, 2, 0, 3, 4].map(async (n) => t('t').insert({ n }))));
        await rejectionOf(run);
        expect(await knex('t').pluck('n')).toEqual([0]);
        const t = await knex.transaction();
        await t.commit();
        expect((await rejectionOf(t('t').insert({ n: 9 }))).name).toBe('TransactionClosedError');
      }));
  });

  describe('quote', () => {
    const names = ['plain', 'select', 'a.b', 'a"b', 'a`b', "a'b", 'a]b', ' a ', 'a as b', 'žluťoučký', '*', '0'];
    test.each(names.filter((name) => harness.columnName?.(name) !== false))('%s is one whole identifier', (name) =>
      withDialect(harness, async ({ quote, describe }, knex) => {
        await knex.raw(`create table ${quote('odd table')} (${quote(name)} integer)`);
        await knex.raw(`insert into ${quote('odd table')} (${quote(name)}) values (5)`);
        const value = knex.raw(`${quote('odd table')}.${quote(name)} as value`);
        expect(await knex.select(value).from(knex.raw(quote('odd table')) as never)).toEqual([{ value: 5 }]);
        expect((await describe(knex, 'odd table'))?.columns.map((column) => column.name)).toEqual([name]);
      }),
    );
  });

  describe('describe', () => {
    test('undefined where there is no such table', () =>
      withDialect(harness, async ({ describe: read }, knex) => {
        expect(await read(knex, 'nobody')).toBeUndefined();
        expect(await read(knex, `'; drop table t; --`)).toBeUndefined();
      }));

    test('each column with its kind', () =>
      withDialect(harness, async ({ describe: read }, knex) => {
        await knex.schema.createTable('t', (table) => {
          table.increments('id');
          table.boolean('boolean');
          table.integer('integer');
          table.bigInteger('bigint');
          table.double('float');
          table.specificType('decimal', 'decimal(20, 4)');
          table.text('text');
          table.binary('binary');
          table.json('json');
          table.date('date');
          table.time('time');
          table.datetime('datetime');
        });
        const { columns, name } = (await read(knex, 't'))!;
        expect(name).toBe('t');
        expect(columns.slice(1).map((column) => column.kind)).toEqual(columns.slice(1).map((column) => column.name));
        expect(columns.map(({ type }) => type === type.toLowerCase() && type !== '')).toEqual(columns.map(() => true));
      }));

    test('keys, nulls and defaults', () =>
      withDialect(harness, async ({ describe: read }, knex) => {
        await knex.schema.createTable('single', (table) => {
          table.increments('id');
          table.integer('required').notNullable();
          table.integer('given').notNullable().defaultTo(7);
        });
        const single = (await read(knex, 'single'))!;
        expect(single.generatedKey).toBe('id');
        expect(single.columns).toMatchObject([
          { name: 'id', primaryKey: 1, nullable: false, hasDefault: true, generated: false },
          { name: 'required', primaryKey: 0, nullable: false, hasDefault: false, generated: false },
          { name: 'given', primaryKey: 0, nullable: false, hasDefault: true, generated: false },
        ]);
        await knex.schema.createTable('composite', (table) => {
          table.integer('a').notNullable();
          table.integer('b').notNullable();
          table.integer('c').nullable();
          table.primary(['b', 'a']);
        });
        const composite = (await read(knex, 'composite'))!;
        expect(composite.generatedKey).toBeUndefined();
        expect(composite.columns.map(({ name, primaryKey, nullable }) => [name, primaryKey, nullable])).toEqual([
          ['a', 2, false],
          ['b', 1, false],
          ['c', 0, true],
        ]);
      }));

    test('works inside a transaction, on its connection', () =>
      withDialect(harness, async ({ describe: read }, knex) => {
        await knex.transaction(async (t) => {
          await t.schema.createTable('t', (table) => table.integer('n'));
          expect((await read(t, 't'))?.columns).toHaveLength(1);
        });
      }));
  });

  describe('codec', () => {
    const values: readonly (readonly [string, (table: Knex.CreateTableBuilder) => unknown, unknown])[] = [
      ['boolean', (table) => table.boolean('value'), true],
      ['datetime', (table) => table.datetime('value', { precision: 3 }), new Date(1_700_000_000_123)],
      ['date', (table) => table.date('value'), '2024-02-29'],
      ['json', (table) => table.json('value'), { a: [1, null, 'x'] }],
      ['binary', (table) => table.binary('value'), Buffer.from([0, 1, 255])],
      ['text', (table) => table.text('value'), 'žluťoučký'],
      ['integer', (table) => table.integer('value'), 7],
    ];
    test.each(values)(
      '%s: what encode makes is bound, and decode makes the value of what comes back',
      (_, column, value) =>
        withDialect(harness, async (dialect, knex) => {
          await knex.schema.createTable('t', (table) => void column(table));
          const [described] = (await dialect.describe(knex, 't'))!.columns;
          const codec = dialect.codec(described!);
          await knex('t').insert({ value: (codec?.encode?.(value) ?? value) as never });
          const [read] = (await knex('t').pluck('value')) as unknown[];
          expect(codec?.decode === undefined ? read : codec.decode(read)).toEqual(value);
        }),
    );

    test('refuses with a TypeError that says why', () =>
      withDialect(harness, async (dialect, knex) => {
        await knex.schema.createTable('t', (table) => table.integer('value'));
        const codec = dialect.codec((await dialect.describe(knex, 't'))!.columns[0]!);
        expect(() => codec?.encode?.({})).toThrow(
          expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(/\w/) }),
        );
      }));
  });

  describe('translate', () => {
    test('real faults', () =>
      withDialect(harness, async ({ translate }, knex) => {
        await knex.schema.createTable('t', (table) => {
          table.increments('id');
          table.string('name').notNullable().unique();
        });
        await knex('t').insert({ name: 'a' });
        expect(translate(await rejectionOf(knex('t').insert({ name: 'a' })))).toMatchObject({
          error: 'UniqueViolation',
        });
        expect(translate(await rejectionOf(knex.raw('insert into t (name) values (null)')))).toMatchObject({
          error: 'NotNullViolation',
        });
        expect(translate(await rejectionOf(knex('t').select('nobody')))).toMatchObject({ error: 'UnknownColumn' });
      }));

    test('undefined for what is none of ours', () =>
      withDialect(harness, async ({ translate }) => {
        for (const error of [new Error('anything'), new TypeError('x'), undefined, null, 'text', 5, {}]) {
          expect(translate(error)).toBeUndefined();
        }
      }));
  });
}
