import { createShelf, type Shelf } from '@shelf/core';
import { useDatabase } from './database.js';

const database = useDatabase();
let db: Shelf;
beforeEach(async () => {
  db = createShelf({ dialect: await database.dialect() });
});
afterEach(() => db.destroy());

/** Names that every JavaScript object has, and that a type may have too. */
test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'a type called %s is one of no known kind: its values are text',
  async (type) => {
    await db.knex.raw(`create type "${type}" as (a int4, b text)`);
    await db.knex.raw(`create table things (id serial primary key, value "${type}", "values" "${type}"[])`);
    const described = await db.dialect.describe(db.knex, 'things');
    expect(described?.columns.map(({ kind }) => kind)).toEqual(['integer', 'other', 'other']);
    const Thing = db.Model.of<Record<string, unknown>>().extend({ tableName: 'things' });
    const written = { value: '(2,y)', values: ['(3,z)', null] };
    await new Thing(written).save();
    expect((await new Thing({ id: 1 }).fetch())?.attributes).toEqual({ id: 1, ...written });
  },
);

test.each(['constructor', 'toString'])('keys of a type called %s are listed as such', async (type) => {
  await db.knex.raw(`create type "${type}" as enum ('a', 'b')`);
  await db.knex.raw(`create table things (id "${type}" primary key)`);
  const columns = (await db.dialect.describe(db.knex, 'things'))?.columns ?? [];
  const { sql = '', bindings = [] } = db.dialect.list?.([['b', 'a']], columns) ?? {};
  const { rows } = await db.knex.raw(sql, [...bindings] as string[]);
  expect(rows).toEqual([
    { v0: 'b', n: 0 },
    { v0: 'a', n: 1 },
  ]);
});
