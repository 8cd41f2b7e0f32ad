import { AsyncLocalStorage } from 'node:async_hooks';
import { createShelf, type Shelf } from '@shelf/core';
import { sqlite } from '@shelf/sqlite';
import { relations } from '../src/index.js';

/** Who calls: each has tables of its own. */
const caller = new AsyncLocalStorage<string>();
let db: Shelf;

beforeEach(async () => {
  db = createShelf({ dialect: sqlite({ filename: ':memory:', driver: 'better-sqlite3' }), plugins: [relations()] });
  for (const who of ['a', 'b']) {
    await db.knex.schema.createTable(`${who}_users`, (t) => void t.increments('id'));
    await db.knex.schema.createTable(`${who}_posts`, (t) => {
      t.increments('id');
      t.integer('user_id');
      t.string('text');
    });
    await db.knex.schema.createTable(`${who}_links`, (t) => {
      t.integer('user_id');
      t.integer('post_id');
    });
    await db.knex(`${who}_users`).insert([{ id: 1 }, { id: 2 }]);
    await db.knex(`${who}_posts`).insert([1, 2].map((id) => ({ id, user_id: id, text: `${who}${id}` })));
    await db.knex(`${who}_links`).insert([1, 2].map((id) => ({ user_id: id, post_id: id })));
  }
});

afterEach(() => db.destroy());

/** The classes, whose tables are their caller's: said by a getter of the class, of its instances, or by a class field. */
const ways: Record<string, (table: string) => typeof db.Model> = {
  'a static getter': (table) =>
    class extends db.Model {
      static override get tableName() {
        return `${caller.getStore()}_${table}`;
      }
    },
  'a getter': (table) =>
    class extends db.Model {
      override get tableName() {
        return `${caller.getStore()}_${table}`;
      }
    },
  'a class field': (table) =>
    class extends db.Model {
      override tableName = `${caller.getStore()}_${table}`;
    },
};

test.each(Object.keys(ways))('tables that %s says are each caller’s, by every way to read', async (way) => {
  const make = ways[way]!;
  const Post = make('posts');
  class User extends (make('users') as ReturnType<typeof db.Model.of<{ id: number }>>) {
    posts() {
      return this.hasMany(Post as never, 'user_id');
    }
    linked() {
      return this.belongsToMany(Post as never, `${caller.getStore()}_links`, 'user_id', 'post_id');
    }
  }
  const textsOf = (list: unknown): unknown => (list as { pluck(name: string): unknown }).pluck('text');
  const read = (who: string): Promise<unknown> =>
    caller.run(who, async () => {
      const users = await User.fetchAll({ withRelated: ['posts'] as never });
      const eager = users.map((user) => textsOf(user.related('posts' as never)));
      const lazy = await Promise.all(
        users.map(async (user) => textsOf(await (user.related('linked' as never) as typeof users).fetch())),
      );
      const having = await User.whereHas(
        'posts' as never,
        (query: { where(...args: unknown[]): unknown }) => void query.where('text', `${who}1`),
      ).count();
      const collection = Post.collection();
      await collection.fetch();
      return [eager, lazy, having, textsOf(collection), textsOf(await Post.fetchAll()), await Post.count()];
    });
  const expected = (who: string): unknown => {
    const [one, two] = [`${who}1`, `${who}2`];
    return [[[one], [two]], [[one], [two]], 1, [one, two], [one, two], 2];
  };
  expect(await Promise.all(['a', 'b', 'a'].map(read))).toEqual(['a', 'b', 'a'].map(expected));
});
