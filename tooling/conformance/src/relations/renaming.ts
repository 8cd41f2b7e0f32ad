import type { Shelf } from '@shelf/core';
import { fill, makeBlog } from './blog.js';
import {
  counted,
  define,
  labelsOf,
  withRelations,
  type EntityClass,
  type RelationHarness,
  type Row,
} from './entities.js';

const renamed = (rename: (name: string) => string) => (row: Row) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [rename(name), value]));

/** Models that say `userId` where their table says `user_id`. */
const camel = {
  parse: renamed((name) => name.replace(/(?<=[a-z])_([a-z])/g, (_, letter: string) => letter.toUpperCase())),
  format: renamed((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
};

interface Models {
  readonly Writer: EntityClass;
  readonly Post: EntityClass;
  readonly Photo: EntityClass;
}

async function makeModels(db: Shelf): Promise<Models> {
  await makeBlog(db);
  await fill(db, {
    users: [
      { id: 1, name: 'Ada' },
      { id: 2, name: 'Bob' },
    ],
    posts: [1, 1, 2].map((user_id, i) => ({ id: i + 1, title: `post ${i + 1}`, user_id })),
    tags: [{ id: 1, name: 'x' }],
    posts_tags: [{ post_id: 2, tag_id: 1, weight: 5 }],
    photos: [{ id: 1, url: 'one.png', imageable_type: 'posts', imageable_id: 1 }],
  });
  const Tag = define(db, 'tags', camel);
  const Writer: EntityClass = define(db, 'users', {
    ...camel,
    posts() {
      return this.hasMany(Post);
    },
  });
  const Post: EntityClass = define(db, 'posts', {
    ...camel,
    user() {
      return this.belongsTo(Writer);
    },
    tags() {
      return this.belongsToMany(Tag).withPivot(['weight']);
    },
    photos() {
      return this.morphMany(Photo, 'imageable');
    },
  });
  const Photo: EntityClass = define(db, 'photos', {
    ...camel,
    imageable() {
      return this.morphTo('imageable', Post);
    },
  });
  return { Writer, Post, Photo };
}

/** Models whose attributes are called otherwise than their columns. */
export function renamingSuite(harness: RelationHarness): void {
  test('eager: hasMany, belongsTo, belongsToMany and morphMany', () =>
    withRelations(harness, async (db) => {
      const { Writer } = await makeModels(db);
      const { value, queries } = await counted(db, async () =>
        Writer.forge()
          .orderBy('id')
          .fetchAll({ withRelated: ['posts.user', 'posts.tags', 'posts.photos'] }),
      );
      const ada = { id: 1, name: 'Ada' };
      const tag = { id: 1, name: 'x', _pivot_post_id: 2, _pivot_tag_id: 1, _pivot_weight: 5 };
      const photo = { id: 1, url: 'one.png', imageableType: 'posts', imageableId: 1 };
      const [first, second] = value.toJSON();
      expect(first).toEqual({
        ...ada,
        posts: [
          { id: 1, title: 'post 1', userId: 1, user: ada, tags: [], photos: [photo] },
          { id: 2, title: 'post 2', userId: 1, user: ada, tags: [tag], photos: [] },
        ],
      });
      expect(labelsOf(second?.['posts'], 'userId')).toEqual([2]);
      expect(queries).toBe(5);
    }));

  test('morphTo, eager and lazy', () =>
    withRelations(harness, async (db) => {
      const { Photo } = await makeModels(db);
      const eager = await Photo.forge({ id: 1 }).fetch({ withRelated: ['imageable.user'] });
      expect(eager?.toJSON()['imageable']).toMatchObject({ title: 'post 1', userId: 1, user: { name: 'Ada' } });
      const lazy = await Photo.forge({ id: 1 }).fetch();
      expect((await lazy?.related('imageable').fetch())?.get('userId')).toBe(1);
    }));

  test('lazy: hasMany and belongsTo', () =>
    withRelations(harness, async (db) => {
      const { Writer, Post } = await makeModels(db);
      const posts = await Writer.forge({ id: 1 }).related('posts').fetch();
      expect(posts?.models.map((post) => post.get('userId'))).toEqual([1, 1]);
      const post = await Post.forge({ id: 3 }).fetch();
      expect((await post?.related('user').fetch())?.get('name')).toBe('Bob');
      expect((await Post.forge({ userId: 2 }).related('user').fetch())?.get('name')).toBe('Bob');
    }));
}
