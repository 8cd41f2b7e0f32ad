import type { Knex } from 'knex';
import type { Dialect } from '../dialect.js';
import type { CollectionConstructor } from './collection-statics.js';
import type { ErrorClasses } from './error-classes.js';
import type { ShelfEventMethods } from './shelf-events.js';
import type { Stages } from './stages.js';
import type { ModelConstructor } from './statics.js';
import type { StartTransaction } from './transaction.js';

/** Members that plugins add to a shelf: they merge theirs in here. */
export interface ShelfExtensions {}

/** One database: its base classes, its transactions, its events. Two shelves share nothing. */
export interface Shelf extends ShelfEventMethods, ErrorClasses, ShelfExtensions {
  /** The base class of this shelf's models. */
  readonly Model: ModelConstructor;
  /** The base class of this shelf's collections. */
  readonly Collection: CollectionConstructor;
  /** The knex instance that runs the queries. Another one may be put in its place, which then runs all that begins later. */
  knex: Knex;
  /** What the shelf asks about its database. */
  readonly dialect: Dialect;
  /** The version of @shelf/core. */
  readonly VERSION: string;
  /** Runs work in a transaction. */
  readonly transaction: StartTransaction;
  /**
   * Whether the caller runs inside the callback of a transaction of this shelf that is open, be it ambient or not.
   *
   * @example
   * if (!db.inTransaction) await mail.send(letter);
   */
  readonly inTransaction: boolean;
  /**
   * Installs a plugin, or several.
   *
   * @throws PluginMissingError when it is there already, or needs one that is not.
   */
  plugin<O = unknown>(plugin: Plugin<O> | readonly Plugin<never>[], options?: O): this;
  /** Has a handler called at a stage of this shelf's fetches; for plugins. */
  stage<S extends keyof Stages>(name: S, handler: Stages[S]): this;
  /**
   * Closes the connections, each once what runs on it has ended.
   *
   * @param options `timeout`: how long to wait for that, in ms; then the connections are broken, and what runs rejects. Without
   *   limit by default
   * @throws InvalidValueError when `timeout` is no number of milliseconds
   * @example
   * process.once('SIGTERM', () => db.destroy({ timeout: 5000 }));
   */
  destroy(options?: { readonly timeout?: number }): Promise<void>;
}

/** Extends one shelf: an object, or just its `install`. O is what it takes as options. */
export type Plugin<O = unknown> = PluginObject<O> | PluginFunction<O>;

/** A plugin without a name, that needs no other. */
export type PluginFunction<O = unknown> = (shelf: Shelf, options?: O) => NoPlugin;

/**
 * Anything but a plugin. A function that returns one is a factory that was not called, `plugins: [relations]`: it would install nothing.
 */
export type NoPlugin = void | string | number | boolean | null | undefined | (object & { readonly install?: never });

/**
 * A plugin: what it is called, what it needs, and what it does to a shelf.
 *
 * @example
 * const shout: PluginObject = {
 *   name: 'shout',
 *   install(shelf) { shelf.on('query', ({ sql }) => log(sql.toUpperCase())); },
 * };
 */
export interface PluginObject<O = unknown> {
  /** Its name, usually the package's; unique on a shelf. */
  readonly name: string;
  /** Names of the plugins that must be installed before it. */
  readonly requires?: readonly string[];
  /** Names of the options that it adds to calls, and merges into their types; options that nobody has declared are refused. */
  readonly callOptions?: readonly string[];
  /** Names of the options that `shelf.plugin(plugin, options)` takes for it; any, where it does not say. */
  readonly options?: readonly (keyof O & string)[];
  /** Adds to this shelf's base classes, and registers for its stages and events. */
  install(shelf: Shelf, options?: O): void;
}

/** What `createShelf` takes: a dialect, a knex instance, or a knex config; and how the shelf behaves. */
export interface ShelfOptions extends Omit<Knex.Config, 'dialect'> {
  /** The database, from a dialect package: `sqlite({ filename })`. */
  dialect?: Dialect | undefined;
  /** A knex instance to run on; the shelf's `destroy()` closes it. */
  knex?: Knex | undefined;
  /** Plugins to install, in this order. */
  plugins?: readonly (Plugin<never> | readonly Plugin<never>[])[] | undefined;
  /** Makes `fetch` reject with `NotFoundError` where it would resolve to null. */
  requireFetch?: boolean | undefined;
  /** The clock that timestamps are read from. */
  now?: (() => Date) | undefined;
  /** Lets calls inside a transaction's callback join it without being passed `t`. */
  ambient?: boolean | undefined;
  /**
   * Names of options of the application's own, which its handlers and scopes read from the options of calls. Their types are merged
   * into `DeclaredOptions`.
   */
  callOptions?: readonly string[] | undefined;
}

/** The value `Shelf`: `createShelf` under the name that the documents use. */
export interface ShelfInitializer {
  /** Makes a shelf from a knex instance, a knex config, or a dialect. */
  initialize(source: Knex | Knex.Config | Dialect, options?: ShelfOptions): Shelf;
}
