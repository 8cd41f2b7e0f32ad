import type { EmptyError } from '../errors.js';
import type {
  AnyCollectionClass,
  AnyModel,
  AnyModelClass,
  InstanceOf,
  MadeBy,
  ModelFactory,
  ModelIn,
  ModelLike,
} from './any-model.js';
import type { Collection } from './collection.js';
import type { Model } from './model.js';
import type { Comparator, NewCollectionOptions } from './options.js';

/** What every collection class has; plugins merge theirs in. The model comes from `this`. */
export interface CollectionStatics {
  /** The class of the models, or a function that makes each of its class; for collections in class form. */
  model?: AnyModelClass | ModelFactory;
  /** What `fetch` rejects with when nothing was found; a class of this collection's own. */
  readonly EmptyError: typeof EmptyError;

  /** Makes a collection: `new`, in a word. */
  forge<C extends AnyCollectionClass>(
    this: C,
    models?: readonly ModelLike<ModelIn<InstanceOf<C>>>[],
    options?: NewCollectionOptions,
  ): InstanceOf<C>;
  /**
   * Makes a subclass, as Backbone does it. The models are those of `model`, else those of the class extended.
   *
   * @param proto members of its instances; `constructor` replaces the constructor.
   * @param statics members of the class itself.
   * @example
   * const Users = db.Collection.extend({
   *   model: User,
   *   active() { return this.where({ active: true }); },
   * });
   */
  extend<
    C extends AnyCollectionClass,
    P extends object,
    S extends object = {},
    T extends AnyModelClass | ModelFactory = never,
  >(
    this: C,
    proto?: P & CollectionHooks<T> & ThisType<P & CollectionBase<C, T>>,
    statics?: S & ThisType<ExtendedCollection<C, P, S, T>>,
  ): ExtendedCollection<C, P, S, T>;

  /** Runs the constructor on an instance being made: for an overridden `constructor`. */
  apply(instance: object, args?: ArrayLike<unknown>): void;
  /** Runs the constructor on an instance being made: for an overridden `constructor`. */
  call(instance: object, ...args: readonly unknown[]): void;
}

/** Members of the first argument of a collection's `extend` that core calls or reads; plugins merge theirs in. */
export interface CollectionHooks<T> {
  /** The class of the models, or a function that makes each of the class that its attributes say. */
  model?: T;
  /** How models are kept in order. */
  comparator?: Comparator<MadeBy<T>>;
  /** Runs when a collection is made. */
  initialize?(models?: readonly ModelLike<MadeBy<T>>[], options?: NewCollectionOptions): void;
  /** Turns the rows read into what the collection is filled with. */
  parse?(response: readonly Record<string, unknown>[]): readonly Record<string, unknown>[];
}

/** What an extended collection inherits: the collection of T's models when `model` was given, else what C makes. */
type CollectionBase<C, T> = [T] extends [never] ? InstanceOf<C> : Collection<MadeBy<T>> & InstanceOf<C>;

/** The class that a collection's `extend` makes. */
export type ExtendedCollection<C, P, S, T> = {
  [K in keyof C as K extends keyof S | 'prototype' ? never : K]: C[K];
} & S &
  ExtendedCollectionConstructor<C, P, T>;

/** The constructor of an extended collection. */
export interface ExtendedCollectionConstructor<C, P, T> {
  new (
    models?: readonly ModelLike<ModelIn<CollectionBase<C, T>>>[],
    options?: NewCollectionOptions,
  ): P & CollectionBase<C, T>;
}

/** A class of collections of M: what `db.Collection.of<M>()` returns. */
export interface CollectionOf<M> extends CollectionStatics {
  new (models?: readonly ModelLike<M>[], options?: NewCollectionOptions): Collection<M>;
}

/**
 * The `Collection` of a shelf: the base class of its collections.
 *
 * @example
 * class Users extends db.Collection<User> {
 *   static override model = User;
 *   active() { return this.where({ active: true }); }
 * }
 */
export interface CollectionConstructor extends CollectionStatics {
  // The first signature serves `new db.Collection(…)`, the second `db.Collection<M>`; the last is the one that `InstanceOf` reads.
  new (models?: readonly ModelLike<Model>[], options?: NewCollectionOptions): Collection<Model>;
  new <M extends AnyModel = Model>(models?: readonly ModelLike<M>[], options?: NewCollectionOptions): Collection<M>;
  new (models?: readonly ModelLike<Model>[], options?: NewCollectionOptions): Collection<Model>;
  /** Names the model type for `extend`, and returns the class itself. */
  of<M extends AnyModel>(): CollectionOf<M>;
}
