import { useMysql, usePostgres } from '@shelf-tooling/servers';
import { createShelf, type Dialect, type Dynamic, type PrimaryKey } from '@shelf/core';
import { mysql } from '@shelf/mysql';
import { postgres } from '@shelf/pg-hstore';
import { relations } from '@shelf/relations';
import { caseConverter } from '../src/index.js';
import { withLibrary } from './library.js';

const database = usePostgres('create extension hstore');
const databases = useMysql();
const onPostgres = async (): Promise<Dialect> =>
  postgres({ connectionString: database.url, searchPath: [await database.emptySchema(), 'public'] });
const servers: Record<string, () => Promise<Dialect>> = {
  pg: onPostgres,
  mysql: async () => mysql(await databases.make()),
};

describe.each(Object.entries(servers))('%s', (_name, dialect) => {
  test('what is written and read, kept keys and defaults, upsert, faults', async () =>
    withLibrary(
      async ({ Author, Book }, db) => {
        const book = await new Book({ bookTitle: 'Sanditon', authorAuthorId: 1, extraData: { inPrint: true } }).save();
        expect([book.id, (await book.refresh())?.get('pageCount')]).toEqual([4, 1]);
        expect((await new Book({ id: 4 }).fetch())?.toJSON()).toEqual({
          id: 4,
          authorAuthorId: 1,
          bookTitle: 'Sanditon',
          pageCount: 1,
          extraData: { inPrint: true },
        });
        const ada = await Author.upsert(
          { eMail: 'ada@example.org', fullName: 'Ada' },
          { conflict: 'eMail', update: ['fullName'] },
        );
        expect(ada.toJSON()).toMatchObject({ authorId: 2, fullName: 'Ada', bornOn: '1815-12-10', isAlive: false });
        const fault: unknown = await new Author({ eMail: 'ada@example.org' }).save().catch((error: unknown) => error);
        expect(fault).toBeInstanceOf(db.UniqueViolationError);
        expect(fault).toMatchObject({ columns: ['eMail'] });
        await Book.collection([{ bookTitle: 'X' }, { bookTitle: 'Y' }] as never).saveAll();
        await Book.where('pageCount', 1)
          .query((qb) => qb.where('bookTitle', '<>', 'Sanditon'))
          .destroy();
        const distinct = await Book.query((qb) => qb.countDistinct('pageCount', 'bookTitle')).fetchAll();
        expect(Object.values(distinct.at(0)?.attributes ?? {})).toEqual([4]);
        expect((await Book.orderBy('-pageCount').fetchAll({ columns: ['bookTitle'] })).pluck('bookTitle')).toEqual([
          'Emma',
          'Persuasion',
          'Notes',
          'Sanditon',
        ]);
      },
      { dialect: await dialect() },
    ));

  test('relations, eager and lazy, with limits, rows between, conditions and numbers', async () =>
    withLibrary(
      async ({ Author, Book, Note }) => {
        const authors = await Author.orderBy('authorId').fetchAll({
          withRelated: ['books.marks', 'copies.loans', 'notes', { books: (qb) => qb.orderBy('pageCount').limit(1) }],
          withCount: ['books'],
        });
        expect(authors.toJSON()).toMatchObject([
          {
            booksCount: 2,
            books: [{ bookTitle: 'Persuasion', marks: [{ markName: 'B2', _pivot_sortOrder: 1 }] }],
            copies: [
              { branchCode: 'N', loans: [{ lentTo: 'Eve' }] },
              { branchCode: 'S', loans: [] },
            ],
            notes: [{ noteText: 'famous' }],
          },
          { booksCount: 1, books: [{ bookTitle: 'Notes', marks: [] }], copies: [], notes: [] },
        ]);
        const emma = await new Book({ id: 1 }).fetch({ require: true, withRelated: ['author', 'note'] });
        expect(emma.toJSON()).toMatchObject({ author: { fullName: 'Jane Austen' }, note: { noteText: 'worn' } });
        expect(
          (
            await emma
              .marks()
              .orderBy('books_shelf_marks.sortOrder' as never)
              .fetch()
          ).pluck('markName'),
        ).toEqual(['B2', 'A1']);
        await emma.marks().attach({ shelfMarkId: 1, sortOrder: 8 });
        await emma.marks().detach({ sortOrder: 8 });
        expect(await emma.marks().count()).toBe(2);
        expect((await Book.whereHas('copies.loans').fetchAll()).pluck('bookTitle')).toEqual(['Emma']);
        expect((await Note.whereHas('notedThing').fetchAll()).length).toBe(2);
        expect(
          (
            await Book.query((qb) =>
              qb
                .select('authorAuthorId')
                .count('id as bookCount')
                .groupBy('authorAuthorId')
                .having('authorAuthorId', '<', 2),
            ).fetchAll()
          ).toJSON(),
        ).toEqual([{ authorAuthorId: 1, bookCount: expect.anything() }]);
      },
      { dialect: await dialect() },
    ));
});

test('beside an hstore: columns are renamed, attributes without a column are called as they are', async () => {
  const db = createShelf({ dialect: await onPostgres(), plugins: [relations(), caseConverter()] });
  try {
    await db.knex.raw(
      'create table badgers (id serial primary key, more_data hstore, full_name text, big_number bigint)',
    );
    class Badger extends db.Model<
      { id: PrimaryKey<number>; fullName: string; bigNumber: bigint | string | null } & Dynamic
    > {
      static override tableName = 'badgers';
      static override dynamicColumn = 'moreData';
    }
    const badger = await new Badger({
      fullName: 'Bob',
      favouriteFood: 'worms',
      burrow_no: '7',
      bigNumber: 2n ** 60n,
    }).save();
    await badger.save({ favouriteFood: 'bees' });
    await Badger.upsert({ id: 1, fullName: 'Rob', mood: 'good' }, { conflict: 'id' });
    const all = {
      id: 1,
      fullName: 'Rob',
      bigNumber: String(2n ** 60n),
      favouriteFood: 'bees',
      burrow_no: '7',
      mood: 'good',
    };
    const found = await Badger.where('favouriteFood', 'bees').where('fullName', 'Rob').fetch({ require: true });
    expect(found.toJSON()).toEqual(all);
    expect((await Badger.orderBy('burrow_no').fetchAll({ columns: ['burrow_no', 'fullName'] })).toJSON()).toEqual([
      { burrow_no: '7', fullName: 'Rob' },
    ]);
    for (const work of [new Badger({ full_name: 'x' }).save(), new Badger({ full_name: 'x' }).fetch()])
      await expect(work).rejects.toMatchObject({
        code: 'INVALID_ATTRIBUTE',
        message: expect.stringContaining("'fullName'"),
      });
    const [{ held }] = (await db
      .knex('badgers')
      .select(db.knex.raw("more_data -> array['favouriteFood', 'burrow_no'] as held"))) as [{ held: unknown }];
    expect(held).toEqual(['bees', '7']);
    found.unset('burrow_no');
    await found.save();
    expect((await new Badger({ id: 1 }).fetch())?.has('burrow_no')).toBe(false);
  } finally {
    await db.destroy();
  }
});
