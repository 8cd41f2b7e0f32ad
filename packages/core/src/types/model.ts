import type { Knex } from 'knex';
import type { Collection, Page } from './collection.js';
import type {
  DestroyOptions,
  FetchOptions,
  NewOptions,
  PageOptions,
  Require,
  SaveOptions,
  SerializeOptions,
  SyncOptions,
  Timestamps,
  TimestampOptions,
} from './options.js';
import type { Pagination } from './page.js';
import type { Fetched, Found, Json, Projection } from './projection.js';
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
import type { AnyColumn, Attrs, Columns, SavedAttrs, SqlValue, ValueAt } from './row.js';
import type { Scope } from '../scope.js';
import type { Sync } from '../sync.js';

/**
 * A row of a table, or the query for one. Here stands what describes its table and what reaches the database; the files
 * `model-attributes.ts` and `model-events.ts` merge in the rest. (They merge rather than being inherited from: each base interface
 * would cost the compiler a type per model and per set of loaded relations.)
 */
// oxlint-disable-next-line typescript/no-explicit-any -- a model without a row type accepts every attribute
export interface Model<Row = any> {
  /** The table. In class form a static or a getter. */
  tableName: string;
  /** The attribute that is the key, `id` unless told otherwise; several for a composite key. In class form a static or a getter. */
  idAttribute: Columns<Row> | readonly Columns<Row>[] | null;
  /** Whether `save` keeps `created_at` and `updated_at`, or the two columns named. */
  hasTimestamps: Timestamps;
  /** What an insert writes into attributes that are not set. */
  defaults?: Partial<Row> | (() => Partial<Row>);
  /** What was loaded or put here by the name of a relation. */
  relations: Record<string, unknown>;
  /** What narrows the rows that the model stands for. */
  scopes: readonly Scope[];

  /**
   * Reads the row that has the attributes set on the model, and sets its columns.
   *
   * Resolves to the model, or to null when there is no row. Rejects with `NotFoundError` instead when `{ require: true }` was given
   * (or the class or shelf says `requireFetch`), and with `UndefinedBindingError` when an attribute is undefined.
   *
   * @param options what to read (`columns`, `lock`, `withSchema`), whether a row must be there (`require`), where to run
   * (`transacting`, `signal`, `timeout`).
   * @example
   * const user = await new User({ email: 'ada@example.org' }).fetch();
   * const sure = await User.where({ id: 1 }).fetch({ require: true });
   */
  fetch<I extends Projection, R extends boolean = false>(
    options?: FetchOptions<this, I> & Require<R>,
  ): ShelfPromise<Found<Fetched<this, I>, R>>;
  /**
   * Reads all rows that the model's query selects.
   *
   * Resolves to a collection. Rejects with `EmptyError` when there is no row and `{ require: true }` was given.
   */
  fetchAll<I extends Projection>(
    options?: FetchOptions<this, I> & Require<boolean>,
  ): ShelfPromise<Collection<Fetched<this, I>>>;
  /**
   * Reads one page of the rows that the model's query selects; ten rows unless told otherwise.
   *
   * Resolves to a collection with `pagination`: `{ page, pageSize, rowCount, pageCount }`, or `{ limit, offset, rowCount }`.
   *
   * @param options which page (`page` and `pageSize`, or `limit` and `offset`); `disableCount` spares the query for the counts.
   * @example
   * const page = await User.where({ active: true }).orderBy('name').fetchPage({ page: 2, pageSize: 20 });
   * page.pagination.rowCount;
   */
  fetchPage<I extends Projection, L extends number = never, D extends boolean = false>(
    options?: FetchOptions<this, I> & PageOptions<L, D>,
  ): ShelfPromise<Page<Fetched<this, I>, Pagination<L, D>>>;
  /**
   * Reads the model's row again, by its key.
   *
   * Resolves to the model. Rejects with `NotFoundError` when the row is gone; with `{ require: false }` it resolves to null instead.
   */
  refresh<I extends Projection, R extends boolean = true>(
    options?: FetchOptions<this, I> & Require<R>,
  ): ShelfPromise<Found<Fetched<this, I>, R>>;
  /** Counts the rows that the model's query selects, or those where the column is not null. */
  count(options: SyncOptions): ShelfPromise<number>;
  count(column?: (AnyColumn<Row> & string) | '*', options?: SyncOptions): ShelfPromise<number>;
  /**
   * Inserts the row when the model is new, otherwise updates what changed.
   *
   * Resolves to the model, with the key and what else the database reports. Rejects with `NoRowsUpdatedError` when an update matches
   * no row, and with the database's refusal as `UniqueViolationError`, `ForeignKeyViolationError`, `NotNullViolationError`,
   * `CheckViolationError`, `UnknownColumnError` or `InvalidValueError`.
   *
   * @param attrs set on the model first; SQL among them (`knex.raw(…)`) is written, and what it has come to is read again.
   * @param options `patch` writes these attributes only, `method` decides between insert and update.
   * @example
   * const user = await new User({ name: 'Ada' }).save();
   * await user.save({ name: 'Grace' }, { patch: true });
   * await user.save('name', 'Grace', { transacting: t });
   */
  // The common call is tried first, for it costs least, and again last, for TypeScript 7 reports the last one's error.
  save(attrs?: Attrs<Row> | null, options?: SaveOptions): ShelfPromise<this>;
  save<K extends AnyColumn<Row> & string>(
    column: K,
    value: ValueAt<Row, K> | SqlValue,
    options?: SaveOptions,
  ): ShelfPromise<this>;
  save(attrs: SavedAttrs<Row>, options?: SaveOptions): ShelfPromise<this>;
  save(attrs?: Attrs<Row> | null, options?: SaveOptions): ShelfPromise<this>;
  /**
   * Deletes the model's row, and clears the model.
   *
   * Resolves to the model. Rejects with `NoRowsDeletedError` when there was no row and `{ require: true }` was given, and with
   * `UndefinedBindingError` when neither a key nor a `where` says which row.
   *
   * @param options `require` insists on a row; `all` allows a delete that nothing narrows.
   */
  destroy(options?: DestroyOptions): ShelfPromise<this>;

