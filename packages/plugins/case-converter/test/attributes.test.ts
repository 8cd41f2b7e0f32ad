import { withLibrary } from './library.js';

const JANE = {
  authorId: 1,
  fullName: 'Jane Austen',
  eMail: 'jane@example.org',
  bornOn: '1775-12-16',
  isAlive: false,
  createdAt: null,
  updatedAt: null,
};

test('a fetch brings attributes in camelCase, decoded by their columns', () =>
  withLibrary(async ({ Author }) => {
    const jane = await new Author({ fullName: 'Jane Austen' }).fetch({ require: true });
    expect(jane.toJSON()).toEqual(JANE);
    expect([jane.id, jane.isNew(), jane.hasChanged()]).toEqual([1, false, false]);
    expect(Object.keys(jane.attributes)).toEqual(Object.keys(JANE));
    expect((await Author.orderBy('-bornOn').fetchAll()).pluck('fullName')).toEqual(['Ada Lovelace', 'Jane Austen']);
  }));

test('an insert writes columns, and takes over the key and the defaults', () =>
  withLibrary(async ({ Book }, db) => {
    const book = await new Book({ bookTitle: 'Sanditon', authorAuthorId: 1, extraData: { inPrint: true } }).save();
    expect(book.toJSON()).toEqual({
      id: 4,
      bookTitle: 'Sanditon',
      authorAuthorId: 1,
      extraData: { inPrint: true },
      pageCount: 1,
    });
    expect(await db.knex('books').where({ id: 4 }).first('book_title', 'page_count', 'extra_data')).toEqual({
      book_title: 'Sanditon',
      page_count: 1,
      extra_data: '{"inPrint":true}',
    });
  }));

test('an update writes what changed, by the key, with the times', () =>
  withLibrary(async ({ Author }, db) => {
    const jane = await new Author({ authorId: 1 }).fetch({ require: true });
    await jane.save({ fullName: 'J. Austen' });
    expect(jane.get('updatedAt')).toBeInstanceOf(Date);
    await new Author({ authorId: 2 }).save({ isAlive: true }, { patch: true });
    expect(await db.knex('authors').orderBy('author_id').select('full_name', 'is_alive')).toEqual([
      { full_name: 'J. Austen', is_alive: 0 },
      { full_name: 'Ada Lovelace', is_alive: 1 },
    ]);
    await jane.save({ authorId: 10 });
    expect(await db.knex('authors').orderBy('author_id').pluck('author_id')).toEqual([2, 10]);
    expect((await jane.refresh())?.get('eMail')).toBe('jane@example.org');
    await jane.destroy({ require: true });
    expect(await db.knex('authors').pluck('author_id')).toEqual([2]);
  }));
