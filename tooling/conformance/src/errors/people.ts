import type { Model, ModelOf, PrimaryKey, Shelf } from '@shelf/core';
import { withShelf, type DialectSettings, type Harness } from '../harness.js';

/** A row with every kind of constraint on it. */
export interface PersonRow {
  id: PrimaryKey<number>;
  name: string;
  email: string | null;
  first: string | null;
  last: string | null;
  age: number | null;
  team_id: number | null;
}

/** A row that people point to. */
export interface TeamRow {
  id: PrimaryKey<number>;
  name: string | null;
}

export type Person = Model<PersonRow>;

/** What one test gets: a shelf of its own, and classes of models on two tables. */
export interface Office {
  readonly db: Shelf;
  readonly Person: ModelOf<PersonRow>;
  readonly Team: ModelOf<TeamRow>;
}

/** Runs a test on empty tables of people and teams. */
export function withOffice<T>(
  harness: Harness,
  work: (office: Office) => Promise<T>,
  settings: DialectSettings = {},
): Promise<T> {
  const run = async (db: Shelf): Promise<T> => {
    await db.knex.schema.createTable('teams', (table) => {
      table.increments('id');
      table.string('name');
    });
    await db.knex.schema.createTable('people', (table) => {
      table.increments('id');
      table.string('name').notNullable();
      table.string('email').unique();
      table.string('first');
      table.string('last');
      table.integer('age');
      table.integer('team_id').unsigned().references('id').inTable('teams');
      table.unique(['first', 'last']);
      table.check('?? >= 0', ['age'], 'age_is_positive');
    });
    class Person extends db.Model<PersonRow> {
      static override tableName = 'people';
    }
    class Team extends db.Model<TeamRow> {
      static override tableName = 'teams';
    }
    return work({ db, Person, Team });
  };
  return withShelf(harness, run, {}, settings);
}
