import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Knex } from 'knex';
import type { CallOptions, Row } from './call.js';
import type { Dialect } from './dialect.js';
import type { IdAttribute } from './key.js';
import type { KnownOptions } from './known-options.js';
import type { Naming } from './naming.js';
import type { Scope } from './scope.js';
import type { Sync } from './sync.js';
import type { Catalogue, Tables } from './catalogue.js';
import type { OwnStatements } from './dialect/own-statements.js';
import type { TransactionCallbacks } from './transaction/callbacks.js';

export type { CallOptions, Row };

/** What Backbone.Events keeps on an object, and the methods it brings. */
export interface Evented {
  _events?: Record<string, unknown> | undefined;
  on(name: string, callback: (...args: never[]) => unknown, context?: unknown): this;
  off(name?: string | null, callback?: ((...args: never[]) => unknown) | null, context?: unknown): this;
  trigger(name: string, ...args: unknown[]): this;
  triggerThen(name: string, ...args: unknown[]): Promise<unknown[]>;
}

/** What fewer models need: made when first used, so that a fetched model stays small. */
export interface Extra {
  cid?: string;
  relations?: Row | undefined;
  query?: Knex.QueryBuilder | undefined;
  /** A constraint that must not run, kept until the action it was meant for can reject with it. */
  refused?: Error | undefined;
  /** Attributes that a query computed: they are read, and never written. */
  computed?: Set<string>;
  /** Changes that are still visible while their after-events run, the innermost last. */
  settling?: Change[];
  /** Where a `set` fires `change`: the options of the last one that has changed something since. */
  changing?: { pending: CallOptions | undefined } | undefined;
  /** Where collections look this model up by its id. */
  holders?: Set<{ readonly collection: CollectionInstance; rekey(model: ModelInstance): void }>;
}

/** What a save or destroy changed: attribute → value before and after. */
export interface Change {
  readonly changed: Row;
  readonly previous: Row;
}

/** What a model and a collection have in common for Sync. */
export interface Syncing extends Evented {
  readonly shelf: ShelfInternals;
  tableName: string;
  idAttribute: IdAttribute;
  /** What the class calls the columns of its table; undefined where that is what the database calls them. */
  readonly _naming: Naming | undefined;
  scopes: readonly Scope[];
  query(...args: unknown[]): unknown;
  resetQuery(): this;
  sync(options?: CallOptions): Sync;
}

/** A model as core sees it from inside; `types/model.ts` is what users see. */
export interface ModelInstance extends Syncing {
  constructor: ModelClass;
  /** The attributes; for a fetched model the very object that the driver made. */
  _row: Row;
  /** What the attributes set or handed out since the last sync were at that sync. */
  _base: Row | undefined;
  /** Bits of `model/state.ts`. */
  _state: number;
  _extra: Extra | undefined;
  /** The same object for all models that one fetch has brought; undefined of those that were made or fetched by themselves. */
  _fetch: Fetch | undefined;
  id: unknown;
  readonly cid: string;
  attributes: Row;
  relations: Row;
  readonly changed: Row;
  hasTimestamps: boolean | readonly (string | null)[];
  defaults: Row | (() => Row) | undefined;
  requireFetch: boolean | undefined;
  /** The column that holds attributes without one of their own, where its table can; false for none, true for that of the usual name. */
  dynamicColumn: string | boolean;
  casts: Readonly<Record<string, string>> | undefined;
  collection?: CollectionInstance | undefined;
  initialize(...args: unknown[]): void;
  parse(response: Row, options?: CallOptions): Row;
  format(attributes: Row, options?: CallOptions): Row;
  set(key: string | Row | null, value?: unknown, options?: CallOptions): this;
  get(name: string): unknown;
  isNew(): boolean;
  clear(options?: CallOptions): this;
  hasChanged(name?: string | null): boolean;
  timestamp(options?: CallOptions): Row;
  save(key?: string | Row | null, value?: unknown, options?: CallOptions): Promise<ModelInstance>;
  fetch(options?: CallOptions): Promise<ModelInstance | null>;
  refresh(options?: CallOptions): Promise<ModelInstance | null>;
  clone(): ModelInstance;
  serialize(options?: CallOptions): Row;
  toJSON(options?: CallOptions): Row;
}

/** What the models of one fetch have in common. */
export interface Fetch {
  /** The collections that they went into. */
  collections?: WeakRef<CollectionInstance[]>;
}

