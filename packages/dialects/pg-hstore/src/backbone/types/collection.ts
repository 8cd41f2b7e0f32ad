import type { AnyColumn, Attrs, Collection as ShelfCollection, KeyOf, RowOf, ValueAt } from '@shelf/core';
import type { EventMethods } from './events.js';
import type {
  CollectionFetchOptions,
  CollectionSetOptions,
  ModelSaveOptions,
  SilentOptions,
  StoredRow,
} from './options.js';
import type { SyncMethod } from './sync.js';

/** Underscore's functions, as Shelf's collections have them of Backbone too. */
type ListFunctions =
  | 'each'
  | 'forEach'
  | 'map'
  | 'collect'
  | 'reduce'
  | 'foldl'
  | 'inject'
  | 'reduceRight'
  | 'foldr'
  | 'find'
  | 'detect'
  | 'findIndex'
  | 'findLastIndex'
  | 'filter'
  | 'select'
  | 'reject'
  | 'partition'
  | 'every'
  | 'all'
  | 'some'
  | 'any'
  | 'includes'
  | 'include'
  | 'contains'
  | 'invoke'
  | 'max'
  | 'min'
  | 'sortBy'
  | 'groupBy'
  | 'countBy'
  | 'indexBy'
  | 'shuffle'
  | 'sample'
  | 'toArray'
  | 'size'
  | 'isEmpty'
  | 'first'
  | 'head'
  | 'take'
  | 'initial'
  | 'last'
  | 'rest'
  | 'tail'
  | 'drop'
  | 'without'
  | 'difference'
  | 'indexOf'
  | 'lastIndexOf'
  | 'chain';

/** A model, or the attributes to make one of. */
export type ModelLike<M> = M | Attrs<RowOf<M>>;

/** A Backbone collection whose models are the rows of a table, or those of them that belong to a parent. */
export interface Collection<M> extends EventMethods, Pick<ShelfCollection<M>, ListFunctions> {
  /** Phantom: carries the model type; nothing is there at run time. */
  readonly '~model': M;
  [Symbol.iterator](): IterableIterator<M>;
  model: (new (...args: never) => M) | ((attributes: StoredRow, options: object) => M);
  models: M[];
  readonly length: number;
  comparator?: string | false | ((one: M, other: M) => number) | ((model: M) => string | number);
  /** The table, as a model's `urlRoot` says it: `/badgers`, `/owners/7/badgers`. */
  url?: string | (() => string);
  /** The same under the model's name. */
  urlRoot?: string | (() => string);

  initialize(models?: readonly ModelLike<M>[], options?: object): void;
  preinitialize(models?: readonly ModelLike<M>[], options?: object): void;
  add(models: readonly ModelLike<M>[], options?: CollectionSetOptions): M[];
  add(model: ModelLike<M>, options?: CollectionSetOptions): M;
  remove(models: readonly (ModelLike<M> | KeyOf<RowOf<M>>)[], options?: SilentOptions): M[];
  remove(model: ModelLike<M> | KeyOf<RowOf<M>>, options?: SilentOptions): M | undefined;
  reset(models?: readonly ModelLike<M>[], options?: CollectionSetOptions): M[];
  set(models: readonly ModelLike<M>[], options?: CollectionSetOptions): M[];
  push(model: ModelLike<M>, options?: CollectionSetOptions): M;
  pop(options?: SilentOptions): M | undefined;
  unshift(model: ModelLike<M>, options?: CollectionSetOptions): M;
  shift(options?: SilentOptions): M | undefined;
  slice(begin?: number, end?: number): M[];
  get(id: KeyOf<RowOf<M>> | ModelLike<M> | null | undefined): M | undefined;
  has(id: KeyOf<RowOf<M>> | ModelLike<M>): boolean;
  at(index: number): M | undefined;
  where(attributes: Attrs<RowOf<M>>): M[];
  findWhere(attributes: Attrs<RowOf<M>>): M | undefined;
  pluck<K extends AnyColumn<RowOf<M>> & string>(name: K): ValueAt<RowOf<M>, K>[];
  sort(options?: SilentOptions): this;
  clone(): this;
  modelId(attributes: StoredRow, idAttribute?: string): unknown;
  parse(response: StoredRow[], options?: object): StoredRow[];
  toJSON(options?: object): StoredRow[];

  /**
   * Reads the rows in the order of their ids, and merges them into the models; models that have no row are removed.
   *
   * Resolves to the collection. Rejects with what the database says; nothing is unhandled where nobody looks at the promise.
   *
   * @example
   * await badgers.fetch({ filter: { name: 'bob' } });
   */
  fetch(options?: CollectionFetchOptions<this>): Promise<this>;
  /** Makes a model, adds it, and saves it; gives the model, or false when `validate` refuses the attributes. */
  create(model: ModelLike<M>, options?: ModelSaveOptions<M>): M | false;
  /** Reads the collection; calls `Backbone.sync` unless overridden. */
  sync(method: SyncMethod, collection: this, options?: object): Promise<unknown>;
}
