import type { Knex } from 'knex';
import type { AnyModelClass, InstanceOf, ModelLike, RowOf } from './any-model.js';
import type { Collection, Page } from './collection.js';
import type { NoRowsDeletedError, NoRowsUpdatedError, NotFoundError } from '../errors.js';
import type { Scope } from '../scope.js';
import type { ExtendedClass, Hooks } from './extend.js';
import type { Model } from './model.js';
import type {
  FetchOptions,
  NewCollectionOptions,
  NewOptions,
  PageOptions,
  Require,
  SaveOptions,
  SyncOptions,
  Timestamps,
  UpsertOptions,
} from './options.js';
import type { Pagination } from './page.js';
import type { Fetched, Projection } from './projection.js';
import type { ShelfPromise } from './promise.js';
import type {
  Direction,
  Operand,
  Operator,
  OrderColumn,
  OrderOptions,
  QueryCalls,
  QueryFunction,
  QueryMethod,
} from './query.js';
import type { AnyColumn, Attrs, Columns, Insertable, ValueAt } from './row.js';

/** What every model class has; plugins merge theirs in. The row comes from `this`. */
export interface ModelStatics {
  /** The table, for models in class form. */
  tableName?: string;
  /** The attribute that is the key, `id` unless told otherwise; several for a composite key. For models in class form. */
  idAttribute?: string | readonly string[] | null;
  /** Whether `save` keeps `created_at` and `updated_at`, or the two columns named. For models in class form. */
  hasTimestamps?: Timestamps;
  /** What an insert writes into attributes that are not set. For models in class form. */
  defaults?: object | (() => object);
  /** Makes `fetch` reject with `NotFoundError` where it would resolve to null. */
  requireFetch?: boolean;
  /** What narrows the rows that this class's models stand for. */
  scopes?: readonly Scope[];
  /**
   * The column that holds, where the dialect has such, the attributes without a column of their own: `attributes` unless told
   * otherwise, false for none.
   */
  dynamicColumn?: string | boolean;
  /**
   * The types of attributes without a column of their own, which are text unless told otherwise: each a `Cast`. (A static is not
   * typed by what it overrides, and `{ age: 'integer' }` has strings; write `satisfies Record<string, Cast>` to have them checked.)
   */
  casts?: Readonly<Record<string, string>>;

  /** What `fetch` rejects with; a class of this model's own, so that `catch` can tell models apart. */
  readonly NotFoundError: typeof NotFoundError;
  /** What `save` rejects with when an update matches no row; a class of this model's own. */
  readonly NoRowsUpdatedError: typeof NoRowsUpdatedError;
  /** What `destroy` rejects with when no row was deleted; a class of this model's own. */
  readonly NoRowsDeletedError: typeof NoRowsDeletedError;

  /** Makes a model: `new`, in a word. */
  forge<C extends AnyModelClass>(this: C, attrs?: Attrs<RowOf<InstanceOf<C>>>, options?: NewOptions): InstanceOf<C>;
  /** Makes a collection of this class's models. */
  collection<C extends AnyModelClass>(
    this: C,
    models?: readonly ModelLike<InstanceOf<C>>[],
    options?: NewCollectionOptions,
  ): Collection<InstanceOf<C>>;
  /**
   * Reads all rows.
   *
   * Resolves to a collection. Rejects with `EmptyError` when there is no row and `{ require: true }` was given.
   */
  fetchAll<C extends AnyModelClass, I extends Projection>(
    this: C,
    options?: FetchOptions<InstanceOf<C>, I> & Require<boolean>,
  ): ShelfPromise<Collection<Fetched<InstanceOf<C>, I>>>;
  /**
   * Reads one page of all rows; ten rows unless told otherwise.
   *
   * Resolves to a collection with `pagination`.
   */
  fetchPage<C extends AnyModelClass, I extends Projection, L extends number = never, D extends boolean = false>(
    this: C,
    options?: FetchOptions<InstanceOf<C>, I> & PageOptions<L, D>,
  ): ShelfPromise<Page<Fetched<InstanceOf<C>, I>, Pagination<L, D>>>;
  /** Counts the rows, or those where the column is not null. */
  count<C extends AnyModelClass>(this: C, options: SyncOptions): ShelfPromise<number>;
  count<C extends AnyModelClass>(
    this: C,
    column?: (AnyColumn<RowOf<InstanceOf<C>>> & string) | '*',
    options?: SyncOptions,
  ): ShelfPromise<number>;
  /**
   * Inserts a row, of which no column without a default may be missing.
   *
   * Resolves to the model. Rejects as `save` does.
   */
  create<C extends AnyModelClass>(
    this: C,
    attrs: Insertable<RowOf<InstanceOf<C>>>,
    options?: SaveOptions,
  ): ShelfPromise<InstanceOf<C>>;
  /**
   * Inserts the row, or updates the row that is there already.
   *
   * Resolves to the model as it is stored. Rejects as `save` does.
   *
   * @param options `conflict` names the columns of the unique index that decides; `where` what a partial index says of its rows;
   * `update` the columns to update, all given ones when left out.
   * @example
   * await User.upsert({ email: 'ada@example.org', name: 'Ada' }, { conflict: 'email', update: ['name'] });
   */
  upsert<C extends AnyModelClass>(
    this: C,
    attrs: Insertable<RowOf<InstanceOf<C>>>,
    options: UpsertOptions<Columns<RowOf<InstanceOf<C>>>>,
  ): ShelfPromise<InstanceOf<C>>;

