import { createShelf, type PrimaryKey, type Shelf } from '@shelf/core';
import { relations } from '@shelf/relations';
import { sqlite } from '@shelf/sqlite';
import { visibility } from '../src/index.js';

export interface UserRow {
  id: PrimaryKey<number>;
  name: string;
  password: string;
}
interface KeyRow {
  id: PrimaryKey<number>;
  user_id: number;
  secret: string;
}
interface PostRow {
  id: PrimaryKey<number>;
  user_id: number;
  title: string;
  draft: string | null;
}
interface RoleRow {
  id: PrimaryKey<number>;
  title: string;
}
interface MembershipRow {
  id: PrimaryKey<number>;
  user_id: number;
  role_id: number;
  level: number;
  token: string;
}
interface NoteRow {
  id: PrimaryKey<number>;
  subject_type: string;
  subject_id: number;
  text: string;
}

/** Everything that must never be seen has this in it. */
export const SECRET = 'SECRET';

const shelves: Shelf[] = [];

afterEach(async () => {
  await Promise.all(shelves.splice(0).map((db) => db.destroy()));
});

/** A shelf with the plugin, on a database without tables. */
export function newShelf(): Shelf {
  const db = createShelf({ dialect: sqlite({ filename: ':memory:' }), plugins: [visibility(), relations()] });
  shelves.push(db);
  return db;
}

/** A forum, in which every class hides something from every side it can be reached from. */
export async function forum() {
  const db = newShelf();
  await createTables(db);

  class User extends db.Model<UserRow> {
    static override tableName = 'users';
    static override hidden = ['password'];
    key() {
      return this.hasOne(Key);
    }
    posts() {
      return this.hasMany(Post);
    }
    roles() {
      return this.belongsToMany(Role).through(Membership).withPivot(['level', 'token']);
    }
    plainRoles() {
      return this.belongsToMany(Role, 'memberships').withPivot(['level', 'token']);
    }
    notes() {
      return this.morphMany(Note, 'subject');
    }
  }
  class Key extends db.Model<KeyRow> {
    static override tableName = 'keys';
    static override visible = ['id'];
    user() {
      return this.belongsTo(User);
    }
  }
  class Post extends db.Model<PostRow> {
    static override tableName = 'posts';
    static override hidden = ['draft'];
    author() {
      return this.belongsTo(User);
    }
    notes() {
      return this.morphMany(Note, 'subject');
    }
  }
  class Role extends db.Model<RoleRow> {
    static override tableName = 'roles';
    users() {
      return this.belongsToMany(User).through(Membership).withPivot(['level', 'token']);
    }
  }
  class Membership extends db.Model<MembershipRow> {
    static override tableName = 'memberships';
    static override hidden = ['token'];
  }
  class Note extends db.Model<NoteRow> {
    static override tableName = 'notes';
    subject() {
      return this.morphTo('subject', User, Post);
    }
  }

  await User.collection([{ name: 'Ada', password: SECRET }]).saveAll();
  await db.knex('keys').insert({ user_id: 1, secret: SECRET });
  await db.knex('posts').insert({ user_id: 1, title: 'Notes', draft: SECRET });
  await db.knex('roles').insert({ title: 'admin' });
  await db.knex('memberships').insert({ user_id: 1, role_id: 1, level: 3, token: SECRET });
  await db.knex('notes').insert([
    { subject_type: 'users', subject_id: 1, text: 'of a user' },
    { subject_type: 'posts', subject_id: 1, text: 'of a post' },
  ]);
  return { db, User, Key, Post, Role, Membership, Note };
}

async function createTables({ knex }: Shelf): Promise<void> {
  await knex.schema.createTable('users', (t) => {
    t.increments('id');
    t.string('name');
    t.string('password');
  });
  await knex.schema.createTable('keys', (t) => {
    t.increments('id');
    t.integer('user_id');
    t.string('secret');
  });
  await knex.schema.createTable('posts', (t) => {
    t.increments('id');
    t.integer('user_id');
    t.string('title');
    t.string('draft');
  });
  await knex.schema.createTable('roles', (t) => {
    t.increments('id');
    t.string('title');
  });
  await knex.schema.createTable('memberships', (t) => {
    t.increments('id');
    t.integer('user_id');
    t.integer('role_id');
    t.integer('level');
    t.string('token');
  });
  await knex.schema.createTable('notes', (t) => {
    t.increments('id');
    t.string('subject_type');
    t.integer('subject_id');
    t.string('text');
  });
}
