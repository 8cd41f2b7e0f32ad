import type { ColumnDescription, Dialect } from '@shelf/core';
import type { Knex } from 'knex';
import { useDatabase } from './database.js';

const database = useDatabase('create extension citext');

const UUID = '6fa459ea-ee8a-4ca4-894e-db77e1603550';

let dialect: Dialect;
let knex: Knex;
let columns: ReadonlyMap<string, ColumnDescription>;

beforeAll(async () => {
  dialect = await database.dialect();
  knex = dialect.connect({ debug: false });
  await knex.raw(`create type mood as enum ('glad', 'sad')`);
  await knex.raw(`create type tone as enum ('glad', 'dull')`);
  await knex.raw(`create domain short as varchar(9)`);
  await knex.raw(
    `create table t (small int2, number int4, big int8, exact numeric, text text, "var char" varchar(40), short short, fixed char(5),
      folded citext, mood mood, tone tone, uuid uuid, day date, at timestamptz, flag boolean)`,
  );
  columns = new Map((await dialect.describe(knex, 't'))?.columns.map((column) => [column.name, column]));
});
afterAll(() => knex.destroy());

/** The SQL of both columns where they are compared, and whether a row that holds these values has them equal. */
async function compared(one: string, other: string, row: Record<string, unknown>): Promise<[string, unknown]> {
  const [left, right] = [columns.get(one), columns.get(other)] as [ColumnDescription, ColumnDescription];
  const own = (name: string): string => `t.${dialect.quote(name)}`;
  const sql = `${dialect.comparand?.(own(one), left, right)} = ${dialect.comparand?.(own(other), right, left)}`;
  await knex('t').delete();
  await knex('t').insert(row);
  const [found] = await knex('t').select(knex.raw(`${sql} as equal`));
  return [sql, found?.equal];
}

test.each<[string, string, Record<string, unknown>]>([
  ['number', 'big', { number: 5, big: 5 }],
  ['small', 'exact', { small: 5, exact: '5.00' }],
  ['text', 'var char', { text: 'a', 'var char': 'a' }],
  ['text', 'short', { text: 'a', short: 'a' }],
  ['folded', 'text', { folded: 'a', text: 'a' }],
  ['day', 'at', { day: '2020-01-02', at: '2020-01-02T00:00:00Z' }],
  ['mood', 'mood', { mood: 'sad' }],
])('%s and %s are compared as they are, so that their indexes serve', async (one, other, row) => {
  await knex.raw(`set time zone 'UTC'`);
  const [sql, equal] = await compared(one, other, row);
  expect(sql).not.toMatch('cast');
  expect(equal).toBe(true);
});

test.each<[string, string, Record<string, unknown>, boolean]>([
  ['number', 'var char', { number: 12, 'var char': '12' }, true],
  ['number', 'var char', { number: 12, 'var char': '012' }, false],
  ['number', 'short', { number: 1_234_567_890, short: '123456789' }, false],
  ['big', 'text', { big: '9007199254740993', text: '9007199254740993' }, true],
  ['big', 'text', { big: '9007199254740993', text: '9007199254740992' }, false],
  ['number', 'text', { number: 1, text: 'none' }, false],
  ['number', 'fixed', { number: 12, fixed: '12' }, true],
  ['number', 'folded', { number: 12, folded: '12' }, true],
  ['uuid', 'text', { uuid: UUID, text: UUID }, true],
  ['uuid', 'folded', { uuid: UUID, folded: UUID.toUpperCase() }, true],
  ['uuid', 'number', { uuid: UUID, number: 6 }, false],
  ['mood', 'text', { mood: 'sad', text: 'sad' }, true],
  ['mood', 'tone', { mood: 'glad', tone: 'glad' }, true],
  ['mood', 'number', { mood: 'glad', number: 1 }, false],
  ['flag', 'number', { flag: true, number: 1 }, false],
])('%s and %s, which PostgreSQL does not compare: %j', async (one, other, row, expected) => {
  // What compares as NULL is not found either.
  expect((await compared(one, other, row))[1] === true).toBe(expected);
  expect((await compared(other, one, row))[1] === true).toBe(expected);
});
