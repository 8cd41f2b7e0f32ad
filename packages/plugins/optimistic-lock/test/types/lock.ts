// Optimistic locks, wherever they may be said, and what comes with them.
import { createShelf, type PrimaryKey, type ShelfError } from '@shelf/core';
import { optimisticLock, StaleModelError, type OptimisticLock } from '@shelf/optimistic-lock';
import { is, type Equal } from './fixtures/equal.js';

export const db = createShelf({ client: 'sqlite3', plugins: [optimisticLock()] });

export interface BookRow {
  id: PrimaryKey<number>;
  title: string;
  version: number;
}
export class Book extends db.Model<BookRow> {
  static override tableName = 'books';
  static override optimisticLock = true;
}
export class Page extends db.Model<BookRow> {
  static override optimisticLock = 'lock_version';
}
export const Note = db.Model.of<BookRow>().extend({
  optimisticLock: 'version',
  shout() {
    return this.get('title').toUpperCase();
  },
});

export async function use(book: Book, said: OptimisticLock) {
  const saved = await book.save({ title: 'x' }, { checkVersion: false, patch: true });
  is<Equal<typeof saved, Book>>();
  await book.destroy({ checkVersion: false, require: true });
  book.optimisticLock = said;
  new Note().shout().trim();
  await book.save().catch((error: unknown) => {
    if (!(error instanceof StaleModelError)) throw error;
    is<Equal<typeof error.expected, number | null>>();
    is<Equal<typeof error.actual, number | null>>();
    const shelfs: ShelfError = error;
    return shelfs.code;
  });

  // @ts-expect-error a boolean
  await book.save({}, { checkVersion: 'no' });
  // @ts-expect-error no such option of a fetch
  await book.fetch({ checkVersion: false });
}

// @ts-expect-error true, or a name
class Wrong extends db.Model<BookRow> {
  static override optimisticLock = 7;
}
new Wrong();
// @ts-expect-error true, or a name
db.Model.of<BookRow>().extend({ optimisticLock: { column: 'version' } });
