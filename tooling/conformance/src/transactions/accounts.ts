import type { Model, ModelOf, PrimaryKey, Shelf, ShelfOptions } from '@shelf/core';
import type { Knex } from 'knex';
import { withShelf, type DialectSettings, type Harness } from '../harness.js';

/** The rows that these suites work on; an owner has one account. */
export interface AccountRow {
  id: PrimaryKey<number>;
  owner: string;
  balance: number;
}

export type Account = Model<AccountRow>;

/** What one test gets: a shelf of its own, and a class of models on its table. */
export interface Bank {
  readonly db: Shelf;
  readonly Account: ModelOf<AccountRow>;
  /** Saves a new account. */
  open(owner: string, t?: Knex.Transaction): Promise<Account>;
  /** The owners of all accounts that are really stored. */
  owners(): Promise<string[]>;
}

/** Runs a test on an empty table of accounts that Shelf has not used yet. */
export function withBank<T>(
  harness: Harness,
  work: (bank: Bank) => Promise<T>,
  options: Omit<ShelfOptions, 'dialect'> = {},
  settings: DialectSettings = {},
): Promise<T> {
  const onShelf = async (db: Shelf): Promise<T> => {
    await db.knex.schema.createTable('accounts', (table) => {
      table.increments('id');
      table.string('owner').notNullable().unique();
      table.integer('balance').notNullable();
    });
    const Account = db.Model.of<AccountRow>().extend({ tableName: 'accounts' }) as ModelOf<AccountRow>;
    return work({
      db,
      Account,
      open: (owner, t) => new Account({ owner, balance: 100 }).save(null, t === undefined ? {} : { transacting: t }),
      owners: () => db.knex('accounts').orderBy('id').pluck('owner'),
    });
  };
  return withShelf(harness, onShelf, options, settings);
}
