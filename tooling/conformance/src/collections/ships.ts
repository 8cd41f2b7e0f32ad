import type { Collection, CollectionOf, Model, ModelOf, PrimaryKey, Shelf } from '@shelf/core';
import { withShelf, type Harness } from '../harness.js';

/** The rows that the suites of collections and events work on. */
export interface ShipRow {
  id: PrimaryKey<number>;
  name: string;
  class: string | null;
  crew: number | null;
}

export type Ship = Model<ShipRow>;
export type Ships = Collection<Ship>;

/** What one test gets: a shelf of its own, and a class of models and one of collections on its table. */
export interface Harbour {
  readonly db: Shelf;
  readonly Ship: ModelOf<ShipRow>;
  readonly Ships: CollectionOf<Ship>;
}

/** The rows that `fill` inserts, with ids from 1. */
export const FLEET: readonly Omit<ShipRow, 'id'>[] = [
  { name: 'Beagle', class: 'brig', crew: 74 },
  { name: 'Fram', class: 'schooner', crew: 16 },
  { name: 'Argo', class: null, crew: 50 },
  { name: 'Victory', class: 'ship', crew: 850 },
];

/** Runs a test on an empty table of ships. */
export function withShips<T>(harness: Harness, work: (harbour: Harbour) => Promise<T>): Promise<T> {
  return withShelf(harness, async (db) => {
    await db.knex.schema.createTable('ships', (table) => {
      table.increments('id');
      table.string('name').notNullable().unique();
      table.string('class');
      table.integer('crew');
    });
    const Ship = db.Model.of<ShipRow>().extend({ tableName: 'ships' }) as ModelOf<ShipRow>;
    const Ships = db.Collection.of<Ship>().extend({ model: Ship }) as CollectionOf<Ship>;
    return work({ db, Ship, Ships });
  });
}

/** Runs a test on a table that holds the fleet. */
export function withFleet<T>(harness: Harness, work: (harbour: Harbour) => Promise<T>): Promise<T> {
  return withShips(harness, async (harbour) => {
    await harbour.db.knex('ships').insert([...FLEET]);
    return work(harbour);
  });
}

/** The names of models, in their order. */
export function names(models: Iterable<Ship>): string[] {
  return [...models].map((ship) => ship.get('name'));
}
