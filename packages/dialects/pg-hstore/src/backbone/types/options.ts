import type { SyncOptions } from '@shelf/core';

/** A value to compare a column with. */
export type FilterValue = string | number | bigint | boolean | Date | Uint8Array | null;

/**
 * What narrows the rows: values by name, of columns and of attributes without one, all of which must be equal (null means IS NULL); or
 * conditions in SQL, all of which must hold. Values are bound; a condition is the caller's own SQL, and is sent as it stands.
 */
export type Filter = { readonly [name: string]: FilterValue } | readonly string[];

/** Options of every call that reaches the database. T is the model or collection, R what `success` is told besides. */
export interface RequestOptions<T, R> extends SyncOptions {
  /** Called when it is done, before the event `sync`. */
  success?: ((target: T, response: R, options: object) => void) | undefined;
  /** Called when it has failed, before the event `error`; a row that is not there is an Error with the message `Not found`. */
  error?: ((target: T, error: Error, options: object) => void) | undefined;
  /** What narrows the rows besides the id and the urlRoot. */
  filter?: Filter | undefined;
  /** Becomes `this` in the callbacks. */
  context?: unknown;
}

/** A row as it is stored. */
export type StoredRow = Record<string, unknown>;

/** Options of changes that may be silent. */
export interface SilentOptions {
  /** Triggers no event. */
  silent?: boolean | undefined;
}

/** Options of `set`. */
export interface SetOptions extends SilentOptions {
  /** Removes the attributes instead of setting them. */
  unset?: boolean | undefined;
  /** Runs `validate` first. */
  validate?: boolean | undefined;
}

/** Options of a model's `fetch`. */
export interface ModelFetchOptions<M> extends RequestOptions<M, StoredRow>, SilentOptions {
  /** `false` sets the row as it is, without `parse`. */
  parse?: boolean | undefined;
  validate?: boolean | undefined;
}

/** Options of `save` and `create`. */
export interface ModelSaveOptions<M> extends ModelFetchOptions<M> {
  /** Sets the attributes, or adds the model to the collection, once they are stored. */
  wait?: boolean | undefined;
  /** Writes the given attributes only. */
  patch?: boolean | undefined;
}

/** Options of `destroy`. */
export interface ModelDestroyOptions<M> extends RequestOptions<M, undefined> {
  /** Triggers `destroy`, and leaves the collection, once the row is deleted. */
  wait?: boolean | undefined;
}

/** Options of a collection's `add`, `set` and `reset`. */
export interface CollectionSetOptions extends SilentOptions {
  add?: boolean | undefined;
  remove?: boolean | undefined;
  merge?: boolean | undefined;
  at?: number | undefined;
  sort?: boolean | undefined;
  parse?: boolean | undefined;
  validate?: boolean | undefined;
}

/** Options of a collection's `fetch`. */
export interface CollectionFetchOptions<C> extends RequestOptions<C, StoredRow[]>, CollectionSetOptions {
  /** Replaces the models at once, with one `reset`, instead of merging the rows into them. */
  reset?: boolean | undefined;
  /** Another url than the collection's own. */
  url?: string | undefined;
}

/** Options of `new Model`. */
export interface NewModelOptions extends SetOptions {
  collection?: object | undefined;
  parse?: boolean | undefined;
}
