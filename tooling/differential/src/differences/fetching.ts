import { authors, posts } from '../programs/tables.js';
import { statementsOf } from '../statements.js';
import type { Difference } from './difference.js';

const FETCH =
  '`fetch` uses the set attributes as the `where`; it resolves to the model, or `null` when there is no row';
const UNDEFINED =
  '`undefined` anywhere in a constraint (`where`, a fetch attribute, a key) is an error, never a dropped condition.';

export const fetchingDifferences: readonly Difference[] = [
  {
    code: '`model.fetch()` of a row that does not exist',
    bookshelf: 'rejects with `NotFoundError`; `{require: false}` gives `null`',
    shelf:
      'resolves to `null`; `{require: true}` rejects, and the option `requireFetch: true` of shelf or class makes that the default',
    spec: FETCH,
    program: async ({ db }) => authors(db).forge({ id: 99 }).fetch(),
    outcome: { bookshelf: { error: 'NotFoundError' }, shelf: { result: null } },
  },
  {
    code: '`error.name` of a model’s own error class',
    bookshelf: '`CustomError`',
    shelf: 'the class’s name, and `error.code`',
    spec: 'One exported class each, … all `ShelfError` with a stable `code`',
    program: async ({ db }) =>
      authors(db)
        .forge({ id: 99 })
        .fetch({ require: true })
        .catch((error: Error) => [error.name, Reflect.get(error, 'code')]),
    outcome: { bookshelf: { result: ['CustomError', 'undefined'] }, shelf: { result: ['NotFoundError', 'NOT_FOUND'] } },
  },
  {
    code: '`model.fetch()` with an object as attribute',
    bookshelf: 'leaves the condition out, and may fetch another row',
    shelf: 'rejects with `InvalidValueError`',
    spec: 'a JSON-valued attribute in it is an error (use `refresh`).',
    program: async ({ db }) =>
      (
        await authors(db)
          .forge({ name: { first: 'Nobody' } })
          .fetch({ require: true })
      ).get('name'),
    outcome: { bookshelf: { result: 'Ada' }, shelf: { error: 'InvalidValueError' } },
  },
  {
    code: '`where({id: undefined})`, `new Model({id: undefined}).fetch()`',
    bookshelf: 'rejects with an `Error` of knex',
    shelf: 'rejects with `UndefinedBindingError`',
    spec: UNDEFINED,
    program: async ({ db }) => [
      await authors(db)
        .where({ id: undefined })
        .fetchAll()
        .catch((error: unknown) => error),
      await authors(db)
        .forge({ id: undefined })
        .fetch()
        .catch((error: unknown) => error),
    ],
    outcome: {
      bookshelf: { result: [{ error: 'Error' }, { error: 'Error' }] },
      shelf: { result: [{ error: 'UndefinedBindingError' }, { error: 'UndefinedBindingError' }] },
    },
  },
  {
    code: '`where({})`',
    bookshelf: 'selects, updates or deletes every row',
    shelf: 'rejects with `UndefinedBindingError`; leave it out to mean every row',
    spec: UNDEFINED,
    program: async ({ db }) => (await authors(db).where({}).fetchAll()).length,
    outcome: { bookshelf: { result: 4 }, shelf: { error: 'UndefinedBindingError' } },
  },
  {
    code: '`model.count()` and the event `counting`',
    bookshelf: 'fires on a collection that nobody holds',
    shelf: 'fires on the model',
    spec: 'Model, awaited, a failure cancels the action: … `counting (model, options)`',
    program: async ({ db }) => {
      let heard = 0;
      const author = authors(db).forge();
      author.on('counting', () => void heard++);
      await author.count();
      return heard;
    },
    outcome: { bookshelf: { result: 0 }, shelf: { result: 1 } },
  },
  {
    code: '`collection.fetch()` of two rows with one id (a join)',
    bookshelf: 'merges them into one model, the last row winning',
    shelf: 'keeps two models; `fetch({merge: true})` merges',
    spec: 'two rows with one id in one result stay two models unless merged on purpose',
    program: async ({ db }) => {
      const found = await authors(db)
        .query(
          (qb) =>
            void qb.join('posts', 'posts.author_id', 'authors.id').select('authors.*', 'title').orderBy('posts.id'),
        )
        .fetchAll();
      return found.map((author) => author.get('title'));
    },
    outcome: {
      bookshelf: { result: ['Notes', 'Nanoseconds'] },
      shelf: { result: ['Notes', 'Compilers', 'Nanoseconds'] },
    },
  },
  {
    code: '`fetchPage({limit, offset})`',
    bookshelf: '`pagination` has a `pageCount` too',
    shelf: '`pagination` is `{rowCount, limit, offset}`',
    spec: 'a collection with `pagination: {rowCount, pageCount, page, pageSize}`, or `{rowCount, limit, offset}`',
    program: async ({ db }) => (await authors(db).forge().orderBy('id').fetchPage({ limit: 2, offset: 1 })).pagination,
    outcome: {
      bookshelf: { result: { limit: 2, offset: 1, rowCount: 4, pageCount: 2 } },
      shelf: { result: { limit: 2, offset: 1, rowCount: 4 } },
    },
  },
  {
    code: '`fetchPage()` of a grouped or joined query',
    bookshelf: 'counts distinct keys, or distinct groups without their nulls',
    shelf: 'counts the rows that the pages have',
    spec: '`fetchPage({page, pageSize, limit, offset})` (a collection with `pagination: {rowCount, …})',
    program: async ({ db }) => {
      const page = await authors(db)
        .query(
          (qb) =>
            void qb.join('posts', 'posts.author_id', 'authors.id').select('authors.*', 'title').orderBy('posts.id'),
        )
        .fetchPage();
      return page.pagination.rowCount;
    },
    outcome: { bookshelf: { result: 2 }, shelf: { result: 3 } },
  },
  {
    code: 'values of boolean, date and time columns on SQLite',
    bookshelf: 'come as the driver gives them: 1, a number',
    shelf: 'come as `true`, a `Date`',
    spec: 'SQLite decodes by the column’s declared type (boolean, date, datetime, timestamp, json, decimal, blob)',
    program: async ({ db }) => {
      await posts(db)
        .forge({ title: 'New', pinned: true, created_at: new Date(0) })
        .save();
      const post = await posts(db).forge({ title: 'New' }).fetch({ require: true });
      return [post.get('pinned'), post.get('created_at')];
    },
    outcome: { bookshelf: { result: [1, 0] }, shelf: { result: [true, 'a time'] } },
  },
  {
    code: 'statements of one `fetch`',
    bookshelf: 'one SELECT',
    shelf: 'one SELECT, and before the first on a table, its description',
    spec: 'A table is described once, on first use, from the catalogue; no other query is added to a fetch.',
    program: async ({ db }) => {
      const first = await statementsOf(db, async () => authors(db).forge({ id: 1 }).fetch());
      const second = await statementsOf(db, async () => authors(db).forge({ id: 1 }).fetch());
      return [first.length > 1, second.length];
    },
    outcome: { bookshelf: { result: [false, 1] }, shelf: { result: [true, 1] } },
  },
];
