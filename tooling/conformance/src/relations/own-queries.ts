import type { Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { withBlog } from './blog.js';
import { define, labelsOf, withRelations, type Entity, type EntityClass, type RelationHarness } from './entities.js';

interface Library {
  readonly Post: EntityClass;
}

/** Two posts that have tags over rows with keys of their own; the first has one tag twice. */
async function withLibrary(harness: RelationHarness, work: (library: Library) => Promise<void>): Promise<void> {
  await withRelations(harness, async (db) => {
    const { knex } = db;
    await knex.schema.createTable('posts', (table) => void table.integer('id').primary());
    await knex.schema.createTable('tags', (table) => {
      table.integer('id').primary();
      table.string('name');
    });
    await knex.schema.createTable('posts_tags', (table) => {
      for (const name of ['id', 'post_id', 'tag_id']) table.integer(name);
    });
    await knex('posts').insert([{ id: 1 }, { id: 2 }, { id: 3 }]);
    await knex('tags').insert(['a', 'b'].map((name, i) => ({ id: i + 1, name })));
    const pairs = [
      [1, 1],
      [1, 1],
      [1, 2],
      [2, 2],
    ] as const;
    await knex('posts_tags').insert(pairs.map(([post_id, tag_id], id) => ({ id, post_id, tag_id })));
    const Tag = define(db, 'tags');
    const Post = define(db, 'posts', {
      tags() {
        return this.belongsToMany(Tag);
      },
      grouped() {
        return this.belongsToMany(Tag).query((qb) => qb.groupBy('tags.id').orderBy('id'));
      },
      distinct() {
        return this.belongsToMany(Tag).query((qb) => qb.distinct('tags.*').orderBy('id'));
      },
      latest() {
        return this.belongsToMany(Tag).query((qb) => qb.orderBy('id', 'desc').limit(1));
      },
      others() {
        return this.belongsToMany(Tag).query((qb) => qb.where('name', '<>', 'a').orderBy('id'));
      },
      latestByName() {
        const named = (qb: Knex.QueryBuilder): unknown =>
          qb.select('tags.*', 'tags.name as title').orderBy('title', 'desc').limit(1);
        return this.belongsToMany(Tag).query(named);
      },
    });
    await work({ Post });
  });
}

const idsOf = (related: unknown): unknown => labelsOf((related as Entity).toJSON(), 'id');

/** What relations' own queries hold: of each parent, however it is asked for. */
export function ownQueriesSuite(harness: RelationHarness): void {
  test.each([
    ['grouped', [[1, 2], [2], []]],
    ['distinct', [[1, 2], [2], []]],
    ['latest', [[2], [2], []]],
    ['others', [[2], [2], []]],
    ['latestByName', [[2], [2], []]],
  ] as const)('%s, where both tables have an id', (name, ids) =>
    withLibrary(harness, async ({ Post }) => {
      const counts = ids.map(({ length }) => length);
      const posts = await Post.forge()
        .orderBy('id')
        .fetchAll({ withRelated: [name], withCount: [name] });
      expect(posts.models.map((post) => idsOf(post.related(name)))).toEqual(ids);
      expect(posts.models.map((post) => post.get(`${name}_count`))).toEqual(counts);
      const alone: unknown[] = [];
      for (const { id } of posts.models)
        alone.push(idsOf(await new Post({ id }).related(name).fetch({ batch: false })));
      expect(alone).toEqual(ids);
      const having = await Post.forge().whereHas(name).orderBy('id').fetchAll();
      expect(having.models.map(({ id }) => id)).toEqual([1, 2]);
    }),
  );

  test('a constraint may order by a name without its table, and limit', () =>
    withLibrary(harness, async ({ Post }) => {
      const tags = (qb: Knex.QueryBuilder): unknown => qb.orderBy('id', 'desc').limit(1);
      const posts = await Post.forge()
        .orderBy('id')
        .fetchAll({ withRelated: [{ tags }], withCount: [{ tags }] });
      expect(posts.models.map((post) => idsOf(post.related('tags')))).toEqual([[2], [2], []]);
      expect(posts.models.map((post) => post.get('tags_count'))).toEqual([1, 1, 0]);
    }));

  const latestOf = (db: Shelf, Post: EntityClass, order: string): EntityClass =>
    define(db, 'users', {
      latest() {
        return this.hasMany(Post, 'user_id').query((qb) => qb.orderBy('id', order).limit(1));
      },
    });
  const having = async (User: EntityClass): Promise<unknown[]> =>
    (await User.forge().whereHas('latest.comments').orderBy('id').fetchAll()).models.map(({ id }) => id);

  if (harness.windowFunctions === false) {
    test('what is related to limited rows cannot be asked for without window functions', () =>
      withBlog(harness, async ({ db, Post }) => {
        await expect(having(latestOf(db, Post, 'asc'))).rejects.toThrow('no window functions');
      }));
  } else {
    test('what is related to limited rows is related to those alone', () =>
      withBlog(harness, async ({ db, Post, Comment }) => {
        // Comments are on the posts 1 and 4, which are the first ones of Ada and Bob.
        expect(await having(latestOf(db, Post, 'asc'))).toEqual([1, 2]);
        expect(await having(latestOf(db, Post, 'desc'))).toEqual([]);
        await new Comment({ id: 9, post_id: 5, body: 'comment 9' }).save(null, { method: 'insert' });
        expect(await having(latestOf(db, Post, 'desc'))).toEqual([2]);
      }));
  }

  test('one row of all, for each parent: it is fetched, and not asked for', () =>
    withBlog(harness, async ({ db, Post }) => {
      const User = define(db, 'users', {
        last() {
          return this.hasOne(Post, 'user_id').query((qb) => qb.max('posts.id as last'));
        },
      });
      expect((await new User({ id: 1 }).related('last').fetch())?.get('last')).toBe(3);
      const users = await User.forge()
        .orderBy('id')
        .fetchAll({ withRelated: ['last'] });
      expect(users.models.map((user) => user.related('last').get('last'))).toEqual([3, 5, null]);
      for (const ask of [User.forge().whereHas('last').fetchAll(), User.forge().fetchAll({ withCount: ['last'] })])
        await expect(ask).rejects.toMatchObject({ code: 'INVALID_RELATION' });
    }));
}
