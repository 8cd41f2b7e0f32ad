import type { Shelf } from '@shelf/core';
import { define, withRelations, type EntityClass, type RelationHarness } from './entities.js';

/** Users have posts, posts have comments and tags, and photos show a user or a post. */
export interface Blog {
  readonly db: Shelf;
  readonly User: EntityClass;
  readonly Post: EntityClass;
  readonly Comment: EntityClass;
  readonly Tag: EntityClass;
  readonly Photo: EntityClass;
}

/** Makes empty tables and their models. */
export async function makeBlog(db: Shelf): Promise<Blog> {
  const tables = { users: 'name', posts: 'title', comments: 'body', tags: 'name', photos: 'url', profiles: 'motto' };
  const references: Readonly<Record<string, string>> = { posts: 'user_id', comments: 'post_id', profiles: 'user_id' };
  for (const [name, text] of Object.entries(tables)) {
    await db.knex.schema.createTable(name, (table) => {
      table.integer('id').primary();
      table.string(text);
      const reference = references[name];
      if (reference !== undefined) table.integer(reference);
      if (name !== 'photos') return;
      table.string('imageable_type');
      table.integer('imageable_id');
    });
  }
  await db.knex.schema.createTable('posts_tags', (table) => {
    table.integer('post_id');
    table.integer('tag_id');
    table.integer('weight');
  });
  return { db, ...modelsOf(db) };
}

function modelsOf(db: Shelf): Omit<Blog, 'db'> {
  const Profile = define(db, 'profiles');
  const User: EntityClass = define(db, 'users', {
    posts() {
      return this.hasMany(Post);
    },
    profile() {
      return this.hasOne(Profile);
    },
    photo() {
      return this.morphOne(Photo, 'imageable');
    },
  });
  const Post: EntityClass = define(db, 'posts', {
    user() {
      return this.belongsTo(User);
    },
    comments() {
      return this.hasMany(Comment);
    },
    tags() {
      return this.belongsToMany(Tag).withPivot(['weight']);
    },
    photos() {
      return this.morphMany(Photo, 'imageable');
    },
  });
  const Comment: EntityClass = define(db, 'comments', {
    post() {
      return this.belongsTo(Post);
    },
  });
  const Tag: EntityClass = define(db, 'tags', {
    posts() {
      return this.belongsToMany(Post);
    },
  });
  const Photo: EntityClass = define(db, 'photos', {
    imageable() {
      return this.morphTo('imageable', User, Post);
    },
  });
  return { User, Post, Comment, Tag, Photo };
}

/** Rows of the tables, as arrays of their columns' values. */
export async function fill(db: Shelf, tables: Readonly<Record<string, readonly object[]>>): Promise<void> {
  for (const [name, rows] of Object.entries(tables)) if (rows.length > 0) await db.knex(name).insert([...rows]);
}

/** Runs a test on a blog of two writers; Ada's posts are 1, 2 and 3, Bob's are 4 and 5, and 6 is nobody's. */
export function withBlog<T>(harness: RelationHarness, work: (blog: Blog) => Promise<T>): Promise<T> {
  return withRelations(harness, async (db) => {
    const blog = await makeBlog(db);
    await fill(db, {
      users: ['Ada', 'Bob', 'Cyd'].map((name, i) => ({ id: i + 1, name })),
      posts: [1, 1, 1, 2, 2, null].map((user_id, i) => ({ id: i + 1, title: `post ${i + 1}`, user_id })),
      comments: [1, 1, 4].map((post_id, i) => ({ id: i + 1, body: `comment ${i + 1}`, post_id })),
      tags: ['x', 'y', 'z'].map((name, i) => ({ id: i + 1, name })),
      profiles: [{ id: 1, motto: 'first', user_id: 1 }],
      posts_tags: [
        { post_id: 1, tag_id: 1, weight: 3 },
        { post_id: 1, tag_id: 2, weight: 1 },
        { post_id: 1, tag_id: 3, weight: 2 },
        { post_id: 4, tag_id: 2, weight: 9 },
        { post_id: 4, tag_id: 1, weight: 8 },
      ],
      photos: [
        { id: 1, url: 'ada.png', imageable_type: 'users', imageable_id: 1 },
        { id: 2, url: 'one.png', imageable_type: 'posts', imageable_id: 1 },
        { id: 3, url: 'four.png', imageable_type: 'posts', imageable_id: 4 },
        { id: 4, url: 'lost.png', imageable_type: 'posts', imageable_id: 99 },
        { id: 5, url: 'none.png', imageable_type: null, imageable_id: null },
      ],
    });
    return work(blog);
  });
}
