import type { Shelf } from '@shelf/core';
import { generatedKey, withShelf, type DialectSettings, type Harness } from '../harness.js';
import { faultOf } from '../settling.js';

const settings: readonly (readonly [string, DialectSettings])[] = [
  ['a pool of one', { pool: { max: 1 } }],
  ['a shared database', { shared: true }],
];

/** COMMIT itself can fail: a deferred foreign key is checked there. */
export function deferredKeySuite(harness: Harness): void {
  const withBooks = (given: DialectSettings, work: (db: Shelf) => Promise<void>): Promise<void> =>
    withShelf(
      harness,
      async (db) => {
        await db.knex.raw('create table authors (id integer primary key)');
        await db.knex.raw(
          `create table books (id ${generatedKey(harness)}, author_id integer not null references authors (id) deferrable initially deferred)`,
        );
        await work(db);
      },
      {},
      given,
    );

  test.each(settings)('on %s: the transaction rejects, nothing stays, and the connection is usable', (_, given) =>
    withBooks(given, async (db) => {
      const Book = db.Model.extend({ tableName: 'books' });
      const Author = db.Model.extend({ tableName: 'authors' });
      for (let round = 0; round < 3; round++) {
        const events: string[] = [];
        const book = new Book({ author_id: 1 });
        book.on('committed', () => events.push('committed')).on('rolledback', () => events.push('rolledback'));
        const fault = await faultOf(db.transaction(async (transacting) => book.save(null, { transacting })));
        expect(fault).toBeInstanceOf(db.ForeignKeyViolationError);
        expect(fault.code).toBe('FOREIGN_KEY_VIOLATION');
        expect(fault.cause).toMatchObject({ message: expect.stringMatching(/foreign key/i) });
        expect(events).toEqual(['rolledback']);
        expect(book.isNew()).toBe(true);
        expect(await db.knex('books').pluck('id')).toEqual([]);
      }
      await db.transaction(async (transacting) => {
        await new Book({ author_id: 1 }).save(null, { transacting });
        await new Author({ id: 1 }).save(null, { transacting, method: 'insert' });
      });
      expect(await db.knex('books').pluck('author_id')).toEqual([1]);
    }),
  );

  test('by hand too: t.commit() is not the end of the connection', () =>
    withBooks({ pool: { max: 1 } }, async (db) => {
      const Book = db.Model.extend({ tableName: 'books' });
      const run = db.transaction((t) => {
        void new Book({ author_id: 1 })
          .save(null, { transacting: t })
          .then(() => Promise.resolve(t.commit()).catch(() => undefined));
      });
      expect(await faultOf(run)).toBeInstanceOf(db.ForeignKeyViolationError);
      expect(await db.transaction(async (t) => t('books').pluck('id'))).toEqual([]);
    }));

  test('and who has called it is told, in the words of every other error', () =>
    withBooks({ pool: { max: 1 } }, async (db) => {
      const Book = db.Model.extend({ tableName: 'books' });
      const t = await db.transaction();
      const book = await new Book({ author_id: 1 }).save(null, { transacting: t });
      expect(await faultOf(Promise.resolve(t.commit()))).toBeInstanceOf(db.ForeignKeyViolationError);
      expect(await faultOf(t.executionPromise)).toBeInstanceOf(db.ForeignKeyViolationError);
      // As programs do that catch what a commit rejects with.
      await t.rollback();
      expect(book.isNew()).toBe(true);
      // Who does not look is not made to.
      const other = await db.transaction();
      await new Book({ author_id: 1 }).save(null, { transacting: other });
      void other.commit();
      expect(await db.transaction(async (next) => next('books').pluck('id'))).toEqual([]);
    }));
}
