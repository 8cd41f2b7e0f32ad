import { statementsOf, withLibrary, type AuthorRow } from './library.js';

type Anything = never;

test('where in all its forms, orderBy, columns', () =>
  withLibrary(async ({ Author, Book }) => {
    const titles = async (books: { fetchAll(): Promise<{ pluck(name: 'bookTitle'): unknown[] }> }) =>
      (await books.fetchAll()).pluck('bookTitle');
    expect(await titles(Book.where({ authorAuthorId: 1, pageCount: 249 }))).toEqual(['Persuasion']);
    expect(await titles(Book.where('pageCount', '>', 100).orderBy('pageCount'))).toEqual(['Persuasion', 'Emma']);
    expect(
      await titles(
        Book.query((qb) => {
          void qb.where((group) => void group.where('bookTitle', 'like', 'E%').orWhere('books.pageCount', 66));
          void qb.whereIn(
            ['authorAuthorId', 'pageCount'],
            [
              [1, 474],
              [2, 66],
            ],
          );
          void qb.whereNotNull('bookTitle').whereBetween('pageCount', [1, 500]).whereNull('extraData');
          void qb.orderBy([{ column: 'authorAuthorId', order: 'desc' }]);
        }),
      ),
    ).toEqual(['Notes', 'Emma']);
    const book = await new Book({ id: 1 }).fetch({
      require: true,
      columns: ['bookTitle', 'books.pageCount', 'authorAuthorId as who' as Anything],
    });
    expect(book.toJSON()).toEqual({ id: 1, bookTitle: 'Emma', pageCount: 474, who: 1 });
    const alive = await Author.where('isAlive', false)
      .query('whereNotNull', 'bornOn')
      .fetchAll({ columns: ['fullName', 'isAlive'] });
    expect(alive.toJSON()).toEqual([
      { fullName: 'Jane Austen', isAlive: false },
      { fullName: 'Ada Lovelace', isAlive: false },
    ]);
  }));

test('a column may be named as the database names it, too', () =>
  withLibrary(async (_models, db) => {
    class Plain extends db.Model<AuthorRow> {
      static override tableName = 'authors';
      static override idAttribute = 'author_id';
      static override hasTimestamps = ['created_at', 'updated_at'];
    }
    const plain = await Plain.query((qb) => qb.where('full_name', 'like', 'Jane%').orderBy('born_on')).fetchAll({
      columns: ['author_id' as Anything, 'full_name' as Anything],
    });
    expect(plain.toJSON()).toEqual([{ authorId: 1, fullName: 'Jane Austen' }]);
    const saved = await new Plain({ fullName: 'Eve' }).save();
    expect([saved.id, saved.get('authorId'), saved.get('createdAt')]).toEqual([3, 3, expect.any(Date)]);
    const again = await Plain.upsert({ eMail: 'ada@example.org', fullName: 'Ada' }, { conflict: 'e_mail' as Anything });
    expect([again.id, again.get('fullName')]).toEqual([2, 'Ada']);
  }));

test('groups, having, aggregates, distinct', () =>
  withLibrary(async ({ Book }) => {
    const counts = await Book.query((qb) => {
      void qb.select('authorAuthorId').count('bookTitle as bookCount').max({ most: 'pageCount' });
      void qb.groupBy('authorAuthorId').having('authorAuthorId', '<', 2).orderBy('authorAuthorId');
    }).fetchAll();
    expect(counts.toJSON()).toEqual([{ authorAuthorId: 1, bookCount: 2, most: 474 }]);
    const longest = await Book.query((qb) => {
      void qb.select('authorAuthorId').max('pageCount as pageCount').groupBy('authorAuthorId').orderBy('pageCount');
    }).fetchAll();
    expect(longest.pluck('pageCount')).toEqual([66, 474]);
    expect(await Book.query((qb) => qb.distinct('authorAuthorId')).count()).toBe(2);
    expect(await Book.query((qb) => qb.groupBy('authorAuthorId').select('authorAuthorId')).count()).toBe(2);
    expect([
      await Book.count('pageCount'),
      await Book.count('extraData'),
      await Book.where('pageCount', 66).count('bookTitle'),
    ]).toEqual([3, 0, 1]);
  }));

test('pages, and their count', () =>
  withLibrary(async ({ Book }) => {
    const page = await Book.where('authorAuthorId', 1)
      .orderBy('-pageCount')
      .fetchPage({ pageSize: 1, columns: ['bookTitle'] });
    expect([page.toJSON(), page.pagination.rowCount]).toEqual([[{ bookTitle: 'Emma' }], 2]);
  }));

test('joins: own columns by their attributes, those of other tables as the database has them', () =>
  withLibrary(async ({ Book }) => {
    const books = await Book.query((qb) => {
      void qb.join('authors', 'authors.author_id', 'books.authorAuthorId').where('authors.full_name', 'like', 'Jane%');
      void qb.select('books.*', 'authors.full_name').orderBy('books.pageCount');
    }).fetchAll();
    expect(books.map((book) => [book.get('bookTitle'), Reflect.get(book.attributes, 'full_name')])).toEqual([
      ['Persuasion', 'Jane Austen'],
      ['Emma', 'Jane Austen'],
    ]);
  }));

test('raw SQL is left alone', () =>
  withLibrary(async ({ Book }) => {
    const books = await Book.query((qb) =>
      qb.whereRaw('page_count > ?', [100]).orderByRaw('book_title desc'),
    ).fetchAll();
    expect(books.pluck('bookTitle')).toEqual(['Persuasion', 'Emma']);
  }));

