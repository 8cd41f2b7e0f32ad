import type { Capabilities, Model, ModelOf, Shelf } from '@shelf/core';
import { rawSql } from '@shelf/core/inside';
import type { Knex } from 'knex';
import { generatedKey, withShelf, type Harness } from '../harness.js';

/** A table whose one column of text has a name that somebody else has chosen. */
export interface Odd {
  readonly db: Shelf;
  /** The column's name. */
  readonly name: string;
  /** Models of the table; attributes are not checked by type, as if they came from outside. */
  readonly Thing: ModelOf<Record<string, unknown>>;
  /** What is really stored in the column, by id. */
  stored(): Promise<unknown[]>;
}

export type Thing = Model<Record<string, unknown>>;

/** A name, or one that depends on how long a name may be. */
export type Name = string | ((capabilities: Capabilities) => string);

/** As many of one letter as a name may have, and no more than is sensible where there is no limit. */
export function longest(letter: string, { maxIdentifierBytes, maxIdentifierCharacters }: Capabilities): string {
  const fitting = Math.floor(maxIdentifierBytes / Buffer.byteLength(letter));
  return letter.repeat(Math.min(fitting, maxIdentifierCharacters, 5000));
}

/** Runs a test on the table `things (id, <name> text unique, other text)`; it is made by raw SQL, which knex's builder would spoil. */
export function withColumn<T>(harness: Harness, given: Name, work: (odd: Odd) => Promise<T>): Promise<T> {
  return withShelf(harness, async (db) => {
    const { quote, capabilities } = db.dialect;
    const name = typeof given === 'string' ? given : given(capabilities);
    await raw(
      db,
      `create table things (id ${generatedKey(harness)}, ${quote(name)} varchar(200) unique, other varchar(200))`,
    );
    const Thing = db.Model.of<Record<string, unknown>>().extend({ tableName: 'things' }) as ModelOf<
      Record<string, unknown>
    >;
    const stored = async (): Promise<unknown[]> => {
      const rows = db.knex('things').select(raw(db, `${quote(name)} as value`));
      return ((await rows.orderBy('id')) as { value: unknown }[]).map(({ value }) => value);
    };
    return work({ db, name, Thing, stored });
  });
}

/** Raw SQL without placeholders: a question mark in a quoted name stays one, also where knex numbers its placeholders. */
export function raw({ knex }: Pick<Shelf, 'knex'>, sql: string): Knex.Raw {
  return rawSql(knex, sql);
}
