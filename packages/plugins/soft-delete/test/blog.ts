import { createShelf, type PrimaryKey, type Shelf } from '@shelf/core';
import { relations } from '@shelf/relations';
import { sqlite, type SqliteDriver } from '@shelf/sqlite';
import { softDelete } from '../src/index.js';

export const drivers: readonly SqliteDriver[] = ['sqlite3', 'better-sqlite3'];

interface UserRow {
  id: PrimaryKey<number>;
  name: string;
  deleted_at: Date | null;
}
interface PostRow {
  id: PrimaryKey<number>;
  user_id: number | null;
  title: string;
  deleted_at: Date | null;
}
interface CommentRow {
  id: PrimaryKey<number>;
  post_id: number;
  text: string;
  removed: Date | null;
}
interface TagRow {
  id: PrimaryKey<number>;
  name: string;
}
interface LabelRow {
  id: PrimaryKey<number>;
  post_id: number;
  tag_id: number;
  deleted_at: Date | null;
}

const shelves: Shelf[] = [];

afterEach(async () => {
  await Promise.all(shelves.splice(0).map((db) => db.destroy()));
});

/**
 * Ada has the posts One (comments a, b; tag x) and Two (comment c), Bob has Three; closed after the test. The clock says 1 s, and a
 * second more whenever it is asked.
 */
export async function blog(driver: SqliteDriver = 'better-sqlite3') {
  let seconds = 0;
  const db = createShelf({
    dialect: sqlite({ filename: ':memory:', driver }),
    plugins: [relations(), softDelete()],
    now: () => new Date(1000 * ++seconds),
  });
  shelves.push(db);
  await createTables(db);

  class User extends db.Model<UserRow> {
    static override tableName = 'users';
    static override softDelete = { cascade: ['posts'] };
    posts() {
      return this.hasMany(Post);
    }
    comments() {
      return this.hasMany(Comment).through(Post);
    }
  }
  class Post extends db.Model<PostRow> {
    static override tableName = 'posts';
    static override softDelete = { cascade: ['comments'] };
    user() {
      return this.belongsTo(User);
    }
    comments() {
      return this.hasMany(Comment);
    }
    tags() {
      return this.belongsToMany(Tag).through(Label);
    }
  }
  class Comment extends db.Model<CommentRow> {
    static override tableName = 'comments';
    static override softDelete = { column: 'removed' };
    post() {
      return this.belongsTo(Post);
    }
  }
  class Label extends db.Model<LabelRow> {
    static override tableName = 'labels';
    static override softDelete = true;
  }
  class Tag extends db.Model<TagRow> {
    static override tableName = 'tags';
    posts() {
      return this.belongsToMany(Post).through(Label);
    }
  }

  await User.collection([{ name: 'Ada' }, { name: 'Bob' }]).saveAll();
  await Post.collection(['One', 'Two', 'Three'].map((title, i) => ({ title, user_id: i < 2 ? 1 : 2 }))).saveAll();
  await Comment.collection(['a', 'b', 'c'].map((text, i) => ({ text, post_id: i < 2 ? 1 : 2 }))).saveAll();
  await new Tag({ name: 'x' }).save();
  await new Label({ post_id: 1, tag_id: 1 }).save();
  const queries: string[] = [];
  db.on('query', ({ sql }) => queries.push(sql));
  /** Which rows of a table are marked, by their ids, and when. */
  const marked = async (table: string, column = 'deleted_at'): Promise<unknown> =>
    Object.fromEntries(
      (await db.knex(table).whereNotNull(column).orderBy('id')).map((row: Record<string, string>) => [
        row['id'],
        row[column]?.slice(17, 19),
      ]),
    );
  return { db, User, Post, Comment, Label, Tag, queries, marked };
}

async function createTables({ knex }: Shelf): Promise<void> {
  await knex.schema.createTable('users', (t) => {
    t.increments('id');
    t.string('name');
    t.datetime('deleted_at');
  });
  await knex.schema.createTable('posts', (t) => {
    t.increments('id');
    t.integer('user_id');
    t.string('title');
    t.datetime('deleted_at');
  });
  await knex.schema.createTable('comments', (t) => {
    t.increments('id');
    t.integer('post_id');
    t.string('text');
    t.datetime('removed');
  });
  await knex.schema.createTable('tags', (t) => {
    t.increments('id');
    t.string('name');
  });
  await knex.schema.createTable('labels', (t) => {
    t.increments('id');
    t.integer('post_id');
    t.integer('tag_id');
    t.datetime('deleted_at');
  });
}