test('the rows of a query are written and deleted by attributes', () =>
  withLibrary(async ({ Book }, db) => {
    await Book.where('pageCount', '<', 100).save({ pageCount: 100 }, { method: 'update', patch: true });
    expect(await db.knex('books').orderBy('id').pluck('page_count')).toEqual([474, 249, 100]);
    await Book.where({ authorAuthorId: 1 })
      .query((qb) => qb.where('pageCount', '>', 300))
      .destroy();
    expect(await db.knex('books').orderBy('id').pluck('book_title')).toEqual(['Persuasion', 'Notes']);
  }));

test('upsert: conflict and update are attributes', () =>
  withLibrary(async ({ Author }, db) => {
    const ada = await Author.upsert(
      { eMail: 'ada@example.org', fullName: 'Ada King', bornOn: '1900-01-01' },
      { conflict: 'eMail', update: ['fullName'] },
    );
    expect([ada.id, ada.get('fullName'), ada.get('bornOn')]).toEqual([2, 'Ada King', '1815-12-10']);
    const eve = await Author.upsert({ eMail: 'eve@example.org', fullName: 'Eve' }, { conflict: ['eMail'] });
    expect(eve.get('authorId')).toBeGreaterThan(2);
    expect(await db.knex('authors').orderBy('author_id').pluck('full_name')).toEqual([
      'Jane Austen',
      'Ada King',
      'Eve',
    ]);
    await Author.upsert({ eMail: 'eve@example.org', fullName: 'Evelyn' }, { conflict: ['eMail'] });
    const again = await new Author({ eMail: 'eve@example.org' }).fetch({ require: true });
    expect([again.id, again.get('fullName'), again.get('createdAt')]).toEqual([eve.id, 'Evelyn', eve.get('createdAt')]);
  }));

test('collections: lookup by keys of one part and of two, saveAll, create, where', () =>
  withLibrary(async ({ Author, Copy, Book }, db) => {
    const authors = await Author.fetchAll();
    expect([authors.get(2)?.get('fullName'), authors.get({ authorId: 1 } as Anything)?.get('fullName')]).toEqual([
      'Ada Lovelace',
      'Jane Austen',
    ]);
    expect(authors.findWhere({ eMail: 'ada@example.org' })?.id).toBe(2);
    const copies = await Copy.fetchAll();
    expect(copies.get(['S', 1])?.get('shelfPlace')).toBe('right');
    await Book.collection([
      { bookTitle: 'X', pageCount: 1 },
      { bookTitle: 'Y', pageCount: 2 },
    ]).saveAll();
    expect(await db.knex('books').where('id', '>', 3).orderBy('id').pluck('book_title')).toEqual(['X', 'Y']);
    const copy = await new Copy({ branchCode: 'S', copyNo: 1 }).fetch({ require: true });
    await copy.save({ shelfPlace: 'top' });
    expect(await db.knex('copies').orderBy('branch_code').pluck('shelf_place')).toEqual(['left', 'top']);
    await copy.destroy({ require: true });
    expect(await Copy.count()).toBe(1);
  }));

test('events see attributes, and what fetching adds to the columns is mapped', () =>
  withLibrary(async ({ Author }) => {
    const author = new Author({ authorId: 1 });
    const heard: unknown[] = [];
    author.on('fetching', (_model, columns) => void columns.splice(0, 1, 'fullName', 'authorId'));
    author.on('change:fullName', (_model, value) => void heard.push(value));
    author.on('updating', (model) => void heard.push(Object.keys(model.changed)));
    await author.fetch();
    expect(author.toJSON()).toEqual({ authorId: 1, fullName: 'Jane Austen' });
    author.set('fullName', 'JA');
    await author.save();
    expect(heard).toEqual(['JA', ['fullName', 'updatedAt']]);
  }));

test('a fetch asks no more than one without the plugin', () =>
  withLibrary(async ({ Author }, db) => {
    await Author.count();
    const statements = await statementsOf(db, () => new Author({ authorId: 1 }).fetch({ columns: ['fullName'] }));
    expect(statements).toEqual([
      'select `authors`.`full_name` as `fullName` from `authors` where `authors`.`author_id` = ? limit 1',
    ]);
  }));

test('a builder that is taken out takes the names of attributes; rows come as knex gives them', () =>
  withLibrary(async ({ Author, Book }) => {
    const query = () => Book.query().where('authorAuthorId', 1).orderBy('pageCount');
    expect(await query().select('bookTitle', 'books.pageCount', { who: 'authorAuthorId' })).toEqual([
      { bookTitle: 'Persuasion', pageCount: 249, who: 1 },
      { bookTitle: 'Emma', pageCount: 474, who: 1 },
    ]);
    expect(await query().pluck('bookTitle')).toEqual(['Persuasion', 'Emma']);
    expect((await query())[0]).toMatchObject({ book_title: 'Persuasion' });
    expect(
      await Book.query().max({ most: 'pageCount' }).groupBy('authorAuthorId').having('authorAuthorId', '=', 1),
    ).toEqual([{ most: 474 }]);
    await query().clone().clearOrder().where('pageCount', '<', 300).update({ bookTitle: 'Shorter' });
    await query().clone().clearOrder().increment('pageCount', 1);
    expect(await query().select('bookTitle', 'pageCount')).toEqual([
      { bookTitle: 'Shorter', pageCount: 250 },
      { bookTitle: 'Emma', pageCount: 475 },
    ]);
    expect(
      await Author.query().insert({ fullName: 'Eve', eMail: 'eve@x' }).returning(['authorId', 'fullName']),
    ).toEqual([{ authorId: 3, fullName: 'Eve' }]);
    await Author.query().insert({ eMail: 'eve@x', fullName: 'Evelyn' }).onConflict(['eMail']).merge(['fullName']);
    expect(await Author.query().where('authorId', 3).pluck('fullName')).toEqual(['Evelyn']);
    expect(await Author.query().where('fullName', 'Evelyn').del()).toBe(1);
  }));
