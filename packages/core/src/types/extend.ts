import type { InstanceOf, RowOf } from './any-model.js';
import type { Scope } from '../scope.js';
import type { NewOptions, SyncOptions } from './options.js';
import type { Attrs, Columns } from './row.js';

/** Members of the first argument of a model's `extend` that core calls or reads; plugins and dialects merge theirs in. */
export interface Hooks<M> {
  tableName?: string;
  idAttribute?: Columns<RowOf<M>> | readonly Columns<RowOf<M>>[];
  hasTimestamps?: boolean | readonly (Columns<RowOf<M>> | null)[];
  defaults?: Partial<RowOf<M>> | (() => Partial<RowOf<M>>);
  requireFetch?: boolean;
  scopes?: readonly Scope[];
  initialize?(attrs?: Attrs<RowOf<M>>, options?: NewOptions): void;
  parse?(response: Record<string, unknown>, options?: SyncOptions): Partial<RowOf<M>>;
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
