import { authors, posts } from '../programs/tables.js';
import { statementsOf, verbs } from '../statements.js';
import type { Difference } from './difference.js';

const CHANGED =
  'an update writes what changed since the last sync … when nothing changed no UPDATE is sent and `updated_at` stays.';

export const savingDifferences: readonly Difference[] = [
  {
    code: '`model.save()` of a fetched model',
    bookshelf: 'writes all attributes',
    shelf: 'writes what changed since the last sync',
    spec: CHANGED,
    program: async ({ db }) => {
      const author = await authors(db).forge({ id: 1 }).fetch({ require: true });
      await db.knex('authors').where({ id: 1 }).update({ country: 'written elsewhere' });
      await author.save({ born: 1 });
      return (await db.knex('authors').where({ id: 1 }).pluck('country')) as unknown;
    },
    outcome: { bookshelf: { result: ['uk'] }, shelf: { result: ['written elsewhere'] } },
  },
  {
    code: '`model.save()` when nothing has changed',
    bookshelf: 'sends an UPDATE',
    shelf: 'sends nothing',
    spec: CHANGED,
    program: async ({ db }) => {
      const author = await authors(db).forge({ id: 1 }).fetch({ require: true });
      return verbs(await statementsOf(db, async () => author.save()));
    },
    outcome: { bookshelf: { result: ['UPDATE', 'SELECT'] }, shelf: { result: [] } },
  },
  {
    code: 'the model after an insert or update',
    bookshelf: 'is read again by a second query, and has every column',
    shelf: 'has what was set, its key and what the database filled in; `{autoRefresh: true}` reads it again',
    spec: 'a key the caller set before insert is kept; otherwise the database’s generated key is read back … `{autoRefresh}`',
    program: async ({ db }) => {
      await posts(db).count();
      const post = posts(db).forge({ title: 'New' });
      const sent = verbs(await statementsOf(db, async () => post.save()));
      return [sent, Object.keys(post.attributes).sort()];
    },
    outcome: {
      bookshelf: {
        result: [
          ['INSERT', 'SELECT'],
          ['author_id', 'created_at', 'id', 'pinned', 'state', 'title', 'updated_at'],
        ],
      },
      shelf: { result: [['INSERT'], ['id', 'state', 'title']] },
    },
  },
  {
    code: '`model.destroy()` of a row that does not exist',
    bookshelf: 'rejects with `NoRowsDeletedError`; `{require: false}` lets it pass',
    shelf: 'passes; `{require: true}` rejects',
    spec: '`destroy` clears the model; no row deleted rejects with `NoRowsDeletedError` only when `{require: true}`.',
    program: async ({ db }) => (await authors(db).forge({ id: 99 }).destroy()).isNew(),
    outcome: { bookshelf: { error: 'NoRowsDeletedError' }, shelf: { result: true } },
  },
  {
    code: 'an update or destroy without key and `where`',
    bookshelf: 'rejects with an `Error`',
    shelf: 'rejects with `UndefinedBindingError`; `{all: true}` means every row',
    spec: 'an update or destroy with neither key nor `where` rejects before any SQL is sent.',
    program: async ({ db }) => [
      await authors(db)
        .forge({ born: 1 })
        .save(null, { method: 'update' })
        .catch((error: unknown) => error),
      await authors(db)
        .forge({ born: 1 })
        .destroy()
        .catch((error: unknown) => error),
    ],
    outcome: {
      bookshelf: { result: [{ error: 'Error' }, { error: 'Error' }] },
      shelf: { result: [{ error: 'UndefinedBindingError' }, { error: 'UndefinedBindingError' }] },
    },
  },
  {
    code: 'an error of the database',
    bookshelf: 'is the driver’s own `Error`',
    shelf: 'is a class of Shelf, the same on every database: `UniqueViolationError`, `NotNullViolationError` …',
    spec: 'Drivers’ own errors are translated by the dialect, same class for same fault on every database.',
    program: async ({ db }) => [
      await authors(db)
        .forge({ name: 'Ada' })
        .save()
        .catch((error: unknown) => error),
      await authors(db)
        .forge({ name: null })
        .save()
        .catch((error: unknown) => error),
    ],
    outcome: {
      bookshelf: { result: [{ error: 'Error' }, { error: 'Error' }] },
      shelf: { result: [{ error: 'UniqueViolationError' }, { error: 'NotNullViolationError' }] },
    },
  },
  {
    code: '`error.code`, `error.message` and what else a driver’s error has',
    bookshelf: 'are the driver’s: `SQLITE_CONSTRAINT`, `23505`, `ER_DUP_ENTRY`',
    shelf: 'are Shelf’s: `UNIQUE_VIOLATION`; the driver’s error is `error.cause`',
    spec: 'all `ShelfError` with a stable `code` (the name in capitals: `UNIQUE_VIOLATION`), the model, table, query and `cause`',
    program: async ({ db }) => {
      const error: unknown = await authors(db)
        .forge({ name: 'Ada' })
        .save()
        .catch((reason: unknown) => reason);
      return [Reflect.get(error as object, 'code'), Reflect.get((error as { cause?: object }).cause ?? {}, 'code')];
    },
    outcome: {
      bookshelf: { result: ['SQLITE_CONSTRAINT', 'undefined'] },
      shelf: { result: ['UNIQUE_VIOLATION', 'SQLITE_CONSTRAINT'] },
    },
  },
  {
    code: '`error.message` of a row that is not there',
    bookshelf: 'is `EmptyResponse`, `No Rows Updated` or `No Rows Deleted`',
    shelf:
      'says of which model and table; `error.code` is `NOT_FOUND`, `EMPTY`, `NO_ROWS_UPDATED`, `NO_ROWS_DELETED`, and the classes are called as they were',
    spec: 'One exported class each, … all `ShelfError` with a stable `code`',
    program: async ({ db }) =>
      authors(db)
        .forge({ id: 99 })
        .fetch({ require: true })
        .catch((error: Error) => error.message),
    outcome: {
      bookshelf: { result: 'EmptyResponse' },
      shelf: { result: "Model not found in table 'authors' by 'id'" },
    },
  },
  {
    code: 'a fetched model whose key is changed',
    bookshelf: 'updates the row of the new key, of which there is none',
    shelf: 'finds its row by the key that it was read with, and changes that',
    spec: CHANGED,
    program: async ({ db }) => {
      const author = await authors(db).forge({ id: 4 }).fetch({ require: true });
      await author.save({ id: 44 }).catch(() => undefined);
      return (await db.knex('authors').orderBy('id').pluck('id')) as unknown;
    },
    outcome: { bookshelf: { result: [1, 2, 3, 4] }, shelf: { result: [1, 2, 3, 44] } },
  },
  {
    code: '`model.previous(…)` after an awaited `destroy()`',
    bookshelf: 'is what the row had',
    shelf: 'is nothing, as the model is; in the handlers of `destroyed` it is what the row had',
    spec: 'the state is reset once they have settled.',
    program: async ({ db }) => {
      const author = await authors(db).forge({ id: 4 }).fetch({ require: true });
      await author.destroy();
      return [author.previous('name')];
    },
    outcome: { bookshelf: { result: ['Barbara'] }, shelf: { result: ['undefined'] } },
  },
  {
    code: 'an attribute without a column',
    bookshelf: 'reaches the database, whose `Error` comes back',
    shelf: 'is an `UnknownColumnError` before anything is sent',
    spec: 'One exported class each, … UnknownColumn',
    program: async ({ db }) => authors(db).forge({ name: 'Alan', nickname: 'x' }).save(),
    outcome: { bookshelf: { error: 'Error' }, shelf: { error: 'UnknownColumnError' } },
  },
  {
    code: '`defaults` with objects in them',
    bookshelf: 'are merged deeply into attributes that are objects',
    shelf: 'fill in attributes that are missing; an attribute that is set stays as it is',
    spec: '`defaults` (object or function, applied before insert only, or on update with `{defaults: true}`)',
    program: async ({ db }) => {
      const seen: unknown[] = [];
      const Author = authors(db).extend({ defaults: { country: { code: 'xx', name: 'nowhere' } } as object });
      const author = Author.forge({ name: 'Alan', country: { code: 'uk' } });
      author.on('saving', (_, attrs) => {
        seen.push(attrs['country']);
        throw new RangeError('seen enough');
      });
      await author.save().catch(() => undefined);
      return seen;
    },
    outcome: { bookshelf: { result: [{ code: 'uk', name: 'nowhere' }] }, shelf: { result: [{ code: 'uk' }] } },
  },
  {
    code: 'a save that a handler or the database refuses',
    bookshelf: 'leaves what it set on the model',
    shelf: 'puts attributes, changes and timestamps back as they were',
    spec: 'a failure cancels the action',
    program: async ({ db }) => {
      const author = await authors(db).forge({ id: 1 }).fetch({ require: true });
      await author.save({ name: 'Grace' }).catch(() => undefined);
      return [author.get('name'), author.hasChanged()];
    },
    outcome: { bookshelf: { result: ['Grace', true] }, shelf: { result: ['Ada', false] } },
  },
  {
    code: 'a model saved in a transaction that is rolled back',
    bookshelf: 'keeps the key of a row that does not exist',
    shelf: 'is as it was before, and hears `rolledback`',
    spec: '`committed`, `rolledback` on every model saved or destroyed in it, once its outermost transaction ends.',
    program: async ({ db }) => {
      const author = authors(db).forge({ name: 'Alan' });
      let heard = false;
      author.on('rolledback', () => void (heard = true));
      await db
        .transaction(async (transacting) => {
          await author.save(null, { transacting });
          throw new RangeError('no');
        })
        .catch(() => undefined);
      return [author.isNew(), heard];
    },
    outcome: { bookshelf: { result: [false, false] }, shelf: { result: [true, true] } },
  },
];