export interface ModelClass {
  new (attributes?: Row | null, options?: CallOptions): ModelInstance;
  readonly prototype: ModelInstance;
  readonly name: string;
  readonly NotFoundError: new (message: string, details?: object) => Error;
  readonly NoRowsUpdatedError: new (message: string, details?: object) => Error;
  readonly NoRowsDeletedError: new (message: string, details?: object) => Error;
  forge(attributes?: Row | null, options?: CallOptions): ModelInstance;
  collection(models?: readonly (Row | ModelInstance)[] | null, options?: CallOptions): CollectionInstance;
}

/** A collection as core sees it from inside; `types/collection.ts` is what users see. */
export interface CollectionInstance extends Syncing, Iterable<ModelInstance> {
  constructor: CollectionClass;
  model: ModelClass;
  models: ModelInstance[];
  length: number;
  comparator?: unknown;
  _query: Knex.QueryBuilder | undefined;
  _refused: Error | undefined;
  /** All collections that got models of the same fetch as this one. */
  _together: CollectionInstance[] | undefined;
  pagination?: object;
  initialize(...args: unknown[]): void;
  parse(rows: Row[], options?: CallOptions): Row[];
  add(models: unknown, options?: CallOptions): unknown;
  set(models: unknown, options?: CallOptions): unknown;
  reset(models?: unknown, options?: CallOptions): unknown;
  remove(models: unknown, options?: CallOptions): unknown;
  at(index: number): ModelInstance | undefined;
  get(id: unknown): ModelInstance | undefined;
  clone(): CollectionInstance;
  fetch(options?: CallOptions): Promise<CollectionInstance>;
  _prepareModel(attributes: Row | ModelInstance, options?: CallOptions): ModelInstance;
  _adopt(models: ModelInstance[]): void;
}

export interface CollectionClass {
  new (models?: unknown, options?: CallOptions): CollectionInstance;
  readonly prototype: CollectionInstance;
  readonly EmptyError: new (message: string, details?: object) => Error;
}

/** Everything a failed save or a rolled-back transaction has to put back. */
export interface Checkpoint {
  readonly row: Row;
  readonly base: Row | undefined;
  readonly state: number;
  /** The model's own scopes, where it has any. */
  readonly scopes: ModelInstance['scopes'] | undefined;
}

/** What Shelf knows of a knex transaction, whoever started it. */
export interface TransactionState {
  /** Resolves when the transaction has ended and the events that follow have been handled. */
  readonly settled: Promise<void>;
  readonly transaction: Knex.Transaction;
  readonly client: unknown;
  /** The transaction around this savepoint. */
  readonly parent: TransactionState | undefined;
  /** The tables as they are in it, once one was asked for. */
  tables: Tables | undefined;
  /** What the application has run of its own in it. */
  readonly own: OwnStatements;
  /** The connection it runs on, once a query has used it. */
  connection: object | undefined;
  /** Whether it was begun without a callback, so that nobody but its commit tells what has become of it. */
  byHand: boolean;
  /** What it was begun with; nothing of one that Shelf has not begun. */
  mode: TransactionMode;
  /** Whether it, or one around it, may be given up by a signal or a time-out. */
  isLimited: boolean;
  /** Throws when the transaction, or one around it, is over. */
  checkOpen(): void;
  /** What to reject with where knex has rejected with an error. */
  explain(error: unknown): unknown;
  /** Whether its commit or rollback has begun. */
  readonly isEnding: boolean;
  /** Stops what runs in it. */
  giveUp(): void;
  /** Called before a query is sent in this transaction; throws when that is over. */
  enter(): void;
  /** Called when that query has ended. */
  leave(): void;
  /** Remembers what a model was before a save or destroy in this transaction changed it. */
  touch(model: ModelInstance, checkpoint: Checkpoint): void;
  /**
   * Has a rollback put something back in memory, after what was changed later.
   *
   * @param what what is put back: the first checkpoint of it holds
   * @param checkpoint remembers what it is, and returns what puts it back
   */
  keep(what: object, checkpoint: () => () => void): void;
  /** Has `committed` or `rolledback` fired on what a call has written, when the outermost transaction has ended. */
  addWrite(target: Evented, options: CallOptions): void;
}

/** What a plugin says of a model's JSON before it is made. */
export interface Shown {
  /** Whether a member of that name may be in it. */
  readonly shows: (name: string) => boolean;
  /** The options with which related models make theirs, where those of this one do not hold for them. */
  readonly below?: CallOptions | undefined;
}

