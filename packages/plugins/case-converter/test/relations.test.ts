import { statementsOf, withLibrary } from './library.js';

test('every kind of relation, eagerly', () =>
  withLibrary(async ({ Author, Note, Loan }, db) => {
    let found: unknown;
    const statements = await statementsOf(db, async () => {
      const authors = await Author.fetchAll({
        columns: ['authorId', 'fullName'],
        withRelated: ['books.marks', 'books.note', 'copies.loans', 'notes'],
      });
      found = authors.toJSON();
    });
    const mark = (id: number, markName: string, bookId: number, sortOrder: number) => ({
      id,
      markName,
      _pivot_bookId: bookId,
      _pivot_shelfMarkId: id,
      _pivot_sortOrder: sortOrder,
    });
    const note = { id: 1, notedThingType: 'books', notedThingId: 1, noteText: 'worn' };
    expect(found).toEqual([
      {
        authorId: 1,
        fullName: 'Jane Austen',
        books: [
          {
            id: 1,
            authorAuthorId: 1,
            bookTitle: 'Emma',
            pageCount: 474,
            extraData: null,
            marks: [mark(1, 'A1', 1, 5), mark(2, 'B2', 1, 3)],
            note,
          },
          {
            id: 2,
            authorAuthorId: 1,
            bookTitle: 'Persuasion',
            pageCount: 249,
            extraData: null,
            marks: [mark(2, 'B2', 2, 1)],
            note: null,
          },
        ],
        copies: [
          {
            branchCode: 'N',
            copyNo: 1,
            bookId: 1,
            shelfPlace: 'left',
            _pivot_id: 1,
            _pivot_authorAuthorId: 1,
            loans: [{ id: 1, branchCode: 'N', copyNo: 1, lentTo: 'Eve' }],
          },
          {
            branchCode: 'S',
            copyNo: 1,
            bookId: 1,
            shelfPlace: 'right',
            _pivot_id: 1,
            _pivot_authorAuthorId: 1,
            loans: [],
          },
        ],
        notes: [{ id: 2, notedThingType: 'authors', notedThingId: 1, noteText: 'famous' }],
      },
      {
        authorId: 2,
        fullName: 'Ada Lovelace',
        books: [
          { id: 3, authorAuthorId: 2, bookTitle: 'Notes', pageCount: 66, extraData: null, marks: [], note: null },
        ],
        copies: [],
        notes: [],
      },
    ]);
    expect(statements).toHaveLength(7);
    const notes = await Note.orderBy('id').fetchAll({ withRelated: ['notedThing'] });
    expect(notes.map((each) => each.related('notedThing')?.toJSON())).toEqual([
      expect.objectContaining({ bookTitle: 'Emma' }),
      expect.objectContaining({ fullName: 'Jane Austen' }),
    ]);
    const loan = await new Loan({ id: 1 }).fetch({ withRelated: ['copy.book.author'] });
    expect(loan?.toJSON()).toMatchObject({ copy: { shelfPlace: 'left', book: { author: { authorId: 1 } } } });
  }));

test('lazily, with constraints on both sides of a pivot', () =>
  withLibrary(async ({ Author, Book, Loan, Note }) => {
    const emma = await new Book({ id: 1 }).fetch({ require: true });
    const marks = await emma
      .marks()
      .orderBy('books_shelf_marks.sortOrder' as never)
      .query((qb) => qb.where('books_shelf_marks.sortOrder', '>', 1))
      .fetch();
    expect(marks.pluck('markName')).toEqual(['B2', 'A1']);
    expect(marks.at(0)?.pivot?.toJSON()).toEqual({ bookId: 1, shelfMarkId: 2, sortOrder: 3 });
    expect((await emma.author().fetch())?.get('fullName')).toBe('Jane Austen');
    expect((await new Loan({ id: 1, branchCode: 'N', copyNo: 1 }).copy().fetch())?.get('shelfPlace')).toBe('left');
    expect(
      (await new Note({ notedThingType: 'books', notedThingId: 2 }).related('notedThing').fetch())?.toJSON(),
    ).toMatchObject({ bookTitle: 'Persuasion' });
    const limited = await Author.fetchAll({
      withRelated: [{ books: (qb) => qb.where('pageCount', '>', 50).orderBy('pageCount').limit(1) }],
    });
    expect(limited.map((author) => author.related('books').pluck('bookTitle'))).toEqual([['Persuasion'], ['Notes']]);
    const weighted = await Book.where('id', 1).fetchAll({
      withRelated: [{ marks: (qb) => qb.orderBy('books_shelf_marks.sortOrder') }],
    });
    expect(weighted.at(0)?.related('marks').pluck('markName')).toEqual(['B2', 'A1']);
  }));

