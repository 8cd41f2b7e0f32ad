import { checkOptions } from '@shelf/core';
import type { Knex } from 'knex';

/** How the column of hybrid rows is made. */
export interface HybridOptions {
  /** The column's name; `attributes` by default. */
  readonly column?: string;
  /** The index that finds rows by what the column contains (`@>`, `?`); none by default. */
  readonly index?: 'gin' | 'gist';
}

/**
 * Installs the extension hstore into the database, if it is not there. Inside a transaction it is a savepoint's work, so that
 * the transaction goes on where that fails.
 *
 * @param knex the shelf's knex, a transaction, or what a migration is given
 * @param options `schema` says where; by default it is the first of the search path
 * @returns a promise that resolves when the extension is there
 * @throws the server's error where the user may not create extensions
 * @example
 * export const up = async (knex) => {
 *   await createHstore(knex);
 *   await knex.schema.createTable('badgers', (table) => {
 *     table.increments('id');
 *     hybrid(table, { index: 'gin' });
 *   });
 * };
 */
export async function createHstore(knex: Knex, options: { readonly schema?: string } = {}): Promise<void> {
  checkOptions('createHstore()', options, ['schema']);
  const { schema } = options;
  const where = schema === undefined ? '' : ` schema "${schema.replaceAll('"', '""').replaceAll('?', '\\?')}"`;
  const create = async (on: Knex): Promise<void> => {
    await on.raw(`create extension if not exists hstore${where}`);
  };
  try {
    await (knex.isTransaction === true ? knex.transaction(create) : create(knex));
  } catch (error) {
    // Who creates it at the same moment gets the name's unique index in the way.
    if ((error as { code?: unknown }).code !== '23505') throw error;
  }
}

/**
 * Adds the column that holds the attributes without columns of their own to a table that is made or altered.
 *
 * @param table what knex's `createTable` or `alterTable` hands out
 * @param options the column's name, and its index
 * @returns the column's builder
 * @example
 * await db.knex.schema.alterTable('badgers', (table) => hybrid(table, { column: 'extra' }));
 */
export function hybrid(table: Knex.CreateTableBuilder, options: HybridOptions = {}): Knex.ColumnBuilder {
  checkOptions('hybrid()', options, ['column', 'index']);
  const { column = 'attributes', index } = options;
  const builder = table.specificType(column, 'hstore');
  if (index !== undefined) void table.index([column], undefined, index);
  return builder;
}
