import { createShelf } from '@shelf/core';
import { sqlite } from '../src/index.js';

/** `withSchema`: SQLite's schemas are the databases that a connection has attached. */
test.each(['sqlite3', 'better-sqlite3'] as const)(
  'every call reaches the table of its schema on %s',
  async (driver) => {
    const db = createShelf({ dialect: sqlite({ filename: ':memory:', driver }) });
    try {
      await db.knex.raw(`attach ':memory:' as other`);
      for (const schema of ['main', 'other']) {
        await db.knex.schema.withSchema(schema).createTable('notes', (table) => {
          table.increments('id');
          table.string('text');
          table.boolean('done');
          if (schema === 'other') table.json('extra');
        });
        // knex names the schema before the table, where SQLite wants it before the index.
        await db.knex.raw(`create unique index ${schema}.notes_text on notes (text)`);
      }
      const Note = db.Model.extend({ tableName: 'notes' });
      const options = { withSchema: 'other' } as object;
      const note = await new Note({ text: 'a', done: true, extra: [1] }).save(null, options);
      await note.save({ text: 'b' }, options);
      await Note.upsert({ text: 'c', extra: {} }, { conflict: 'text', ...options });
      await Note.where({ done: true }).save({ extra: [2] }, { method: 'update', ...options });
      expect(await Note.count()).toBe(0);
      expect(await Note.count('*', options)).toBe(2);
      expect((await new Note({ text: 'b' }).fetch(options))?.toJSON()).toEqual({
        id: 1,
        text: 'b',
        done: true,
        extra: [2],
      });
      expect((await note.refresh(options)).get('extra')).toEqual([2]);
      expect((await Note.where({ done: true }).fetchAll(options)).toJSON()).toEqual([
        { id: 1, text: 'b', done: true, extra: [2] },
      ]);
      expect((await Note.orderBy('-id').fetchPage({ pageSize: 1, ...options })).pagination).toMatchObject({
        rowCount: 2,
      });
      expect(await new Note({ id: 1 }).fetch()).toBeNull();
      const Other = db.Model.extend({ tableName: 'other.notes' });
      expect((await new Other({ id: 1 }).fetch())?.get('extra')).toEqual([2]);
      expect((await Other.where({ id: 1 }).orderBy().fetchAll()).toJSON()).toEqual([
        { id: 1, text: 'b', done: true, extra: [2] },
      ]);
      expect((await new Other({ id: 1 }).save({ done: false })).get('done')).toBe(false);
      expect(await Other.where({ done: false }).count('id')).toBe(1);
      await note.destroy(options);
      await Note.where({ text: 'c' }).destroy(options);
      expect(await db.knex.withSchema('other').from('notes')).toEqual([]);
    } finally {
      await db.destroy();
    }
  },
);
