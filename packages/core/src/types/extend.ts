import type { InstanceOf, RowOf } from './any-model.js';
import type { Scope } from '../scope.js';
import type { NewOptions, SyncOptions } from './options.js';
import type { Attrs, Cast, Columns } from './row.js';

/** Members of the first argument of a model's `extend` that core calls or reads; plugins and dialects merge theirs in. */
export interface Hooks<M> {
  /** The table. */
  tableName?: string;
  /** The attribute that is the key, `id` unless told otherwise; several for a composite key. */
  idAttribute?: Columns<RowOf<M>> | readonly Columns<RowOf<M>>[] | null;
  /** Whether `save` keeps `created_at` and `updated_at`, or the two columns named. */
  hasTimestamps?: boolean | readonly (Columns<RowOf<M>> | null)[];
  /** What an insert writes into attributes that are not set. */
  defaults?: Partial<RowOf<M>> | (() => Partial<RowOf<M>>);
  /** Makes `fetch` reject with `NotFoundError` where it would resolve to null. */
  requireFetch?: boolean;
  /** What narrows the rows that the models stand for. */
  scopes?: readonly Scope[];
  /** The column that holds the attributes without a column of their own: `attributes` unless told otherwise, false for none. */
  dynamicColumn?: string | boolean;
  /** The types of attributes without a column of their own, which are text unless told otherwise. */
  casts?: Readonly<Record<string, Cast>>;
  /** Runs when a model is made, for fetched rows too. */
  initialize?(attrs?: Attrs<RowOf<M>>, options?: NewOptions): void;
  /** Turns a row read into attributes. */
  parse?(response: Record<string, unknown>, options?: SyncOptions): Partial<RowOf<M>>;
  /** Turns a copy of the attributes into the row to write. */
  format?(attrs: Partial<RowOf<M>>, options?: SyncOptions): Record<string, unknown>;
}

/** The class that `extend` makes of class C, with members P on its instances and S on itself. */
export type ExtendedClass<C, P, S> = { [K in keyof C as K extends keyof S | 'prototype' ? never : K]: C[K] } & S &
  ExtendedConstructor<C, P>;

/** The constructor of an extended class. */
export interface ExtendedConstructor<C, P> {
  new (...args: ConstructorArgs<C, P>): P & InstanceOf<C>;
}

/** The parameters of P's own `constructor`; the usual ones when it has none, or names none. */
type ConstructorArgs<C, P> = P extends { constructor: (...args: infer Args) => void }
  ? Args extends []
    ? UsualArgs<C>
    : Args
  : UsualArgs<C>;

type UsualArgs<C> = [attrs?: Attrs<RowOf<InstanceOf<C>>>, options?: NewOptions];
