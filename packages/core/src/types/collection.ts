import type { Knex } from 'knex';
import type { ModelLike, RowOf } from './any-model.js';
import type { MethodArgs, MethodResult } from './method.js';
import type {
  FetchOptions,
  MergeOptions,
  NewCollectionOptions,
  PageOptions,
  Require,
  SaveOptions,
  SerializeOptions,
  SyncOptions,
} from './options.js';
import type { Pagination } from './page.js';
import type { Fetched, Found, Json, Projection } from './projection.js';
import type { ShelfPromise } from './promise.js';
import type { Direction, OrderColumn, OrderOptions, QueryCalls, QueryFunction, QueryMethod } from './query.js';
import type { AnyColumn } from './row.js';
import type { Scope } from '../scope.js';
import type { Sync } from '../sync.js';

/**
 * An ordered list of models, and the query that fills it. Here stands what reaches the database; `collection-members.ts`,
 * `collection-functions.ts` and `collection-events.ts` merge in the rest (see `Model` for why they merge).
 */
export interface Collection<M> {
  /**
   * Reads the rows that the collection's query selects, and replaces the models with them.
   *
   * Resolves to the collection. Rejects with `EmptyError` when there is no row and `{ require: true }` was given.
   *
   * @param options what to read (`columns`, `lock`, `withSchema`), whether rows must be there (`require`), whether they join those
   * that are there (`merge`, `remove`), where to run (`transacting`, `signal`, `timeout`).
   * @example
   * const users = await User.collection().query('where', 'age', '>', 17).orderBy('name').fetch();
   */
  fetch<I extends Projection>(
    options?: FetchOptions<M, I> & Require<boolean> & MergeOptions,
  ): ShelfPromise<FetchedCollection<this, M, I>>;
  /**
   * Reads the first row that the collection's query selects; the collection stays as it is.
   *
   * Resolves to the model, or to null when there is no row. Rejects with `NotFoundError` instead when `{ require: true }` was given.
   */
  fetchOne<I extends Projection, R extends boolean = false>(
    options?: FetchOptions<M, I> & Require<R>,
  ): ShelfPromise<Found<Fetched<M, I>, R>>;
  /**
   * Reads one page of the rows that the collection's query selects.
   *
   * Resolves to a collection with `pagination`.
   *
   * @example
   * const page = await user.posts().orderBy('-id').fetchPage({ page: 2, pageSize: 20 });
   * page.pagination.rowCount;
   */
  fetchPage<I extends Projection, L extends number = never, D extends boolean = false>(
    options?: FetchOptions<M, I> & PageOptions<L, D>,
  ): ShelfPromise<Page<Fetched<M, I>, Pagination<L, D>>>;
  /** Counts the rows that the collection's query selects, or those where the column is not null. */
  count(options: SyncOptions): ShelfPromise<number>;
  count(column?: (AnyColumn<RowOf<M>> & string) | '*', options?: SyncOptions): ShelfPromise<number>;
  /**
   * Makes a model of the attributes, saves it, and adds it to the collection.
   *
   * Resolves to the model. Rejects as `save` does.
   */
  create(model: ModelLike<M>, options?: SaveOptions): ShelfPromise<M>;
  /**
   * Saves all models in one transaction: new ones in inserts of many rows, changed ones each in an update.
   *
   * Resolves to the collection. Rejects as `save` does, and then nothing has been written.
   *
   * @example
   * await User.collection([{ name: 'Ada' }, { name: 'Grace' }]).saveAll();
   */
  saveAll(options?: SaveOptions): ShelfPromise<this>;

  /**
   * Constrains the query, with any method of knex's builder; without arguments, returns the builder.
   *
   * @example
   * users.query('where', 'age', '>', 17);
   * users.query({ where: { active: true }, limit: 5 });
   * users.query((qb) => qb.whereNull('deleted_at').limit(5));
   */
  query(): Knex.QueryBuilder;
  query(method: QueryMethod, ...args: readonly unknown[]): this;
  query(calls: QueryCalls): this;
  query(build: QueryFunction): this;
  /**
   * Orders the rows by a column, descending with `-` before its name; by the key when none is given.
   *
   * @param column a column of the table, or a name with its table
   * @param direction `'asc'` or `'desc'`; or the options
   * @param options `nulls`: whether rows without a value come first or last, on every database
   * @example
   * User.orderBy('-age', { nulls: 'last' }).fetchAll();
   */
  orderBy(column?: OrderColumn<RowOf<M>>, direction?: Direction | OrderOptions, options?: OrderOptions): this;
  /** What narrows the rows that the collection stands for: its model's scopes, unless told otherwise. */
  scopes: readonly Scope[];
  /** Forgets the query's constraints. */
  resetQuery(): this;
  /** Makes the object that runs the collection's queries; may be overridden. */
  sync(options?: SyncOptions): Sync;

  /** Runs when the collection is made; does nothing unless overridden. */
  initialize(models?: readonly ModelLike<M>[], options?: NewCollectionOptions): void;
  /** Turns the rows read into what the collection is filled with; gives them back unless overridden. */
  parse(response: readonly Record<string, unknown>[], options?: SyncOptions): readonly Record<string, unknown>[];
  /** Copies every model's attributes, and its loaded relations' unless `{ shallow: true }`, for `JSON.stringify`. */
  toJSON(options?: SerializeOptions): Json<M>[];
  /** Makes what `toJSON` returns. */
  serialize(options?: SerializeOptions): Json<M>[];

  /**
   * Calls the function with each model, and waits for all it returns.
   *
   * Resolves to the list of results.
   */
  mapThen<T>(iteratee: (model: M, index: number) => T | PromiseLike<T>, context?: unknown): ShelfPromise<T[]>;
  /**
   * Folds the models into one value, and waits for each step.
   *
   * Resolves to the last value.
   */
  reduceThen(iteratee: (memo: M, model: M, index: number) => M | PromiseLike<M>): ShelfPromise<M | undefined>;
  reduceThen<T>(
    iteratee: (memo: T, model: M, index: number) => T | PromiseLike<T>,
    memo: T | PromiseLike<T>,
    context?: unknown,
  ): ShelfPromise<T>;
  /**
   * Calls a method on each model, and waits for all it returns.
   *
   * Resolves to the list of results.
   *
   * @example
   * await users.invokeThen('save', null, { transacting: t });
   */
  invokeThen<K extends keyof M & string>(method: K, ...args: MethodArgs<M[K]>): ShelfPromise<MethodResult<M[K]>[]>;
}

/** One page of models. */
export interface Page<M, P = Pagination> extends Collection<M> {
  /** Where the page lies, and how many rows there are. */
  readonly pagination: P;
}

/** A collection C of M after a fetch with projection I; the narrower one first, for it answers the calls. */
export type FetchedCollection<C, M, I> = [Projection] extends [I] ? C : Collection<Fetched<M, I>> & C;
