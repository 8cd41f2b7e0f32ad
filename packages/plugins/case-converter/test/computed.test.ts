import { withLibrary } from './library.js';

type Anything = never;

test('a star in `columns` is the attributes', () =>
  withLibrary(async ({ Author }) => {
    const all = await new Author({ authorId: 1 }).fetch({ require: true });
    const star = await new Author({ authorId: 1 }).fetch({ require: true, columns: '*' as Anything });
    expect(star.toJSON()).toEqual(all.toJSON());
    const listed = await Author.where('authorId', 1).fetchAll({ columns: ['*' as Anything] });
    expect(listed.toJSON()).toEqual([all.toJSON()]);
  }));

test('the place of NULL in an order stays', () =>
  withLibrary(async ({ Author }, db) => {
    await db.knex('authors').insert({ full_name: 'Nobody' });
    const names = async (nulls: 'first' | 'last') =>
      (await Author.query((qb) => qb.orderBy('eMail', 'desc', nulls).orderBy('authorId')).fetchAll()).pluck('fullName');
    const plain = async (nulls: 'first' | 'last') =>
      db.knex('authors').orderBy('e_mail', 'desc', nulls).orderBy('author_id').pluck('full_name');
    expect([await names('first'), await names('last')]).toEqual([await plain('first'), await plain('last')]);
    expect((await names('first')).indexOf('Nobody')).not.toBe((await names('last')).indexOf('Nobody'));
  }));

test('functions of windows and of JSON, and aggregates of several columns', () =>
  withLibrary(async ({ Book }) => {
    const numbered = await Book.query((qb) => {
      void qb.select('id').rowNumber('place', 'pageCount', 'authorAuthorId').orderBy('id');
      void qb.rank('rank', function () {
        void this.orderBy('books.pageCount', 'desc').partitionBy(['authorAuthorId']);
      });
    }).fetchAll();
    expect(numbered.toJSON()).toEqual([
      { id: 1, place: 2, rank: 1 },
      { id: 2, place: 1, rank: 2 },
      { id: 3, place: 1, rank: 1 },
    ]);
    await new Book({ id: 3 }).save({ extraData: { colour: 'red' } }, { patch: true });
    const extracted = await Book.query((qb) => {
      void qb.where('id', 3).jsonExtract('extraData', '$.colour', 'colour');
      void qb.jsonExtract([['books.extraData', '$.colour', 'again']]);
      void qb.jsonSet('extraData', '$.colour', 'blue', 'other');
    }).fetchAll();
    expect(extracted.toJSON()).toEqual([{ colour: 'red', again: 'red', other: '{"colour":"blue"}' }]);
    const ranked = await Book.query((qb) => {
      void qb.join('books_shelf_marks', 'books_shelf_marks.book_id', 'books.id');
      void qb.select('books.id').max('books.pageCount as most').groupBy('books.id', 'books.pageCount').orderBy('most');
    }).fetchAll();
    expect(ranked.toJSON()).toEqual([
      { id: 2, most: 249 },
      { id: 1, most: 474 },
    ]);
    const sums = await Book.query((qb) => qb.sum({ pages: ['pageCount'] as Anything })).fetchAll();
    expect(sums.toJSON()).toEqual([{ pages: 789 }]);
  }));

test('aggregates of columns between', () =>
  withLibrary(async ({ Book }) => {
    const book = await Book.where('id', 1).fetch({
      require: true,
      withRelated: [
        { marks: (qb) => void qb.max('books_shelf_marks.sortOrder as most').groupBy('books_shelf_marks.bookId') },
      ],
    });
    expect(book.related('marks').toJSON()).toMatchObject([{ most: 5 }]);
  }));

test('joins with conditions in brackets', () =>
  withLibrary(async ({ Book }) => {
    const books = await Book.query((qb) => {
      void qb.join('authors', (join) => {
        void join.on((inner) => {
          void inner.on('authors.author_id', 'books.authorAuthorId').andOn((deep) => {
            void deep.onVal('books.pageCount', '>', 300).orOnVal('books.bookTitle', '=', 'Notes');
          });
        });
      });
      void qb.orderBy('books.pageCount');
    }).fetchAll();
    expect(books.pluck('bookTitle')).toEqual(['Notes', 'Emma']);
  }));

test("columns between, under names of the query's own", () =>
  withLibrary(async ({ Book }) => {
    const book = await Book.where('id', 1).fetch({
      require: true,
      withRelated: [
        {
          marks: (qb) => {
            void qb.select('shelf_marks.id', 'books_shelf_marks.sortOrder as place', {
              again: 'books_shelf_marks.sortOrder',
            });
          },
        },
      ],
    });
    expect(book.related('marks').toJSON()).toMatchObject([
      { id: 1, place: 5, again: 5 },
      { id: 2, place: 3, again: 3 },
    ]);
  }));

test('the star of a join has the attributes, and the columns of the other tables', () =>
  withLibrary(async ({ Book }) => {
    const joined = async (columns?: Anything[]) => {
      const book = await Book.query((qb) => {
        void qb.join('shelf_marks as m', 'm.id', 'books.id').where('books.id', 1);
        if (columns === undefined) void qb.select('*');
      }).fetch({ require: true, ...(columns !== undefined && { columns }) });
      return book.toJSON();
    };
    const emma = { id: 1, authorAuthorId: 1, bookTitle: 'Emma', pageCount: 474, extraData: null, mark_name: 'A1' };
    expect([await joined(), await joined(['*' as Anything])]).toEqual([emma, emma]);
  }));

test('a column that was added is found by a query that names it', () =>
  withLibrary(async ({ Author }, db) => {
    await Author.fetchAll();
    for (const column of ['pen_name', 'nick_name', 'maiden_name']) {
      await db.knex.schema.alterTable('authors', (t) => void t.string(column));
      await db
        .knex('authors')
        .where('author_id', 1)
        .update({ [column]: 'X' });
    }
    expect((await Author.where('penName' as Anything, 'X' as Anything).fetchAll()).length).toBe(1);
    const listed = await Author.orderBy('authorId').fetchAll({ columns: ['nickName' as Anything] });
    expect(listed.toJSON()).toEqual([{ nickName: 'X' }, { nickName: null }]);
    expect((await new Author({ maidenName: 'X' } as Anything).fetch())?.get('fullName')).toBe('Jane Austen');
    await expect(Author.where('noName' as Anything, 'X' as Anything).fetchAll()).rejects.toThrow('noName');
  }));
