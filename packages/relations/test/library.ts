import { createShelf, type Generated, type PrimaryKey, type ShelfInstance } from '@shelf/core';
import { sqlite } from '@shelf/sqlite';
import { relations, type RelationsOptions } from '../src/index.js';

interface MemberRow {
  id: PrimaryKey<number>;
  name: string;
  referrer_id: number | null;
}
interface CardRow {
  id: PrimaryKey<number>;
  member_id: number | null;
  number: string;
}
interface BookRow {
  id: PrimaryKey<number>;
  member_id: number | null;
  title: string;
  lent: boolean | null;
  due: Date | null;
}
interface TagRow {
  id: PrimaryKey<number>;
  name: string;
}
interface NoteRow {
  id: PrimaryKey<number>;
  subject_type: string | null;
  subject_id: number | null;
  text: string;
}
interface LabelRow {
  id: PrimaryKey<number>;
  book_id: number;
  tag_id: number;
  weight: Generated<number>;
  created_at: Date | null;
  updated_at: Date | null;
}

const shelves: ShelfInstance[] = [];

afterEach(async () => {
  await Promise.all(shelves.splice(0).map((db) => db.destroy()));
});

/** A lending library with its tables, and the SQL of every query since it was last emptied; closed after the test. */
export async function library(options: RelationsOptions = {}, more: object = {}) {
  const db = createShelf({ dialect: sqlite({ filename: ':memory:' }), plugins: [relations(options)], ...more });
  shelves.push(db);
  await createTables(db);

  class Member extends db.Model<MemberRow> {
    static override tableName = 'members';
    card() {
      return this.hasOne(Card);
    }
    books() {
      return this.hasMany(Book);
    }
    tags() {
      return this.hasMany(Label).through(Book);
    }
    notes() {
      return this.morphMany(Note, 'subject');
    }
    referrer() {
      return this.belongsTo(Member, 'referrer_id');
    }
    referred() {
      return this.hasMany(Member, 'referrer_id');
    }
    greeting() {
      return `Hello ${this.get('name')}`;
    }
  }
  class Card extends db.Model<CardRow> {
    static override tableName = 'cards';
    member() {
      return this.belongsTo(Member);
    }
  }
  class Book extends db.Model<BookRow> {
    static override tableName = 'books';
    member() {
      return this.belongsTo(Member);
    }
    tags() {
      return this.belongsToMany(Tag).withPivot(['weight']);
    }
    labelled() {
      return this.belongsToMany(Tag).through(Label);
    }
    notes() {
      return this.morphMany(Note, 'subject');
    }
  }
  class Tag extends db.Model<TagRow> {
    static override tableName = 'tags';
    books() {
      return this.belongsToMany(Book);
    }
  }
  class Label extends db.Model<LabelRow> {
    static override tableName = 'labels';
    static override hasTimestamps = true;
    static override defaults = { weight: 5 };
  }
  class Note extends db.Model<NoteRow> {
    static override tableName = 'notes';
    subject() {
      return this.morphTo('subject', Member, Book);
    }
  }

  const ada = await new Member({ name: 'Ada', referrer_id: null }).save();
  const emma = await new Book({ title: 'Emma', member_id: ada.id }).save();
  const tags = await Tag.collection([{ name: 'novel' }, { name: 'old' }, { name: 'thin' }]).saveAll();
  const queries: string[] = [];
  db.on('query', ({ sql }) => queries.push(sql));
  return { db, Member, Card, Book, Tag, Label, Note, ada, emma, tags: tags.models, queries };
}

async function createTables({ knex }: ShelfInstance): Promise<void> {
  await knex.schema.createTable('members', (t) => {
    t.increments('id');
    t.string('name');
    t.integer('referrer_id');
  });
  await knex.schema.createTable('cards', (t) => {
    t.increments('id');
    t.integer('member_id');
    t.string('number');
  });
  await knex.schema.createTable('books', (t) => {
    t.increments('id');
    t.integer('member_id').references('members.id');
    t.string('title').notNullable();
    t.boolean('lent');
    t.datetime('due');
  });
  await knex.schema.createTable('tags', (t) => {
    t.increments('id');
    t.string('name').notNullable();
  });
  await knex.schema.createTable('books_tags', (t) => {
    t.integer('book_id').references('books.id');
    t.integer('tag_id').references('tags.id');
    t.integer('weight').defaultTo(1);
    t.primary(['book_id', 'tag_id']);
  });
  await knex.schema.createTable('labels', (t) => {
    t.increments('id');
    t.integer('book_id');
    t.integer('tag_id');
    t.integer('weight');
    t.datetime('created_at');
    t.datetime('updated_at');
  });
  await knex.schema.createTable('notes', (t) => {
    t.increments('id');
    t.string('subject_type');
    t.integer('subject_id');
    t.string('text');
  });
}
