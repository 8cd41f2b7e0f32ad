import type { Knex } from 'knex';
import type { AnyModelClass, ModelFactory } from './any-model.js';

/**
 * Options of every call that the application has declared: it merges theirs in here.
 *
 * @example
 * declare module '@shelf/core' {
 *   interface DeclaredOptions { actor?: User }
 * }
 * const db = createShelf({ dialect, callOptions: ['actor'] });
 * await book.save({ title }, { actor });
 */
export interface DeclaredOptions {}

/** Options of every call that reaches the database. An option that is `undefined` counts as not given. */
export interface SyncOptions extends DeclaredOptions {
  /** The transaction to run in, Shelf's or knex's own. */
  transacting?: Knex.Transaction | null | undefined;
  /** Aborts the call; a transaction aborted this way rolls back. */
  signal?: AbortSignal | undefined;
  /** Milliseconds after which the call rejects with `TimeoutError`. */
  timeout?: number | undefined;
  /** Prints each query with its bindings and time. */
  debug?: boolean | undefined;
  /** `false` leaves the scopes of classes for this call and for what it loads; a relation still leads to its own rows. */
  scopes?: boolean | undefined;
}

/** Options of every call that reads rows. */
export interface ReadOptions extends SyncOptions {
  /** The columns to select; all of the table's when left out. */
  columns?: string | Knex.Raw | readonly (string | Knex.Raw)[] | undefined;
  /** Locks the rows until the transaction ends. */
  lock?: 'forUpdate' | 'forShare' | undefined;
  /** The schema to read the table from. */
  withSchema?: string | undefined;
}

/**
 * Options of a fetch; plugins merge theirs into it, as @shelf/relations does with `withRelated`.
 *
 * M is the model fetched, I what a plugin infers from its own options (see `Projections`). Core uses neither.
 */
export interface FetchOptions<M = unknown, I = unknown> extends ReadOptions {
  /** Fires no `fetched`. */
  silent?: boolean | undefined;
}

/**
 * The option that decides whether a row must be there. R is its value, so that the result's type follows it; it is
 * an intersection rather than a constraint, so that misspelt options are still found.
 */
export interface Require<R> {
  /** Rejects when there is no row; `false` switches a `requireFetch` of the model or shelf off. */
  require?: R | undefined;
}

/** How the rows of a collection's fetch become its models: replacing them, unless one of these is given. */
export interface MergeOptions {
  /** Merges a row into the model that has its id already; rows without an id never merge. */
  merge?: boolean | undefined;
  /** `false` keeps the models that were not fetched. */
  remove?: boolean | undefined;
}

/** Which page to fetch: `page` and `pageSize`, or `limit` and `offset`. */
export interface PageOptions<L = number, D = boolean> {
  /** The page's number, from 1. */
  page?: number | undefined;
  /** Rows per page; 10 when left out. */
  pageSize?: number | undefined;
  /** Rows at most; together with `offset`, instead of a page. */
  limit?: L | undefined;
  /** Rows to skip. */
  offset?: L | undefined;
  /** Leaves the query for the row count out, and `rowCount` and `pageCount` with it. */
  disableCount?: D | undefined;
}

/** Options of `save`, `create` and `saveAll`. */
export interface SaveOptions extends SyncOptions {
  /** Inserts or updates whatever `isNew()` says. */
  method?: 'insert' | 'update' | undefined;
  /** Writes the given attributes only. */
  patch?: boolean | undefined;
  /** Applies the model's defaults on an update too. */
  defaults?: boolean | undefined;
  /** `false` lets an update that matches no row pass. */
  require?: boolean | undefined;
  /** Reads the row again after writing it, for what the database computed. */
  autoRefresh?: boolean | undefined;
  /** The time to write into the timestamp columns, instead of the shelf's `now()`. */
  date?: Date | undefined;
  /** Allows an update that nothing narrows to some rows. */
  all?: boolean | undefined;
}

