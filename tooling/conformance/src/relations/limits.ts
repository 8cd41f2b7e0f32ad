import type { Knex } from 'knex';
import { withBlog, type Blog } from './blog.js';
import { counted, define, labelsOf, limitedQueries, type Entity, type RelationHarness } from './entities.js';

type Constraint = (qb: Knex.QueryBuilder) => unknown;

const ofUsers = (blog: Blog, constraint: Constraint): Promise<Entity[]> =>
  blog.User.forge()
    .orderBy('id')
    .fetchAll({ withRelated: [{ posts: constraint }] })
    .then(({ models }) => models);

const postIds = (users: readonly Entity[]): unknown[] => users.map((user) => labelsOf(user.toJSON()['posts'], 'id'));

/** A limit, an offset and an order are each parent's own. */
export function limitsSuite(harness: RelationHarness): void {
  test.each<[string, Constraint, unknown[][]]>([
    ['a limit', (qb) => qb.orderBy('id').limit(2), [[1, 2], [4, 5], []]],
    ['a limit in descending order', (qb) => qb.orderBy('id', 'desc').limit(2), [[3, 2], [5, 4], []]],
    ['a limit and an offset', (qb) => qb.orderBy('id').limit(1).offset(1), [[2], [5], []]],
    ['an offset', (qb) => qb.orderBy('id').offset(2), [[3], [], []]],
    ['a limit with a condition', (qb) => qb.where('id', '>', 1).orderBy('id').limit(1), [[2], [4], []]],
    ['a limit with a raw order', (qb) => qb.orderByRaw('id % ? desc, id', [2]).limit(2), [[1, 3], [5, 4], []]],
    ['a limit without an order', (qb) => qb.limit(1), [[1], [4], []]],
  ])('%s, in one query of all users', (_name, constraint, ids) =>
    withBlog(harness, async (blog) => {
      const { value, queries } = await counted(blog.db, async () => ofUsers(blog, constraint));
      expect(postIds(value)).toEqual(ids);
      expect(queries).toBe(1 + limitedQueries(harness, 3));
    }),
  );

  test('where NULL comes in an order is each parent’s too, with a limit and without', () =>
    withBlog(harness, async ({ db, Post }) => {
      await db.knex('posts').whereIn('id', [2, 4]).update({ title: null });
      const Ordered = define(db, 'users', {
        first() {
          return this.hasMany(Post, 'user_id').orderBy('title', 'asc', { nulls: 'first' }).orderBy('id');
        },
        last() {
          return this.hasMany(Post, 'user_id')
            .orderBy('title', { nulls: 'last' })
            .query((qb) => qb.limit(2));
        },
      });
      const users = (
        await Ordered.forge()
          .orderBy('id')
          .fetchAll({ withRelated: ['first', 'last'] })
      ).toJSON() as Record<string, unknown>[];
      expect(users.map(({ first }) => labelsOf(first, 'id'))).toEqual([[2, 1, 3], [4, 5], []]);
      expect(users.map(({ last }) => labelsOf(last, 'id'))).toEqual([[1, 3], [5, 4], []]);
    }));

  test('an order, in one query', () =>
    withBlog(harness, async (blog) => {
      const { value, queries } = await counted(blog.db, async () => ofUsers(blog, (qb) => qb.orderBy('title', 'desc')));
      expect(postIds(value)).toEqual([[3, 2, 1], [5, 4], []]);
      expect(queries).toBe(2);
    }));

  test('with distinct: one query for each parent that has a key', () =>
    withBlog(harness, async (blog) => {
      const distinct: Constraint = (qb) => qb.distinct('posts.id', 'posts.user_id').orderBy('posts.id').limit(2);
      const { value, queries } = await counted(blog.db, async () => ofUsers(blog, distinct));
      expect(postIds(value)).toEqual([[1, 2], [4, 5], []]);
      expect(queries).toBe(4);
    }));

  test('through a pivot, in the order of one of its columns', () =>
    withBlog(harness, async ({ db, Post }) => {
      const lightest: Constraint = (qb) => qb.orderBy('posts_tags.weight').limit(2);
      const { value, queries } = await counted(db, async () =>
        Post.forge()
          .query((qb) => qb.whereIn('id', [1, 2, 4]).orderBy('id'))
          .fetchAll({ withRelated: [{ tags: lightest }] }),
      );
      expect(value.toJSON().map(({ tags }) => labelsOf(tags, '_pivot_weight'))).toEqual([[1, 2], [], [8, 9]]);
      expect(value.toJSON().map(({ tags }) => labelsOf(tags, 'name'))).toEqual([['y', 'z'], [], ['x', 'y']]);
      expect(queries).toBe(1 + limitedQueries(harness, 3));
    }));

  test('of a morph', () =>
    withBlog(harness, async ({ db, Post }) => {
      await db.knex('photos').insert({ id: 6, url: 'two.png', imageable_type: 'posts', imageable_id: 1 });
      const { value, queries } = await counted(db, async () =>
        Post.forge()
          .query((qb) => qb.whereIn('id', [1, 4]).orderBy('id'))
          .fetchAll({ withRelated: [{ photos: (qb: Knex.QueryBuilder) => qb.orderBy('id', 'desc').limit(1) }] }),
      );
      expect(value.toJSON().map(({ photos }) => labelsOf(photos, 'url'))).toEqual([['two.png'], ['four.png']]);
      expect(queries).toBe(1 + limitedQueries(harness, 2));
    }));

  test('that the relation itself declares', () =>
    withBlog(harness, async ({ db, Post }) => {
      const Writer = define(db, 'users', {
        latest() {
          return this.hasMany(Post, 'user_id').query((qb) => qb.orderBy('posts.id', 'desc').limit(1));
        },
      });
      const { value, queries } = await counted(db, async () =>
        Writer.forge()
          .orderBy('id')
          .fetchAll({ withRelated: ['latest'] }),
      );
      expect(value.toJSON().map(({ latest }) => labelsOf(latest, 'id'))).toEqual([[3], [5], []]);
      expect(queries).toBe(1 + limitedQueries(harness, 3));
    }));

  test('nested', () =>
    withBlog(harness, async ({ db, User }) => {
      const withRelated = {
        posts: (qb: Knex.QueryBuilder) => qb.orderBy('id').limit(1),
        'posts.comments': (qb: Knex.QueryBuilder) => qb.orderBy('id', 'desc').limit(1),
      };
      const { value, queries } = await counted(db, async () => User.forge().orderBy('id').fetchAll({ withRelated }));
      const comments = value.toJSON().map(({ posts }) => labelsOf(labelsOf(posts, 'comments'), 'id'));
      expect(comments).toEqual([[[2]], [[3]], []]);
      expect(queries).toBe(1 + limitedQueries(harness, 3) + limitedQueries(harness, 2));
    }));
}
