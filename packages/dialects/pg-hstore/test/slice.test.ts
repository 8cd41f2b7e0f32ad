import { createShelf } from '@shelf/core';
import { useDatabase } from './database.js';

const database = useDatabase();

test('a model is saved, fetched, updated and destroyed', async () => {
  const db = createShelf({ dialect: await database.dialect() });
  await db.knex.schema.createTable('books', (t) => {
    t.increments('id');
    t.string('title').notNullable().unique();
    t.boolean('sold').defaultTo(false);
    t.datetime('published');
    t.jsonb('tags');
  });
  class Book extends db.Model {
    static override tableName = 'books';
  }
  const published = new Date('1815-12-23T00:00:00.007Z');
  const saved = await new Book({ title: 'Emma', published, tags: [] }).save();
  expect(saved.toJSON()).toEqual({ id: 1, title: 'Emma', published, tags: [], sold: false });
  for (let i = 0; i < 3; i++) {
    const book = await new Book({ title: 'Emma' }).fetch({ require: true });
    expect(book.toJSON()).toEqual({ id: 1, title: 'Emma', published, tags: [], sold: false });
    await book.save({ sold: true });
    await book.save({ sold: false });
  }
  const twice = await new Book({ title: 'Emma' }).save().catch((error: unknown) => error);
  expect(twice).toMatchObject({ code: 'UNIQUE_VIOLATION', columns: ['title'], constraint: 'books_title_unique' });
  await saved.destroy();
  expect(await Book.count()).toBe(0);
  await db.destroy();
});