/** Options of `destroy`. */
export interface DestroyOptions extends SyncOptions {
  /** Rejects when no row was deleted. */
  require?: boolean | undefined;
  /** Allows a delete that nothing narrows to some rows. */
  all?: boolean | undefined;
}

/** Options of `upsert`; K names the row's columns. */
export interface UpsertOptions<K extends string = string> extends SyncOptions {
  /** The time to write into the timestamp columns, instead of the shelf's `now()`. */
  date?: Date | undefined;
  /** The columns of the unique index that decides whether the row exists, or SQL where it is one of expressions. */
  conflict: K | Knex.Raw | readonly (K | Knex.Raw)[];
  /** What the index says of its rows, where it is a partial one: values of columns, or SQL; neither binds anything. */
  where?: Readonly<Partial<Record<K, string | number | bigint | boolean | null>>> | Knex.Raw | undefined;
  /** The columns to update when it does; all given ones when left out. */
  update?: readonly K[] | undefined;
}

/** Options of `toJSON`. */
export interface SerializeOptions extends DeclaredOptions {
  /** Leaves related models out. */
  shallow?: boolean | undefined;
  /** Leaves the pivot columns out. */
  omitPivot?: boolean | undefined;
  /** Leaves models out that are not stored yet. */
  omitNew?: boolean | undefined;
}

/** Options of `set`, `unset` and `clear` on a model. */
export interface SetOptions extends DeclaredOptions {
  /** Removes the attributes instead of setting them. */
  unset?: boolean | undefined;
  /** Triggers no event. */
  silent?: boolean | undefined;
}

/** Options of `new Model` and `forge`. */
export interface NewOptions extends DeclaredOptions {
  /** Passes the attributes through `parse` first. */
  parse?: boolean | undefined;
  /** This instance's table, in place of its class's. */
  tableName?: string | undefined;
  /** This instance's `hasTimestamps`, in place of its class's. */
  hasTimestamps?: Timestamps | undefined;
}

/** `true` for `created_at` and `updated_at`; or the names of the two columns, null for one that is not there. */
export type Timestamps = boolean | readonly (string | null)[];

/** Options of `timestamp`. */
export interface TimestampOptions extends DeclaredOptions {
  /** Whether the row is being inserted or updated; decided by `isNew()` when left out. */
  method?: 'insert' | 'update' | undefined;
  /** The time to set. */
  date?: Date | undefined;
}

/** Options of `new Collection` and `Collection.forge`. */
export interface NewCollectionOptions extends DeclaredOptions {
  /** The class of the collection's models, or a function that makes each of the class that its attributes say. */
  model?: AnyModelClass | ModelFactory | undefined;
  /** How models are kept in order: an attribute, a function, or `false` for not at all. */
  comparator?: Comparator<never> | undefined;
  /** Passes the models through `parse` first. */
  parse?: boolean | undefined;
  /** Triggers no event. */
  silent?: boolean | undefined;
}

/** An attribute's name, a function giving what to sort by, or one that compares two models; `false` switches sorting off. */
export type Comparator<M> = string | false | SortBy<M>['by'] | SortBy<M>['compare'];

// Methods, so that a collection of a model remains a collection of the model's superclass.
interface SortBy<M> {
  by(model: M): unknown;
  compare(a: M, b: M): number;
}

/** Options of a collection's methods that do not reach the database. */
export interface CollectionChangeOptions extends DeclaredOptions {
  /** Triggers no event. */
  silent?: boolean | undefined;
  /** `false` leaves the order as it is. */
  sort?: boolean | undefined;
  /** Passes attributes through `parse` first. */
  parse?: boolean | undefined;
}

/** Options of a collection's `add`. */
export interface AddOptions extends CollectionChangeOptions {
  /** The index to insert at. */
  at?: number | undefined;
  /** Merges attributes into a model that is there already, instead of ignoring them. */
  merge?: boolean | undefined;
}

/** Options of a collection's `set`. */
export interface SetCollectionOptions extends AddOptions {
  /** `false` adds no model. */
  add?: boolean | undefined;
  /** `false` removes no model. */
  remove?: boolean | undefined;
}
