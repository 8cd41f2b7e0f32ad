import { AsyncLocalStorage } from 'node:async_hooks';
import knexFactory, { type Knex } from 'knex';
import _ from 'underscore';
import { findCaller } from './callers-stack.js';
import { makeCollection } from './collection.js';
import { rememberMaking } from './collection/around.js';
import type { Dialect } from './dialect.js';
import { genericDialect } from './dialect/generic.js';
import { renamed } from './dialect/renamed.js';
import { forwards } from './dialect/hearing.js';
import * as errors from './errors.js';
import { Events } from './events.js';
import type { Origin, ShelfInternals, Stages, TransactionOptions } from './instance.js';
import { checkOptions, KnownOptions } from './known-options.js';
import { makeModel } from './model.js';
import { noStages, Plugins } from './plugin.js';
import { report } from './report.js';
import type { RunningClient } from './sync/knex-client.js';
import { after, checkLimits } from './sync/limits.js';
import { translate } from './sync/translate.js';
import { Catalogue } from './catalogue.js';
import { TransactionCallbacks } from './transaction/callbacks.js';
import { Transactions } from './transaction/context.js';
import { openTransaction, runTransaction } from './transaction/transaction.js';
import type { FailedHandler } from './types/shelf-events.js';
import { VERSION } from './version.js';

/** What `createShelf` takes. */
export interface ShelfSettings {
  dialect?: Dialect;
  knex?: Knex;
  plugins?: unknown;
  requireFetch?: boolean;
  now?: () => Date;
  ambient?: boolean;
  debug?: boolean;
  callOptions?: readonly string[];
  [knexSetting: string]: unknown;
}

const SETTINGS = ['dialect', 'knex', 'plugins', 'requireFetch', 'now', 'ambient', 'callOptions', 'debug'];

/** Makes a shelf on a dialect, on a knex instance or on a knex config. */
export function makeShelf(given: ShelfSettings | undefined): ShelfInternals {
  const settings = given ?? {};
  const { debug = false, requireFetch = false, now = () => new Date() } = settings;
  const { knex, dialect } = connect(settings, debug);
  const ambient = settings.ambient === true ? new AsyncLocalStorage<Knex.Transaction>() : undefined;
  const shelf = { ...Events } as unknown as ShelfInternals & Record<string, unknown>;
  const callbacks = new TransactionCallbacks(ambient);
  const transactions = new Transactions(
    (task) => callbacks.exit(task),
    (error, failed) => reportError(shelf, error, failed),
    (error, query) => translate(error, { shelf }, query),
  );
  const instanceOptions: string[] = [];
  const callOptions = new KnownOptions(instanceOptions);
  if (settings.callOptions !== undefined) callOptions.declare(settings.callOptions, 'createShelf()');
  const plugins = new Plugins<ShelfInternals>(shelf);
  const stages = noStages();
  Object.assign(shelf, {
    ...errors,
    VERSION,
    ambient,
    callbacks,
    stages,
    callOptions,
    instanceOptions,
    transactions,
    now,
    requireFetch,
    report(
      event: 'query',
      origin: Origin,
      query: { sql: string; bindings: readonly unknown[] },
      duration: number,
      error?: unknown,
    ) {
      report(shelf, event, origin, query, duration, error, debug);
    },
    transaction(callback?: unknown, options?: TransactionOptions) {
      const run =
        typeof callback === 'function'
          ? runTransaction(shelf, callback as (t: Knex.Transaction) => unknown, options ?? {})
          : openTransaction(shelf, (callback as TransactionOptions | undefined) ?? options ?? {});
      return failingAtCaller(shelf, run);
    },
    plugin(plugin: unknown, options?: unknown) {
      plugins.install(plugin, options);
      return shelf;
    },
    stage<S extends keyof Stages>(name: S, handler: Stages[S]) {
      if (!Object.hasOwn(stages, name))
        throw new errors.InvalidValueError(`There is no stage '${name}'; there are: ${Object.keys(stages).join(', ')}`);
      stages[name].push(handler);
      return shelf;
    },
    destroy: (options: { readonly timeout?: number } = {}) => close(shelf.knex, options),
  });
  let running = runningOn(knex, dialect, settings.dialect === undefined ? dialect : renamed(dialect, knex));
  Object.defineProperties(shelf, {
    knex: {
      enumerable: true,
      get: () => running.knex,
      set(other: unknown) {
        if (!isKnex(other)) throw new errors.InvalidValueError('`shelf.knex` takes a knex instance');
        running = runningOn(other, genericDialect(other));
      },
    },
    dialect: { enumerable: true, get: () => running.dialect },
    catalogue: { enumerable: true, get: () => running.catalogue },
  });
  Object.defineProperty(shelf, 'observed', {
    get: () =>
      debug ||
      shelf._events?.['query'] !== undefined ||
      shelf._events?.['query-error'] !== undefined ||
      shelf._events?.['all'] !== undefined,
  });
  Object.defineProperty(shelf, 'inTransaction', {
    enumerable: true,
    get: () => callbacks.current?.isCompleted() === false,
  });
  Object.assign(shelf, { Model: makeModel(shelf) });
  Object.assign(shelf, { Collection: makeCollection(shelf) });
  rememberMaking(shelf.Collection, shelf.Model.collection);
  if (settings.plugins !== undefined) shelf.plugin(settings.plugins);
  return shelf;
}

