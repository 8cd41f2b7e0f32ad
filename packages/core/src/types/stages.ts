import type { Collection } from './collection.js';
import type { Model } from './model.js';
import type { FetchOptions, SerializeOptions } from './options.js';

/** The points at which plugins take part, in the order in which a call passes them. */
export interface Stages {
  /** Before a fetch: refuses options before any SQL is sent. */
  check: (target: Model | Collection<Model>, options: FetchOptions) => void;
  /** After rows have become models and before `fetched`; awaited. */
  loaded: (
    models: readonly Model[],
    rows: readonly Record<string, unknown>[],
    target: Model | Collection<Model>,
    options: FetchOptions,
  ) => unknown;
  /** When a model has made its JSON: may add to it or take from it. */
  serialize: (model: Model, json: Record<string, unknown>, options: SerializeOptions) => void;
  /** When a model has been cloned. */
  clone: (model: Model, copy: Model) => void;
}
