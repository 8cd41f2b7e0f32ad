import type { Model, ModelOf, PrimaryKey, Shelf, ShelfOptions } from '@shelf/core';
import { withShelf, type Harness } from '../harness.js';

/** The rows that most suites of models work on. */
export interface PersonRow {
  id: PrimaryKey<number>;
  name: string;
  age: number | null;
  active: boolean | null;
  notes: unknown;
  photo: Buffer | null;
  seen_at: Date | null;
  created_at: Date | null;
  updated_at: Date | null;
}

export type Person = Model<PersonRow>;

/** A row whose key has two parts. */
export interface SeatRow {
  hall: PrimaryKey<number>;
  chair: PrimaryKey<string>;
  taken_by: string | null;
}

/** What one test gets: a shelf of its own with tables, and a class for each. */
export interface Town {
  readonly db: Shelf;
  readonly Person: ModelOf<PersonRow>;
  readonly Seat: ModelOf<SeatRow>;
}

type Options = Omit<ShelfOptions, 'dialect'>;

/** Runs a test on empty tables. */
export function withTown<T>(harness: Harness, work: (town: Town) => Promise<T>, options?: Options): Promise<T> {
  return withShelf(
    harness,
    async (db) => {
      await db.knex.schema.createTable('people', (table) => {
        table.increments('id');
        table.string('name').notNullable().unique();
        table.integer('age');
        table.boolean('active');
        // PostgreSQL compares jsonb and not json, for DISTINCT.
        table.jsonb('notes');
        table.binary('photo');
        for (const name of ['seen_at', 'created_at', 'updated_at']) table.datetime(name, { precision: 3 });
      });
      await db.knex.schema.createTable('seats', (table) => {
        table.integer('hall');
        table.string('chair');
        table.string('taken_by');
        table.primary(['hall', 'chair']);
      });
      class Person extends db.Model<PersonRow> {
        static override tableName = 'people';
      }
      class Seat extends db.Model<SeatRow> {
        static override tableName = 'seats';
        static override idAttribute = ['hall', 'chair'];
      }
      return work({ db, Person, Seat });
    },
    options,
  );
}

/** Runs a test with Ada, Bob and Cyd in the table, ids from 1. */
export function withPeople<T>(harness: Harness, work: (town: Town) => Promise<T>, options?: Options): Promise<T> {
  return withTown(
    harness,
    async (town) => {
      await town.db.knex('people').insert([
        { name: 'Ada', age: 36, active: true, notes: JSON.stringify({ tags: ['maths'] }) },
        { name: 'Bob', age: 20, active: false, notes: null },
        { name: 'Cyd', age: null, active: true, notes: null },
      ]);
      await town.db.knex('seats').insert([
        { hall: 1, chair: 'a', taken_by: 'Ada' },
        { hall: 1, chair: 'b', taken_by: null },
        { hall: 2, chair: 'a', taken_by: 'Bob' },
      ]);
      return work(town);
    },
    options,
  );
}

/** The people as stored, in order of their ids. */
export async function stored(db: Shelf, column: keyof PersonRow = 'name'): Promise<unknown[]> {
  return db.knex('people').orderBy('id').pluck(column);
}
