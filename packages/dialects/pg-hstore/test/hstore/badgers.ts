import { createShelf, type Dynamic, type PrimaryKey, type Shelf } from '@shelf/core';
import { createHstore, hybrid } from '../../src/index.js';
import { useDatabase } from '../database.js';

/** What a badger has columns for; anything else is an attribute without one. */
export type BadgerRow = {
  id: PrimaryKey<number>;
  name: string | null;
  age: number | null;
} & Dynamic<unknown>;

/** A database whose schemas find the extension. */
export function useHstore(): ReturnType<typeof useDatabase> {
  return useDatabase('create extension hstore');
}

/** A shelf on an empty schema with a table of badgers that may have any attribute. */
export async function badgersOn(database: ReturnType<typeof useDatabase>): Promise<Shelf> {
  const db = createShelf({ dialect: await database.dialect() });
  await createHstore(db.knex);
  await db.knex.schema.createTable('badgers', (table) => {
    table.increments('id');
    // In the middle, so that it has to be read last on purpose.
    hybrid(table);
    table.string('name');
    table.integer('age');
  });
  return db;
}

/** A class of badgers whose sizes are numbers. */
export function sizedBadger(db: Shelf) {
  return class Badger extends db.Model<BadgerRow> {
    static override tableName = 'badgers';
    static override casts = { size: 'integer' };
  };
}

/** What a row's hstore holds. */
export async function held(db: Shelf, id = 1): Promise<unknown> {
  const row = await db.knex('badgers').where({ id }).first(db.knex.raw('hstore_to_json(attributes) as held'));
  return (row as { held: unknown }).held;
}

/** What other programs write into the first row meanwhile. */
export async function add(db: Shelf, pairs: string): Promise<void> {
  await db.knex.raw(`update badgers set attributes = coalesce(attributes, '') || ?::hstore where id = 1`, [pairs]);
}