test('whereHas and withCount', () =>
  withLibrary(async ({ Author, Book, Note }) => {
    expect(
      (await Author.whereHas('books', (qb) => qb.where('pageCount', '<', 100)).fetchAll()).pluck('fullName'),
    ).toEqual(['Ada Lovelace']);
    expect((await Book.whereDoesntHave('marks').fetchAll()).pluck('bookTitle')).toEqual(['Notes']);
    expect((await Book.whereHas('copies.loans').fetchAll()).pluck('bookTitle')).toEqual(['Emma']);
    expect((await Note.whereHas('notedThing').fetchAll()).length).toBe(2);
    const counted = await Author.orderBy('authorId').fetchAll({
      columns: ['authorId'],
      withCount: ['books', { copies: (qb) => qb.where('shelfPlace', 'left') }],
    });
    expect(counted.toJSON()).toEqual([
      { authorId: 1, booksCount: 2, copiesCount: 1 },
      { authorId: 2, booksCount: 1, copiesCount: 0 },
    ]);
  }));

test('what is created in a relation gets its keys; rows between are written by attributes', () =>
  withLibrary(async ({ Author, Book, Mark }, db) => {
    const ada = await new Author({ authorId: 2 }).fetch({ require: true });
    const book = await ada.books().create({ bookTitle: 'Letters' });
    expect(book.get('authorAuthorId')).toBe(2);
    await ada.notes().create({ noteText: 'kept' });
    expect(await db.knex('notes').where('id', 3).first()).toEqual({
      id: 3,
      noted_thing_type: 'authors',
      noted_thing_id: 2,
      note_text: 'kept',
    });
    await book.marks().attach([1, { shelfMarkId: 2, sortOrder: 9 }, await new Mark({ markName: 'C3' }).save()]);
    expect(await db.knex('books_shelf_marks').where('book_id', 4).orderBy('shelf_mark_id')).toEqual([
      { book_id: 4, shelf_mark_id: 1, sort_order: null },
      { book_id: 4, shelf_mark_id: 2, sort_order: 9 },
      { book_id: 4, shelf_mark_id: 3, sort_order: null },
    ]);
    await book
      .marks()
      .updatePivot(
        { sortOrder: 7 },
        { query: (qb: { where(name: string, value: unknown): unknown }) => qb.where('shelfMarkId', 1) },
      );
    const changes = await book.marks().syncPivot([
      { shelfMarkId: 1, sortOrder: 7 },
      { shelfMarkId: 2, sortOrder: 8 },
    ]);
    expect(changes).toEqual({ attached: [], detached: [3], kept: [1, 2], updated: [2] });
    await book.marks().detach({ sortOrder: 8 });
    expect(await db.knex('books_shelf_marks').where('book_id', 4)).toEqual([
      { book_id: 4, shelf_mark_id: 1, sort_order: 7 },
    ]);
    await book.marks().detach();
    expect(await (await new Book({ id: 4 }).fetch({ require: true })).marks().count()).toBe(0);
  }));

test('the keys of a relation may be named either way', () =>
  withLibrary(async ({ Author, Book, Mark }) => {
    class Either extends Book {
      writer() {
        return this.belongsTo(Author, 'author_author_id', 'author_id');
      }
      labels() {
        return this.belongsToMany(Mark, 'books_shelf_marks', 'book_id', 'shelfMarkId').withPivot(['sort_order']);
      }
    }
    const found = await new Either({ id: 2 }).fetch({ require: true, withRelated: ['writer', 'labels'] });
    expect(found.toJSON()).toMatchObject({
      writer: { authorId: 1 },
      labels: [{ markName: 'B2', _pivot_sortOrder: 1 }],
    });
  }));