/** What belongs to the knex instance that a shelf runs on: all of it goes when another one comes. */
interface Running {
  readonly knex: Knex;
  readonly dialect: Dialect;
  readonly catalogue: Catalogue;
}

function runningOn(knex: Knex, dialect: Dialect, described: Dialect = dialect): Running {
  return { knex, dialect, catalogue: new Catalogue(described, knex) };
}

function isKnex(value: unknown): value is Knex {
  return typeof value === 'function' && 'client' in value;
}

function connect(settings: ShelfSettings, debug: boolean): { knex: Knex; dialect: Dialect } {
  // What else stands in a knex config is knex's to check.
  if (settings['client'] === undefined && typeof settings !== 'function')
    checkOptions('createShelf()', settings, SETTINGS);
  const given = [settings.dialect, settings.knex, settings['client']].filter((each) => each !== undefined).length;
  // A knex instance has a client too, but is a function.
  if (given !== 1 || typeof settings === 'function') {
    throw new errors.InvalidValueError(
      'createShelf needs one of: a dialect ({dialect: sqlite({…})}), a knex instance ({knex}), or a knex config ({client, connection})',
    );
  }
  if (settings.dialect !== undefined) {
    if (!isDialect(settings.dialect))
      throw new errors.InvalidValueError('`dialect` takes what a dialect package makes, such as sqlite({filename})');
    const knex = settings.dialect.connect({ debug });
    forwards(knex.client as object, { emitters: [knex], forwarders: 1, outer: undefined });
    return { knex, dialect: settings.dialect };
  }
  const knex = settings.knex ?? knexFactory(_.omit(settings, SETTINGS) as Knex.Config);
  return { knex, dialect: genericDialect(knex) };
}

/** Closes the pool once its connections are free; after the time-out without waiting for them. */
async function close(knex: Knex, options: { readonly timeout?: number }): Promise<void> {
  checkOptions('destroy()', options, ['timeout']);
  const { timeout } = options;
  checkLimits({ timeout });
  const client = knex.client as RunningClient;
  const { pool } = client;
  const closing = Promise.resolve(knex.destroy());
  if (timeout === undefined) return await closing;
  const inTime = new Promise<boolean>((resolve) => {
    const timer = after(timeout, () => resolve(false));
    void closing
      .catch(() => undefined)
      .then(() => {
        clearTimeout(timer);
        resolve(true);
      });
  });
  if (await inTime) return await closing;
  if (pool !== undefined) await client.abandon?.(pool);
}

/** `Shelf.initialize(x)`: a knex instance, a knex config, or a dialect. */
export function settingsFrom(source: unknown): ShelfSettings {
  if (isKnex(source)) return { knex: source };
  if (isDialect(source)) return { dialect: source };
  if (typeof source === 'object' && source !== null) return source as ShelfSettings;
  throw new errors.InvalidValueError('Shelf.initialize takes a knex instance, a knex config or a dialect');
}

function isDialect(value: unknown): value is Dialect {
  const { connect: make, capabilities } = (value ?? {}) as Partial<Dialect>;
  return typeof make === 'function' && typeof capabilities === 'object';
}

/** What a transaction comes to; knex has lost sight of who waits for it. */
async function failingAtCaller<T>(shelf: ShelfInternals, run: Promise<T>): Promise<T> {
  try {
    return await run;
  } catch (error) {
    const translated = translate(error, { shelf });
    if (translated instanceof errors.ShelfError) findCaller(translated);
    throw translated;
  }
}

/** An error that has no caller to go to: to the shelf's `error` listeners, or, if there are none, out loud. */
function reportError(shelf: ShelfInternals, error: unknown, failed: FailedHandler): void {
  if (shelf._events?.['error'] !== undefined || shelf._events?.['all'] !== undefined)
    shelf.trigger('error', error, failed);
  else process.emitWarning(error instanceof Error ? error : String(error));
}
