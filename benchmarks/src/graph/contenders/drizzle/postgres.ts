import { eq, getTableColumns, inArray, lte } from 'drizzle-orm';
import { drizzle as createDrizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { Pool } from 'pg';
import { poolSize } from '../../../connect/pool.js';
import type { Queries } from '../by-hand.js';

const users = pgTable('users', {
  id: integer().primaryKey(),
  name: text().notNull(),
  email: text().notNull(),
});
const posts = pgTable('posts', {
  id: integer().primaryKey(),
  user_id: integer().notNull(),
  title: text().notNull(),
  body: text().notNull(),
});
const comments = pgTable('comments', {
  id: integer().primaryKey(),
  post_id: integer().notNull(),
  text: text().notNull(),
});
const tags = pgTable('tags', {
  id: integer().primaryKey(),
  name: text().notNull(),
});
const postsTags = pgTable('posts_tags', {
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

/** Drizzle over `pg`. */
export function openPostgres(connectionString: string): Queries {
  const pool = new Pool({ connectionString, max: poolSize });
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
