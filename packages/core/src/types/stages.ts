import type { Collection } from './collection.js';
import type { Model } from './model.js';
import type { AnyModelClass } from './any-model.js';
import type { FetchOptions, SaveOptions, SerializeOptions } from './options.js';

/** What a plugin says of a model's JSON before it is made. */
export interface Shown {
  /** Says whether a member of that name may be in it. */
  readonly shows: (name: string) => boolean;
  /** The options with which related models make theirs, where those of this one do not hold for them. */
  readonly below?: SerializeOptions | undefined;
}

/** The points at which plugins take part, in the order in which a call passes them. */
export interface Stages {
  /** A class is about to have its first model; once for each class. */
  class: (Class: AnyModelClass) => void;
  /** Before a fetch: refuses options before any SQL is sent. */
  check: (target: Model | Collection<Model>, options: FetchOptions) => void;
  /** After rows have become models and before `fetched`; awaited. */
  loaded: (
    models: readonly Model[],
    rows: readonly Record<string, unknown>[],
    target: Model | Collection<Model>,
    options: FetchOptions,
  ) => unknown;
  /** Before a save sets the attributes that it was given: may change them. */
  save: (model: Model, attrs: Record<string, unknown>, options: SaveOptions) => void;
  /** Before a model makes its JSON: says which members that may have; all, where it says nothing. */
  show: (model: Model, options: SerializeOptions) => Shown | undefined;
  /**
   * When a model has made its JSON: may add to it or take from it. Members that `shows` is false of are taken out afterwards, so a
   * handler need not make them.
   */
  serialize: (
    model: Model,
    json: Record<string, unknown>,
    options: SerializeOptions,
    shows: (name: string) => boolean,
  ) => void;
  /** When a model has been cloned. */
  clone: (model: Model, copy: Model) => void;
}
