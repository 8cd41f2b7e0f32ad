import type { Knex } from 'knex';
import type { Dialect } from '../dialect.js';
import type * as errors from '../errors.js';
import type { CollectionConstructor } from './collection-statics.js';
import type { ShelfEventMethods } from './shelf-events.js';
import type { ModelConstructor } from './statics.js';
import type { StartTransaction } from './transaction.js';

/** Every error class, as they hang on a shelf. */
export type ErrorClasses = Omit<typeof errors, never>;

/** Members that plugins add to a shelf: they merge theirs in here. */
export interface ShelfExtensions {}

/** One database: its base classes, its transactions, its events. Two shelves share nothing. */
export interface Shelf extends ShelfEventMethods, ErrorClasses, ShelfExtensions {
  /** The base class of this shelf's models. */
  readonly Model: ModelConstructor;
  /** The base class of this shelf's collections. */
  readonly Collection: CollectionConstructor;
  /** The knex instance that runs the queries. */
  readonly knex: Knex;
  /** The version of @shelf/core. */
  readonly VERSION: string;
  /** Runs work in a transaction. */
  readonly transaction: StartTransaction;
  /**
   * Installs a plugin, or several.
   *
   * @throws PluginMissingError when it is there already, or needs one that is not.
   */
  plugin<O = unknown>(plugin: Plugin<O> | readonly Plugin[], options?: O): this;
  /** Closes the connections. */
  destroy(): Promise<void>;
}

/** Extends one shelf: an object, or just its `install`. */
export type Plugin<O = unknown> = PluginObject<O> | PluginFunction<O>;

/** A plugin without a name: what it needs is not checked, nor that it is installed once. */
export type PluginFunction<O = unknown> = (shelf: Shelf, options?: O) => void;

/** A plugin: what it is called, what it needs, and what it does to a shelf. */
export interface PluginObject<O = unknown> {
  /** Its name, usually the package's. */
  readonly name: string;
  /** Names of the plugins that must be installed before it. */
  readonly requires?: readonly string[];
  /** Adds its methods to the base classes of this shelf. */
  install(shelf: Shelf, options?: O): void;
}

/** What `createShelf` takes: a dialect, a knex instance, or a knex config; and how the shelf behaves. */
export interface ShelfOptions extends Omit<Knex.Config, 'dialect'> {
  /** The database, from a dialect package: `sqlite({ filename })`. */
  dialect?: Dialect | undefined;
  /** A knex instance to run on; it stays the caller's to destroy. */
  knex?: Knex | undefined;
  /** Plugins to install, in this order. */
  plugins?: readonly (Plugin | readonly Plugin[])[] | undefined;
  /** Makes `fetch` reject with `NotFoundError` where it would resolve to null. */
  requireFetch?: boolean | undefined;
  /** The clock that timestamps are read from. */
  now?: (() => Date) | undefined;
  /** Lets calls inside a transaction's callback join it without being passed `t`. */
  ambient?: boolean | undefined;
}

/**
 * Makes a shelf.
 *
 * @example
 * const db = createShelf({ dialect: sqlite({ filename: 'shop.sqlite' }), plugins: [relations()] });
 */
export type CreateShelf = (options: ShelfOptions) => Shelf;

/** The value `Shelf`: `createShelf` under the name that the documents use. */
export interface ShelfInitializer {
  /** Makes a shelf from a knex instance, a knex config, or a dialect. */
  initialize(source: Knex | Knex.Config | Dialect, options?: ShelfOptions): Shelf;
}
