import { createShelf, UniqueViolationError } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';

const databases = useMysql();

test('a text that fails over a statement which cannot be prepared is not sent twice', async () => {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    await db.knex.raw('create table log (n int)');
    await db.knex.raw(
      `create procedure noted() begin insert into log values (1); prepare s from 'prepare t from "select 1"'; end`,
    );
    await expect(Promise.resolve(db.knex.raw('call noted()'))).rejects.toMatchObject({ errno: 1295 });
    expect(await db.knex('log')).toEqual([{ n: 1 }]);
  } finally {
    await db.destroy();
  }
});

test('a duplicate names its columns, prepared or not', async () => {
  const { hostname: host, username: user, password, port, pathname } = new URL(await databases.make());
  const server = { host, user, password: decodeURIComponent(password), database: pathname.slice(1) };
  for (const prepare of [true, false]) {
    const db = createShelf({
      dialect: mysql({ ...server, ...(port === '' ? {} : { port: Number(port) }), prepare }),
    });
    try {
      await db.knex.schema.dropTableIfExists('notes');
      await db.knex.schema.createTable('notes', (table) => {
        table.increments('id');
        table.string('title').unique();
      });
      const Note = db.Model.of<Record<string, unknown>>().extend({ tableName: 'notes' });
      await new Note({ title: 'one' }).save();
      const error: unknown = await new Note({ title: 'one' }).save().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UniqueViolationError);
      expect(error).toMatchObject({ columns: ['title'] });
    } finally {
      await db.destroy();
    }
  }
});
