import type { Model, ModelOf, Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { withShelf, type Harness } from '../harness.js';

/** A table whose one column of text has a name that somebody else has chosen. */
export interface Odd {
  readonly db: Shelf;
  /** Models of the table; attributes are not checked by type, as if they came from outside. */
  readonly Thing: ModelOf<Record<string, unknown>>;
  /** What is really stored in the column, by id. */
  stored(): Promise<unknown[]>;
}

export type Thing = Model<Record<string, unknown>>;

/** Runs a test on the table `things (id, <name> text unique, other text)`; it is made by raw SQL, which knex's builder would spoil. */
export function withColumn<T>(harness: Harness, name: string, work: (odd: Odd) => Promise<T>): Promise<T> {
  return withShelf(harness, async (db) => {
    const { quote } = db.dialect;
    await raw(
      db,
      `create table things (id integer primary key, ${quote(name)} varchar(200) unique, other varchar(200))`,
    );
    const Thing = db.Model.of<Record<string, unknown>>().extend({ tableName: 'things' }) as ModelOf<
      Record<string, unknown>
    >;
    const stored = async (): Promise<unknown[]> => {
      const rows = (await raw(db, `select ${quote(name)} as value from things order by id`)) as { value: unknown }[];
      return rows.map(({ value }) => value);
    };
    return work({ db, Thing, stored });
  });
}

/** Raw SQL without placeholders: a question mark in a quoted name stays one, also where knex numbers its placeholders. */
export function raw({ knex }: Pick<Shelf, 'knex'>, sql: string): Knex.Raw {
  const { positionBindings } = knex.client as { positionBindings(escaped: string): string };
  return knex.raw(positionBindings('\\?') === '?' ? sql.replaceAll('?', '\\?') : sql);
}