/** A handler of the stage `serialize`. */
export interface Serializing {
  (model: ModelInstance, json: Row, options: CallOptions, shows: (name: string) => boolean): void;
  /** It does nothing to models without `_extra`: with no relations and nothing of the kind. */
  readonly onlyExtra?: true;
  /**
   * Makes the JSON of a model with `_extra` and without relations, attributes and all that this handler adds, in one piece: V8 takes
   * long to add members to a copy. It is asked for of the first handler alone. Undefined where it has to be made in two steps.
   */
  readonly whole?: (model: ModelInstance, options: CallOptions) => Row | undefined;
}

/** The points at which plugins take part, in the order in which an action passes them. */
export interface Stages {
  /** A class is about to have its first model. */
  class: (Class: ModelClass) => void;
  /** Before a fetch: refuses options before any SQL is sent. */
  check: (syncing: Syncing, options: CallOptions) => void;
  /** After rows have become models and before `fetched`; awaited. */
  loaded: (models: readonly ModelInstance[], rows: readonly Row[], syncing: Syncing, options: CallOptions) => unknown;
  /** Before a save sets its attributes: may change them. */
  save: (model: ModelInstance, attributes: Row, options: CallOptions) => void;
  /** Before a model makes its JSON: says which members that may have; all, where it says nothing. */
  show: (model: ModelInstance, options: CallOptions) => Shown | undefined;
  /**
   * When a model has made its JSON: may add to it or take from it. Members that `shows` is false of are taken out afterwards, so a
   * handler need not make them.
   */
  serialize: Serializing;
  /** When a model has been cloned. */
  clone: (model: ModelInstance, copy: ModelInstance) => void;
}

/** The handlers of every stage. */
export type StageHandlers = { readonly [S in keyof Stages]: Stages[S][] };

/** Whose query it is: for events and errors. */
export interface Origin {
  readonly shelf: ShelfInternals;
  readonly options: CallOptions;
  readonly model: string | undefined;
  readonly table: string;
  /** What the model's class calls columns, for errors that name some. */
  readonly naming?: Naming | undefined;
}

/** A shelf as core sees it from inside; `types/shelf.ts` is what users see. */
export interface ShelfInternals extends Evented {
  readonly VERSION: string;
  readonly knex: Knex;
  readonly dialect: Dialect;
  readonly Model: ModelClass;
  readonly Collection: CollectionClass;
  readonly catalogue: Catalogue;
  readonly transactions: {
    of(transaction: Knex.Transaction, begun?: boolean): TransactionState;
    known(transaction: unknown): TransactionState | undefined;
    /** Fires an event of an outcome, outside all transactions; what its handlers fail with is reported. */
    announce(event: 'committed' | 'rolledback', target: Evented, options: CallOptions): Promise<void>;
  };
  readonly ambient: AsyncLocalStorage<Knex.Transaction> | undefined;
  /** The transactions in whose callbacks code runs. */
  readonly callbacks: TransactionCallbacks;
  /** Whether the caller runs inside a transaction's callback. */
  readonly inTransaction: boolean;
  readonly stages: StageHandlers;
  /** Options of plugins that `new Model(attributes, options)` takes for one instance, and that its clones keep. */
  readonly instanceOptions: string[];
  readonly requireFetch: boolean;
  /** The options that calls may have. */
  readonly callOptions: KnownOptions;
  /** Somebody wants to know about every query. */
  readonly observed: boolean;
  now(): Date;
  report(
    event: 'query' | 'query-error',
    origin: Origin,
    query: { readonly sql: string; readonly bindings: readonly unknown[] },
    duration: number,
    error?: unknown,
  ): void;
  transaction<T>(callback: (t: Knex.Transaction) => T | PromiseLike<T>, options?: TransactionOptions): Promise<T>;
  plugin(plugin: unknown, options?: unknown): ShelfInternals;
  stage<S extends keyof Stages>(name: S, handler: Stages[S]): ShelfInternals;
  destroy(options?: { readonly timeout?: number }): Promise<void>;
}

/** What a transaction is begun with, and its savepoints have. */
export interface TransactionMode {
  readonly isolationLevel?: Knex.IsolationLevels;
  readonly readOnly?: boolean;
}

/** Options of `shelf.transaction`. */
export interface TransactionOptions extends TransactionMode {
  /** Makes this a savepoint inside the given transaction. */
  transacting?: Knex.Transaction | null;
  /** Rolls back when aborted, whatever the callback does; rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Rolls back after so many milliseconds; rejects with a TimeoutError. */
  timeout?: number;
}
