import { createShelf, UniqueViolationError } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import { keyIn } from '../src/duplicates.js';
import { mysql } from '../src/index.js';

const databases = useMysql();

test.each([
  ["Duplicate entry 'a' for key 'PRIMARY'", 'PRIMARY'],
  ["Duplicate entry 'a' for key 'books.title'", 'books.title'],
  ["Duplicate entry 'x for key 'PRIMARY'' for key 'title'", 'title'],
  ["Duplicate entry 'two\nlines for key 'PRIMARY'\n' for key 'title'", 'title'],
  ["Duplicate entry 'a' for key 'it's'", "it's"],
])('the key in %j is %s', (message, key) => {
  expect(keyIn(message)).toBe(key);
});

test('a message about something else names no key', () => {
  expect(keyIn("Unknown column 'a' in 'field list'")).toBeUndefined();
});

test('a value that looks like the end of the message is not taken for the key', async () => {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    await db.knex.raw('create table books (id int primary key, title varchar(200), unique by_title (title))');
    const Book = db.Model.extend({ tableName: 'books' });
    const title = "'\nfor key 'PRIMARY'\n for column x at row 1";
    await Book.forge({ id: 1, title }).save(null, { method: 'insert' });
    const error = await Book.forge({ id: 2, title })
      .save(null, { method: 'insert' })
      .catch((each: unknown) => each);
    expect(error).toBeInstanceOf(UniqueViolationError);
    expect(error).toMatchObject({ columns: ['title'], constraint: 'by_title' });
  } finally {
    await db.destroy();
  }
});
