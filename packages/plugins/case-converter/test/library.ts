import { createShelf, type Dialect, type Plugin, type PrimaryKey, type Shelf } from '@shelf/core';
import { relations } from '@shelf/relations';
import { sqlite } from '@shelf/sqlite';
import { caseConverter } from '../src/index.js';

export interface AuthorRow {
  authorId: PrimaryKey<number>;
  fullName: string | null;
  eMail: string | null;
  bornOn: string | null;
  isAlive: boolean | null;
  createdAt: Date | null;
  updatedAt: Date | null;
}
export interface BookRow {
  id: PrimaryKey<number>;
  authorAuthorId: number | null;
  bookTitle: string | null;
  pageCount: number | null;
  extraData: unknown;
}
export interface ShelfMarkRow {
  id: PrimaryKey<number>;
  markName: string | null;
}
export interface CopyRow {
  branchCode: PrimaryKey<string>;
  copyNo: PrimaryKey<number>;
  bookId: number | null;
  shelfPlace: string | null;
}
export interface LoanRow {
  id: PrimaryKey<number>;
  branchCode: string | null;
  copyNo: number | null;
  lentTo: string | null;
}
export interface NoteRow {
  id: PrimaryKey<number>;
  notedThingType: string | null;
  notedThingId: number | null;
  noteText: string | null;
}

export const inMemory = (): Dialect => sqlite({ filename: ':memory:', driver: 'better-sqlite3' });

async function makeTables({ knex }: Shelf): Promise<void> {
  await knex.schema.createTable('authors', (t) => {
    t.increments('author_id');
    t.string('full_name');
    t.string('e_mail').unique();
    t.date('born_on');
    t.boolean('is_alive');
    t.datetime('created_at', { precision: 3 });
    t.datetime('updated_at', { precision: 3 });
  });
  await knex.schema.createTable('books', (t) => {
    t.increments('id');
    t.integer('author_author_id').unsigned();
    t.string('book_title').notNullable();
    t.integer('page_count').defaultTo(1);
    t.json('extra_data');
  });
  await knex.schema.createTable('shelf_marks', (t) => {
    t.increments('id');
    t.string('mark_name');
  });
  await knex.schema.createTable('books_shelf_marks', (t) => {
    t.integer('book_id');
    t.integer('shelf_mark_id');
    t.integer('sort_order');
  });
  await knex.schema.createTable('copies', (t) => {
    t.string('branch_code', 10);
    t.integer('copy_no');
    t.primary(['branch_code', 'copy_no']);
    t.integer('book_id');
    t.string('shelf_place');
  });
  await knex.schema.createTable('loans', (t) => {
    t.increments('id');
    t.string('branch_code', 10);
    t.integer('copy_no');
    t.string('lent_to');
  });
  await knex.schema.createTable('notes', (t) => {
    t.increments('id');
    t.string('noted_thing_type');
    t.integer('noted_thing_id');
    t.string('note_text');
  });
}

/** Models in camelCase on tables in snake_case: every kind of relation, keys of one part and of two. */
export function makeModels(db: Shelf) {
  class Author extends db.Model<AuthorRow> {
    static override tableName = 'authors';
    static override idAttribute = 'authorId';
    static override hasTimestamps = true;
    books() {
      return this.hasMany(Book);
    }
    copies() {
      return this.hasMany(Copy).through(Book);
    }
    notes() {
      return this.morphMany(Note, 'notedThing');
    }
  }
  class Book extends db.Model<BookRow> {
    static override tableName = 'books';
    author() {
      return this.belongsTo(Author);
    }
    marks() {
      return this.belongsToMany(Mark).withPivot(['sortOrder']);
    }
    copies() {
      return this.hasMany(Copy);
    }
    note() {
      return this.morphOne(Note, 'notedThing');
    }
  }
  class Mark extends db.Model<ShelfMarkRow> {
    static override tableName = 'shelf_marks';
    books() {
      return this.belongsToMany(Book);
    }
  }
  class Copy extends db.Model<CopyRow> {
    static override tableName = 'copies';
    static override idAttribute = ['branchCode', 'copyNo'];
    book() {
      return this.belongsTo(Book);
    }
    loans() {
      return this.hasMany(Loan, ['branchCode', 'copyNo']);
    }
  }
  class Loan extends db.Model<LoanRow> {
    static override tableName = 'loans';
    copy() {
      return this.belongsTo(Copy, ['branchCode', 'copyNo']);
    }
  }
  class Note extends db.Model<NoteRow> {
    static override tableName = 'notes';
    notedThing() {
      return this.morphTo('notedThing', Author, Book);
    }
  }
  return { Author, Book, Mark, Copy, Loan, Note };
}

export type Models = ReturnType<typeof makeModels>;

/** A library with two authors, three books and what belongs to them. */
async function fill({ knex }: Shelf): Promise<void> {
  await knex('authors').insert([
    { full_name: 'Jane Austen', e_mail: 'jane@example.org', born_on: '1775-12-16', is_alive: false },
    { full_name: 'Ada Lovelace', e_mail: 'ada@example.org', born_on: '1815-12-10', is_alive: false },
  ]);
  await knex('books').insert([
    { author_author_id: 1, book_title: 'Emma', page_count: 474 },
    { author_author_id: 1, book_title: 'Persuasion', page_count: 249 },
    { author_author_id: 2, book_title: 'Notes', page_count: 66 },
  ]);
  await knex('shelf_marks').insert([{ mark_name: 'A1' }, { mark_name: 'B2' }]);
  await knex('books_shelf_marks').insert([
    { book_id: 1, shelf_mark_id: 1, sort_order: 5 },
    { book_id: 1, shelf_mark_id: 2, sort_order: 3 },
    { book_id: 2, shelf_mark_id: 2, sort_order: 1 },
  ]);
  await knex('copies').insert([
    { branch_code: 'N', copy_no: 1, book_id: 1, shelf_place: 'left' },
    { branch_code: 'S', copy_no: 1, book_id: 1, shelf_place: 'right' },
  ]);
  await knex('loans').insert([{ branch_code: 'N', copy_no: 1, lent_to: 'Eve' }]);
  await knex('notes').insert([
    { noted_thing_type: 'books', noted_thing_id: 1, note_text: 'worn' },
    { noted_thing_type: 'authors', noted_thing_id: 1, note_text: 'famous' },
  ]);
}

/** The statements that Shelf runs while `work` does. */
export async function statementsOf(db: Shelf, work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const listener = ({ sql }: { readonly sql: string }): void => void statements.push(sql);
  db.on('query', listener);
  await work();
  db.off('query', listener);
  return statements;
}

/** Runs a test in a library of its own. */
export async function withLibrary<T>(
  work: (models: Models, db: Shelf) => Promise<T>,
  {
    dialect = inMemory(),
    plugins = [relations(), caseConverter()],
  }: { dialect?: Dialect; plugins?: Plugin<never>[] } = {},
): Promise<T> {
  const db = createShelf({ dialect, plugins });
  try {
    await makeTables(db);
    await fill(db);
    return await work(makeModels(db), db);
  } finally {
    await db.destroy();
  }
}
