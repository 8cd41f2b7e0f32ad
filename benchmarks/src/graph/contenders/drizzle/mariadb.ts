import { eq, getTableColumns, inArray, lte } from 'drizzle-orm';
import { drizzle as createDrizzle } from 'drizzle-orm/mysql2';
import { int, mysqlTable, text } from 'drizzle-orm/mysql-core';
import mysql from 'mysql2/promise';
import { mysqlConnection } from '../../../connect/mysql.js';
import { poolSize } from '../../../connect/pool.js';
import type { Queries } from '../by-hand.js';

const users = mysqlTable('users', {
  id: int().primaryKey(),
  name: text().notNull(),
  email: text().notNull(),
});
const posts = mysqlTable('posts', {
  id: int().primaryKey(),
  user_id: int().notNull(),
  title: text().notNull(),
  body: text().notNull(),
});
const comments = mysqlTable('comments', {
  id: int().primaryKey(),
  post_id: int().notNull(),
  text: text().notNull(),
});
const tags = mysqlTable('tags', {
  id: int().primaryKey(),
  name: text().notNull(),
});
const postsTags = mysqlTable('posts_tags', {
  post_id: int().notNull(),
  tag_id: int().notNull(),
  weight: int().notNull(),
});

const tagOfPost = {
  ...getTableColumns(tags),
  _pivot_post_id: postsTags.post_id,
  _pivot_tag_id: postsTags.tag_id,
  _pivot_weight: postsTags.weight,
};

/** Drizzle over `mysql2`. */
export function openMariadb(address: string): Queries {
  const pool = mysql.createPool({ ...mysqlConnection(address), connectionLimit: poolSize });
  const db = createDrizzle({ client: pool });
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
    close: () => pool.end(),
  };
}
