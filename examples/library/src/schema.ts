import type { Knex } from 'knex';
import { db } from './db.js';

/** Makes the tables. A project of yours would have migrations of knex in the place of this. */
export async function createSchema(): Promise<void> {
  await db.knex.schema
    .createTable('authors', (t) => {
      t.increments('id');
      t.string('name').notNullable();
    })
    .createTable('works', (t) => {
      t.increments('id');
      refersTo(t, 'author_id', 'authors');
      t.string('title').notNullable();
    })
    .createTable('editions', (t) => {
      t.increments('id');
      refersTo(t, 'work_id', 'works');
      t.string('isbn').notNullable().unique();
      t.integer('year').notNullable();
      t.datetime('deleted_at');
    })
    .createTable('copies', (t) => {
      t.increments('id');
      refersTo(t, 'edition_id', 'editions');
      t.string('barcode').notNullable().unique();
      t.enum('state', ['in', 'lent', 'kept']).notNullable().defaultTo('in');
      t.integer('version').notNullable();
    })
    .createTable('members', (t) => {
      t.increments('id');
      t.string('name').notNullable();
      t.string('email').notNullable();
      t.string('card').notNullable().unique();
      t.datetime('deleted_at');
    })
    .createTable('loans', (t) => {
      t.increments('id');
      refersTo(t, 'copy_id', 'copies');
      refersTo(t, 'member_id', 'members');
      t.datetime('lent_at').notNullable();
      t.datetime('due_at').notNullable();
      t.datetime('returned_at');
    })
    .createTable('holds', (t) => {
      t.increments('id');
      refersTo(t, 'work_id', 'works');
      refersTo(t, 'member_id', 'members');
      t.integer('copy_id').references('copies.id');
      t.datetime('deleted_at');
    })
    .createTable('fines', (t) => {
      t.increments('id');
      refersTo(t, 'loan_id', 'loans');
      t.integer('cents').notNullable();
      t.datetime('paid_at');
    })
    .createTable('tags', (t) => {
      t.increments('id');
      t.string('name').notNullable().unique();
    })
    .createTable('tags_works', (t) => {
      refersTo(t, 'tag_id', 'tags');
      refersTo(t, 'work_id', 'works');
      t.primary(['tag_id', 'work_id']);
    })
    .createTable('notes', (t) => {
      t.increments('id');
      // One of two tables, so the database knows no foreign key here.
      t.enum('subject_type', ['works', 'members']).notNullable();
      t.integer('subject_id').notNullable();
      t.text('text').notNullable();
    });
  // What must never be, whoever writes: a copy lent twice at a time, a member twice in one queue.
  await db.knex.raw('create unique index open_loans on loans (copy_id) where returned_at is null');
  await db.knex.raw('create unique index open_holds on holds (work_id, member_id) where deleted_at is null');
}

function refersTo(table: Knex.CreateTableBuilder, column: string, owner: string): void {
  table.integer(column).notNullable().index().references(`${owner}.id`);
}
