import type { Knex } from 'knex';
import type { Scope } from './scope.js';
import type { ShelfInternals } from './shelf.js';
import type { Sync } from './sync.js';

/** A hash of attributes, or a row as the driver made it. */
export type Row = Record<string, unknown>;

/** Options as the caller gave them; each verb reads the ones it knows. */
export interface CallOptions {
  [option: string]: unknown;
  transacting?: Knex.Transaction | null | undefined;
  require?: boolean | undefined;
  columns?: string | string[] | undefined;
  debug?: boolean | undefined;
  signal?: AbortSignal | undefined;
  timeout?: number | undefined;
  lock?: 'forUpdate' | 'forShare' | undefined;
  withSchema?: string | undefined;
  patch?: boolean | undefined;
  method?: string | undefined;
  silent?: boolean | undefined;
}

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
  relations?: Row;
  query?: Knex.QueryBuilder | undefined;
  /** A constraint that must not run, kept until the action it was meant for can reject with it. */
  refused?: Error | undefined;
  /** The last change, still visible while its after-events run. */
  settling?: Change | undefined;
  /** Collections that look this model up by its id. */
  holders?: Set<{ rekey(model: ModelInstance): void }>;
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
  idAttribute: string | readonly string[];
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
  id: unknown;
  readonly cid: string;
  attributes: Row;
  relations: Row;
  readonly changed: Row;
  hasTimestamps: boolean | readonly (string | null)[];
  defaults: Row | (() => Row) | undefined;
  requireFetch: boolean | undefined;
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
  pagination?: object;
  initialize(...args: unknown[]): void;
  parse(rows: Row[], options?: CallOptions): Row[];
  add(models: unknown, options?: CallOptions): unknown;
  set(models: unknown, options?: CallOptions): unknown;
  reset(models?: unknown, options?: CallOptions): unknown;
  at(index: number): ModelInstance | undefined;
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
