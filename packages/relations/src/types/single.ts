import type {
  AnyColumn,
  Attrs,
  SavedAttrs,
  Columns,
  DestroyOptions,
  FetchOptions,
  Fetched,
  Found,
  Operand,
  Operator,
  OrderColumn,
  OrderOptions,
  Direction,
  Projection,
  QueryCalls,
  QueryFunction,
  QueryMethod,
  Require,
  RowOf,
  SaveOptions,
  SetOptions,
  ShelfPromise,
  SyncOptions,
  ValueAt,
} from '@shelf/core';
import type { Knex } from 'knex';
import type { Item, ItemPaths, Items } from './constraints.js';
import type { CheckItem, CheckOne } from './check.js';
import type { Loaded } from './loaded.js';
import type { Tag } from './relation.js';

/**
 * A relation to one model: a model of the target's class, whose query finds the related row. Here stands what is of use before it is
 * fetched; `related(name)` and what `fetch` resolves to have all members of the target's class.
 */
export interface Single<out M> {
  /** Phantom: what the relation leads to; nothing is there at run time. */
  readonly '~tag': Tag<'one', M>;

  /**
   * Reads the related row.
   *
   * Resolves to the related model, or to null when there is none. Rejects with `NotFoundError` instead when `{ require: true }` was
   * given.
   *
   * @example
   * const author = await post.author().fetch();
   */
  fetch<I extends Projection, R extends boolean = false>(
    options?: FetchOptions<M, I> & Require<R>,
  ): ShelfPromise<Found<Fetched<M, I>, R>>;
  /** Reads the related row again, by its key. Resolves and rejects as a model's `refresh` does. */
  refresh<I extends Projection, R extends boolean = true>(
    options?: FetchOptions<M, I> & Require<R>,
  ): ShelfPromise<Found<Fetched<M, I>, R>>;
  /** Counts the related rows: one or none. */
  count(options?: SyncOptions): ShelfPromise<number>;
  /**
   * Inserts the related row, with its keys set, or updates what changed.
   *
   * Resolves to the related model. Rejects as a model's `save` does.
   *
   * @example
   * await user.profile().save({ motto: 'Onward' });
   */
  save(attrs: SavedAttrs<RowOf<M>>, options?: SaveOptions): ShelfPromise<M>;
  save(attrs?: Attrs<RowOf<M>> | null, options?: SaveOptions): ShelfPromise<M>;
  /** Deletes the related row. Resolves to the related model; rejects as a model's `destroy` does. */
  destroy(options?: DestroyOptions): ShelfPromise<M>;
  /** Loads relations of the related model. Resolves to it, and rejects as a model's `load` does. */
  load<I extends Item, S extends Items>(
    relations: readonly CheckItem<M, I>[] | CheckOne<M, S>,
    options?: SyncOptions,
  ): ShelfPromise<Loaded<Loaded<M, ItemPaths<I>>, ItemPaths<S>>>;

  /** Constrains the query, with any method of knex's builder; without arguments, returns the builder. */
  query(): Knex.QueryBuilder;
  query(method: QueryMethod, ...args: readonly unknown[]): this;
  query(calls: QueryCalls): this;
  query(build: QueryFunction): this;
  /** Narrows the query to rows with these values. */
  where(build: QueryFunction | Knex.Raw): this;
  where<K extends AnyColumn<RowOf<M>> & string, O extends Operator>(
    column: K,
    operator: O,
    value: Operand<O, ValueAt<RowOf<M>, K>>,
  ): this;
  where<K extends AnyColumn<RowOf<M>> & string>(column: K, value: ValueAt<RowOf<M>, K> | null): this;
  where(attrs: Attrs<RowOf<M>>): this;
  /** Orders the rows by a column, of which the first is fetched; descending with `-` before its name. */
  orderBy(column?: OrderColumn<RowOf<M>>, direction?: Direction | OrderOptions, options?: OrderOptions): this;

  /** Reads an attribute. */
  get<K extends Columns<RowOf<M>> & string>(column: K): RowOf<M>[K];
  /** Sets attributes, to be saved. */
  set(attrs: Attrs<RowOf<M>>, options?: SetOptions): this;
}
