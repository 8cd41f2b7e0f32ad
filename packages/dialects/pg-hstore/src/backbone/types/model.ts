import type { AnyColumn, Attrs, Cast, IdOf, ValueAt } from '@shelf/core';
import type { Collection } from './collection.js';
import type { EventMethods } from './events.js';
import type { ModelDestroyOptions, ModelFetchOptions, ModelSaveOptions, SetOptions, StoredRow } from './options.js';
import type { SyncMethod } from './sync.js';

/** A Backbone model that is stored in a row. */
// oxlint-disable-next-line typescript/no-explicit-any -- a model without a row type accepts every attribute
export interface Model<Row extends object = any> extends EventMethods {
  /** Phantom: carries the row type; nothing is there at run time. */
  readonly '~row': Row;
  attributes: Attrs<Row>;
  changed: Attrs<Row>;
  readonly cid: string;
  cidPrefix: string;
  collection?: Collection<this> | undefined;
  defaults?: Attrs<Row> | (() => Attrs<Row>);
  /** The key: the attribute that `idAttribute` names. */
  id: IdOf<Row>;
  idAttribute: string;
  /** Why `validate` refused the attributes the last time; null when it did not. */
  validationError: unknown;
  /** The table, as the path's last segment; before it may stand the parents, as in `/owners/7/badgers`. */
  urlRoot?: string | (() => string);
  /** The column that holds attributes without a column of their own: `attributes` unless told otherwise, false for none. */
  dynamicColumn?: string | false;
  /** The types of such attributes, which are read as text unless told otherwise. */
  casts?: Readonly<Record<string, Cast>>;

  initialize(attributes?: Attrs<Row>, options?: object): void;
  preinitialize(attributes?: Attrs<Row>, options?: object): void;
  get<K extends AnyColumn<Row> & string>(name: K): ValueAt<Row, K> | undefined;
  set<K extends AnyColumn<Row> & string>(name: K, value: ValueAt<Row, K>, options?: SetOptions): this | false;
  set(attributes: Attrs<Row>, options?: SetOptions): this | false;
  has(name: AnyColumn<Row> & string): boolean;
  escape(name: AnyColumn<Row> & string): string;
  unset(name: AnyColumn<Row> & string, options?: SetOptions): this | false;
  clear(options?: SetOptions): this | false;
  isNew(): boolean;
  isValid(options?: object): boolean;
  validate?(attributes: Attrs<Row>, options?: object): unknown;
  hasChanged(name?: AnyColumn<Row> & string): boolean;
  changedAttributes(attributes?: Attrs<Row>): Attrs<Row> | false;
  previous<K extends AnyColumn<Row> & string>(name: K): ValueAt<Row, K> | null | undefined;
  previousAttributes(): Attrs<Row>;
  matches(attributes: Attrs<Row>): boolean;
  clone(): this;
  url(): string;
  parse(response: StoredRow, options?: object): Attrs<Row>;
  toJSON(options?: object): StoredRow;
  keys(): string[];
  values(): unknown[];
  pairs(): [string, unknown][];
  invert(): Record<string, string>;
  pick(...names: (string | readonly string[])[]): Attrs<Row>;
  omit(...names: (string | readonly string[])[]): Attrs<Row>;
  isEmpty(): boolean;

  /**
   * Reads the model's row by its id, or the first that the filter lets through, and sets it.
   *
   * Resolves to the model. Rejects with an Error `Not found` when there is no row; nothing is unhandled where nobody looks at the promise.
   *
   * @example
   * new Badger({ id: 345 }).fetch({ filter: { owner_id: 123 }, success: (badger) => console.log(badger.get('name')) });
   */
  fetch(options?: ModelFetchOptions<this>): Promise<this>;
  /**
   * Inserts the row of a new model; updates what has changed of another's, and removes the attributes without a column that were unset.
   *
   * Resolves to the model, into which the stored row has been merged; gives false at once when `validate` refuses the attributes.
   * Rejects with an Error `Not found` when there is no row to update, and with the database's refusal as Shelf's errors.
   *
   * @example
   * badger.save({ age: 3 }, { success: (badger) => console.log('Badger updated') });
   */
  save(attributes?: Attrs<Row> | null, options?: ModelSaveOptions<this>): Promise<this> | false;
  save<K extends AnyColumn<Row> & string>(
    name: K,
    value: ValueAt<Row, K>,
    options?: ModelSaveOptions<this>,
  ): Promise<this> | false;
  /**
   * Deletes the row.
   *
   * Resolves to the model; gives false at once when it is new. Rejects with an Error `Not found` when there was no row.
   */
  destroy(options?: ModelDestroyOptions<this>): Promise<this> | false;
  /** Stores or reads the model; calls `Backbone.sync` unless overridden. */
  sync(method: SyncMethod, model: this, options?: object): Promise<unknown>;
}
