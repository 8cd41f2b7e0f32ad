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

/** Posts 1 to 3, and tags 1 to 4, of which 4 is gone; and the SQL that reads the tags of all posts. */
async function withTags(
  work: (Post: Shelf['Model'], sent: () => readonly string[], db: Shelf) => Promise<void>,
): Promise<void> {
  const db = createShelf({ dialect: mysql(await databases.make()), plugins: [relations()] });
  try {
    await db.knex.raw('create table posts (id int primary key)');
    await db.knex.raw('create table tags (id int primary key, name varchar(20), gone boolean, post_id int)');
    await db.knex.raw('create table posts_tags (post_id int, tag_id int, weight int)');
    await db.knex.raw('create table remarks (id int primary key, tag_id int)');
    await db.knex.raw('insert into posts values (1), (2), (3)');
    await db.knex.raw(`insert into tags values (1, 'one', false, 1), (2, 'two', null, 1), (3, 'three', true, 2)`);
    await db.knex.raw('insert into remarks values (1, 1), (2, 1), (3, 3)');
    await db.knex.raw(
      'insert into posts_tags values (1, 1, 5), (1, 4, 6), (2, 4, 7), (3, 2, 8), (3, 3, 9), (4, 1, 1), (3, null, 2)',
    );
    interface Related {
      belongsToMany(target: unknown): { withPivot(name: string): unknown };
      hasMany(target: unknown): { through(target: unknown): unknown };
    }
    const Tag = db.Model.extend({ tableName: 'tags' });
    const Remark = db.Model.extend({ tableName: 'remarks' });
    const Post = db.Model.extend({
      tableName: 'posts',
      tags() {
        return (this as unknown as Related).belongsToMany(Tag).withPivot('weight');
      },
      remarks() {
        return (this as unknown as Related).hasMany(Remark).through(Tag);
      },
    });
    const sent: string[] = [];
    db.knex.on('query', ({ sql }: { sql: string }) => sent.push(sql));
    await work(Post, () => sent.filter((sql) => / join /.test(sql)), db);
  } finally {
    await db.destroy();
  }
}

interface Tagged {
  readonly id: number;
  readonly tags: readonly { readonly id: number; readonly _pivot_weight: number }[];
}

/** The posts' tags with their weights. */
async function tagsOf(Post: Shelf['Model'], related: unknown = 'tags', more: object = {}): Promise<unknown> {
  const posts = await Post.query((qb) => void qb.orderBy('id')).fetchAll({ withRelated: [related], ...more } as never);
  return (posts.toJSON() as unknown as Tagged[]).map(({ tags }) =>
    tags.map(({ id, _pivot_weight }) => `${id}:${_pivot_weight}`).toSorted(),
  );
}

const ALL = [['1:5'], [], ['2:8', '3:9']];

test('rows between are read first, and those that lead nowhere are dropped', () =>
  withTags(async (Post, sent) => {
    expect(await tagsOf(Post)).toEqual(ALL);
    const named = { tags: (qb: { where(condition: object): unknown }) => void qb.where({ name: 'two' }) };
    expect(await tagsOf(Post, named)).toEqual([[], [], ['2:8']]);
    // A condition that NULL fulfils.
    const left = { tags: (qb: { whereNull(name: string): unknown }) => void qb.whereNull('gone') };
    expect(await tagsOf(Post, left)).toEqual([[], [], ['2:8']]);
    for (const sql of sent()) expect(sql).toContain(' from `tags` right join `posts_tags` on ');
    expect(sent()).toHaveLength(3);
  }));

interface Narrowable {
  limit(count: number): Narrowable;
  orderBy(name: string): Narrowable;
  distinct(): Narrowable;
  forUpdate(): Narrowable;
  groupBy(...names: string[]): Narrowable;
  join(table: string, one: string, other: string): Narrowable;
}

test.each<[string, (qb: Narrowable) => void, unknown]>([
  ['a limit for each parent', (qb) => void qb.orderBy('tags.id').limit(1), [['1:5'], [], ['2:8']]],
  ['distinct rows', (qb) => void qb.distinct(), ALL],
  ['locks', (qb) => void qb.forUpdate(), ALL],
  ['groups', (qb) => void qb.groupBy('tags.id', 'post_id', 'tag_id', 'weight'), ALL],
  ['another join', (qb) => void qb.join('remarks', 'remarks.tag_id', 'tags.id'), [['1:5', '1:5'], [], ['3:9']]],
])('%s: the query stays as it was written', (_, narrow, expected) =>
  withTags(async (Post, sent) => {
    expect(await tagsOf(Post, { tags: narrow })).toEqual(expected);
    for (const sql of sent()) expect(sql).not.toContain('right join');
    expect(sent()).not.toEqual([]);
  }),
);

test('where a scope takes something off the rows, or the target is not joined by its key, it stays so too', () =>
  withTags(async (Post, sent, db) => {
    const read = async (name: string): Promise<unknown> =>
      (await Post.fetchAll({ withRelated: [name] } as never)).toJSON();
    expect(await read('remarks')).toMatchObject([
      { id: 1, remarks: [{ id: 1 }, { id: 2 }] },
      { id: 2, remarks: [{ id: 3 }] },
      { id: 3, remarks: [] },
    ]);
    addTaking(db);
    expect(await tagsOf(Post)).toEqual(ALL);
    expect(sent()).toHaveLength(2);
    for (const sql of sent()) expect(sql).toContain(' inner join ');
  }));

/** Gives all models a scope that looks at the rows. */
function addTaking({ Model }: Shelf): void {
  Object.assign(Model.prototype, { scopes: [{ name: 'taking', take: (rows: unknown[]) => rows.length }] });
}
