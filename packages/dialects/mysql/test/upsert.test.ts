import { createShelf, UniqueViolationError } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';

const databases = useMysql();

test('what fails in the update itself is told as that, not as the conflict', async () => {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    await db.knex.raw('create table books (id int auto_increment primary key, isbn varchar(20) unique, title text)');
    await db.knex.raw(
      `create trigger kept before update on books for each row signal sqlstate '45000' set message_text = 'books are kept'`,
    );
    const Book = db.Model.extend({ tableName: 'books' });
    await Book.forge({ isbn: '1', title: 'one' }).save();
    const refused = Book.upsert({ isbn: '1', title: 'two' }, { conflict: 'isbn' });
    await expect(refused).rejects.toThrow('books are kept');
    await expect(refused).rejects.not.toBeInstanceOf(UniqueViolationError);
    expect(await db.knex('books').pluck('title')).toEqual(['one']);
  } finally {
    await db.destroy();
  }
});
