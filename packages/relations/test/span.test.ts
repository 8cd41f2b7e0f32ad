import { createShelf, type Shelf } from '@shelf/core';
import { mysql } from '@shelf/mysql';
import { useMysql } from '@shelf-tooling/servers';
import { relations } from '../src/index.js';

const databases = useMysql();

/** Authors with these ids, each with as many books as its id says, modulo 3; and what a fetch of theirs sends. */
async function withAuthors(
  ids: readonly number[],
  work: (Author: Shelf['Model'], sent: () => readonly string[]) => Promise<void>,
): Promise<void> {
  const db = createShelf({ dialect: mysql(await databases.make()), plugins: [relations()] });
  try {
    await db.knex.raw('create table authors (id bigint primary key)');
    await db.knex.raw('create table books (id int auto_increment primary key, author_id bigint)');
    await db.knex('authors').insert([...ids, 77].map((id) => ({ id })));
    const books = [...ids, 77].flatMap((id) => Array.from({ length: Math.abs(id % 3) }, () => ({ author_id: id })));
    await db.knex('books').insert([...books, { author_id: null }] as never);
    const Book = db.Model.extend({ tableName: 'books' });
    const Author = db.Model.extend({
      tableName: 'authors',
      books() {
        return (this as unknown as { hasMany(target: unknown): unknown }).hasMany(Book);
      },
    });
    const sent: string[] = [];
    db.knex.on('query', ({ sql }: { sql: string }) => sent.push(sql));
    await work(Author, () => sent.filter((sql) => sql.includes('`author_id`')));
  } finally {
    await db.destroy();
  }
}

interface Loaded {
  readonly id: number;
  readonly books: readonly { readonly author_id: number }[];
}

const BETWEEN = 'select `books`.* from `books` where `books`.`author_id` between ? and ?';
const IN = 'select `books`.* from `books` where `books`.`author_id` in (?)';

test.each<[string, readonly number[], string]>([
  ['all numbers of a range, in any order', [5, 2, 4, 3], BETWEEN],
  ['a range around 0', [-2, -1, 0, 1], BETWEEN],
  ['one', [4], BETWEEN],
  ['a range with a gap', [1, 2, 4], IN],
  ['far from each other', [1, 9_007_199_254_740_991, -9_007_199_254_740_991], IN],
])('keys that are %s', (_, ids, expected) =>
  withAuthors(ids, async (Author, sent) => {
    const loaded = await Author.query((qb) => void qb.whereIn('id', ids as number[])).fetchAll({
      withRelated: ['books'],
    } as never);
    const authors = loaded.toJSON() as unknown as Loaded[];
    expect(new Set(authors.map(({ id }) => id))).toEqual(new Set(ids));
    for (const { id, books } of authors)
      expect(books.map(({ author_id }) => author_id)).toEqual(Array.from({ length: Math.abs(id % 3) }, () => id));
    expect(sent()).toEqual([expected]);
  }),
);

test('rows that are to be locked are asked for by their keys: a lock on a range holds more than those', () =>
  withAuthors([1, 2, 3], async (Author, sent) => {
    const { shelf } = Author.prototype as unknown as { readonly shelf: Shelf };
    await shelf.transaction(async () => {
      await Author.fetchAll({ withRelated: ['books'], lock: 'forUpdate' } as never);
      await Author.fetchAll({
        withRelated: [{ books: (qb: { forShare(): unknown }) => void qb.forShare() }],
      } as never);
    });
    expect(sent().map((sql) => sql.slice(0, IN.length))).toEqual([IN, IN]);
    expect(sent()[1]).toMatch(/lock in share mode|for share/);
  }));