  /**
   * Makes a model out of the scopes of its class: what is chained to it reads, updates and deletes any row of the table.
   *
   * @example
   * const everybody = await User.unscoped().where({ role: 'admin' }).fetchAll();
   */
  unscoped<C extends AnyModelClass>(this: C): InstanceOf<C>;
  /**
   * Makes a model whose query is constrained with any method of knex's builder; without arguments, returns the builder, which answers
   * knex's rows from within the scopes of the class.
   *
   * @example
   * const names = await User.query().where('age', '>', 17).pluck('name');
   */
  query<C extends AnyModelClass>(this: C): Knex.QueryBuilder;
  query<C extends AnyModelClass>(this: C, method: QueryMethod, ...args: readonly unknown[]): InstanceOf<C>;
  query<C extends AnyModelClass>(this: C, calls: QueryCalls): InstanceOf<C>;
  query<C extends AnyModelClass>(this: C, build: QueryFunction): InstanceOf<C>;
  /**
   * Makes a model whose query selects the rows with these values.
   *
   * @example
   * const admins = await User.where({ role: 'admin' }).where('age', '>', 17).fetchAll();
   */
  where<C extends AnyModelClass>(this: C, build: QueryFunction | Knex.Raw): InstanceOf<C>;
  where<C extends AnyModelClass, K extends AnyColumn<RowOf<InstanceOf<C>>> & string, O extends Operator>(
    this: C,
    column: K,
    operator: O,
    value: Operand<O, ValueAt<RowOf<InstanceOf<C>>, K>>,
  ): InstanceOf<C>;
  where<C extends AnyModelClass, K extends AnyColumn<RowOf<InstanceOf<C>>> & string>(
    this: C,
    column: K,
    value: ValueAt<RowOf<InstanceOf<C>>, K> | null,
  ): InstanceOf<C>;
  where<C extends AnyModelClass>(this: C, attrs: Attrs<RowOf<InstanceOf<C>>>): InstanceOf<C>;
  /** Makes a model whose query is ordered by a column, descending with `-` before its name; by the key when none is given. */
  orderBy<C extends AnyModelClass>(
    this: C,
    column?: OrderColumn<RowOf<InstanceOf<C>>>,
    direction?: Direction | OrderOptions,
    options?: OrderOptions,
  ): InstanceOf<C>;

  /**
   * Makes a subclass, as Backbone does it. The row comes from the class extended: `db.Model.of<UserRow>().extend({ … })`.
   *
   * @param proto members of its instances; `constructor` replaces the constructor.
   * @param statics members of the class itself.
   * @example
   * const User = db.Model.of<UserRow>().extend(
   *   { tableName: 'users', shout() { return this.get('name').toUpperCase(); } },
   *   { named(name: string) { return this.forge({ name }); } },
   * );
   */
  // P is unconstrained, so that no method's return type is needed to infer it.
  extend<C extends AnyModelClass, P extends object, S extends object = {}>(
    this: C,
    proto?: P & Hooks<InstanceOf<C>> & ThisType<P & InstanceOf<C>>,
    statics?: S & ThisType<ExtendedClass<C, P, S>>,
  ): ExtendedClass<C, P, S>;

  /** Runs the constructor on an instance being made: for an overridden `constructor`. */
  apply(instance: object, args?: ArrayLike<unknown>): void;
  /** Runs the constructor on an instance being made: for an overridden `constructor`. */
  call(instance: object, ...args: readonly unknown[]): void;
}

/** A class whose models have this row: what `db.Model.of<Row>()` returns. */
export interface ModelOf<Row extends object> extends ModelStatics {
  new (attrs?: Attrs<Row>, options?: NewOptions): Model<Row>;
}

/**
 * The `Model` of a shelf: the base class of its models.
 *
 * @example
 * class User extends db.Model<UserRow> {
 *   static override tableName = 'users';
 * }
 */
export interface ModelConstructor extends ModelStatics {
  // The first signature serves `new db.Model(…)`, the second `db.Model<Row>`; the last is the one that `InstanceOf` reads.
  // oxlint-disable-next-line typescript/no-explicit-any -- a model without a row type accepts every attribute
  new (attrs?: Attrs<any>, options?: NewOptions): Model;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  new <Row extends object = any>(attrs?: Attrs<Row>, options?: NewOptions): Model<Row>;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  new (attrs?: Attrs<any>, options?: NewOptions): Model;
  /** Names the row type for `extend`, and returns the class itself; unlike `(db.Model<Row>)` it can be printed in declarations. */
  of<Row extends object>(): ModelOf<Row>;
}
