import Database from 'better-sqlite3';
import { eq, getTableColumns, inArray, lte } from 'drizzle-orm';
import { drizzle as createDrizzle } from 'drizzle-orm/better-sqlite3';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Queries } from '../by-hand.js';

const users = sqliteTable('users', {
  id: integer().primaryKey(),
  name: text().notNull(),
  email: text().notNull(),
});
const posts = sqliteTable('posts', {
  id: integer().primaryKey(),
  user_id: integer().notNull(),
  title: text().notNull(),
  body: text().notNull(),
});
const comments = sqliteTable('comments', {
  id: integer().primaryKey(),
  post_id: integer().notNull(),
  text: text().notNull(),
});
const tags = sqliteTable('tags', {
  id: integer().primaryKey(),
  name: text().notNull(),
});
const postsTags = sqliteTable('posts_tags', {
  post_id: integer().notNull(),
  tag_id: integer().notNull(),
  weight: integer().notNull(),
});

const tagOfPost = {
  ...getTableColumns(tags),
  _pivot_post_id: postsTags.post_id,
  _pivot_tag_id: postsTags.tag_id,
  _pivot_weight: postsTags.weight,
};

/** Drizzle over better-sqlite3. */
export function openSqlite(filename: string): Queries {
  const client = new Database(filename);
  const db = createDrizzle({ client });
  return {
    usersUpTo: async (id) => db.select().from(users).where(lte(users.id, id)),
    postsUpTo: async (id) => db.select().from(posts).where(lte(posts.id, id)),
    postsOf: async (ids) => db.select().from(posts).where(inArray(posts.user_id, ids)),
    commentsOf: async (ids) => db.select().from(comments).where(inArray(comments.post_id, ids)),
    tagsOf: async (ids) =>
      db
        .select(tagOfPost)
        .from(tags)
        .innerJoin(postsTags, eq(postsTags.tag_id, tags.id))
        .where(inArray(postsTags.post_id, ids)),
    close: async () => void client.close(),
  };
}