  /**
   * Constrains the query, with any method of knex's builder; without arguments, returns the builder.
   *
   * @example
   * user.query('where', 'age', '>', 17);
   * user.query({ where: { active: true }, limit: 5 });
   * user.query((qb) => qb.whereNull('deleted_at').limit(5));
   */
  query(): Knex.QueryBuilder;
  query(method: QueryMethod, ...args: readonly unknown[]): this;
  query(calls: QueryCalls): this;
  query(build: QueryFunction): this;
  /**
   * Narrows the query to rows with these values. An `undefined` among them is an error, never a dropped condition.
   *
   * @example
   * User.where({ active: true }).where('age', '>', 17).where('role', 'in', ['admin', 'editor']).fetchAll();
   */
  where(build: QueryFunction | Knex.Raw): this;
  where<K extends AnyColumn<Row> & string, O extends Operator>(
    column: K,
    operator: O,
    value: Operand<O, ValueAt<Row, K>>,
  ): this;
  where<K extends AnyColumn<Row> & string>(column: K, value: ValueAt<Row, K> | null): this;
  where(attrs: Attrs<Row>): this;
  /**
   * Orders the rows by a column, descending with `-` before its name; by the key when none is given.
   *
   * @param column a column of the table, or a name with its table
   * @param direction `'asc'` or `'desc'`; or the options
   * @param options `nulls`: whether rows without a value come first or last, on every database
   * @example
   * User.orderBy('-age', { nulls: 'last' }).fetchAll();
   */
  orderBy(column?: OrderColumn<Row>, direction?: Direction | OrderOptions, options?: OrderOptions): this;
  /** Forgets the query's constraints. */
  resetQuery(): this;
  /** Makes the object that runs the model's queries; may be overridden. */
  sync(options?: SyncOptions): Sync;

  /** Runs when the model is made, for fetched rows too; does nothing unless overridden. */
  initialize(attrs?: Attrs<Row>, options?: NewOptions): void;
  /** Turns a row read into attributes; gives it back unless overridden. */
  parse(response: Record<string, unknown>, options?: SyncOptions): Partial<Row>;
  /** Turns a copy of the attributes into the row to write; gives it back unless overridden. */
  format(attrs: Partial<Row>, options?: SyncOptions): Record<string, unknown>;
  /** Sets the timestamp columns, and returns what it set. `save` calls it where the model `hasTimestamps`. */
  timestamp(options?: TimestampOptions): Partial<Row>;
  /**
   * Copies the attributes, and the loaded relations' unless `{ shallow: true }`, for `JSON.stringify`.
   *
   * An override may add members; take one out in a method of another name.
   */
  toJSON(options?: SerializeOptions): Json<this>;
  /** Makes what `toJSON` returns. */
  serialize(options?: SerializeOptions): Json<this>;
}
