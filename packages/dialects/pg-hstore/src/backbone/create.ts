import type { Shelf } from '@shelf/core';
import Backbone from 'backbone';
import { checkAttributes } from './attributes.js';
import { noteUntouched, rememberAll, rememberFetched, rememberSaved } from './baseline.js';
import { Connector } from './connector.js';
import { Owners } from './owners.js';
import { isRead } from './rows.js';
import { makeSync, type Sync } from './sync.js';
import { resultOf, type Collection, type Model } from './targets.js';
import type { PgConnectorConfig } from './types/connector.js';
import type { BackboneNamespace } from './types/namespace.js';

/**
 * Makes a namespace of Backbone whose models and collections are stored in one database; it shares nothing with any other.
 *
 * @param config the database; it may also be set later, as `pg_connector.config`
 * @returns a copy of the package `backbone`, with a `Model` and a `Collection` of its own
 * @example
 * const Archive = createBackbone({ db: 'pg://username:password@localhost/archive' });
 * const Badger = Archive.Model.extend({ urlRoot: '/badgers' });
 */
export function createBackbone(config?: PgConnectorConfig): BackboneNamespace {
  const connector = new Connector(config);
  const shelf = (): Shelf => connector.shelf();
  const namespace = { ...Backbone, sync: makeSync(shelf) } as unknown as Record<string, unknown> & { sync: Sync };
  // The handlers on Backbone itself stay there.
  for (const state of ['_events', '_listeners', '_listeningTo', '_listenId']) delete namespace[state];
  const Model = makeModel(namespace);
  Object.assign(namespace, {
    Model,
    Collection: makeCollection(namespace, Model, shelf),
    pg_connector: connector,
    pgConnector: connector,
    createBackbone,
    Backbone: namespace,
  });
  return namespace as unknown as BackboneNamespace;
}

/** What has a `sync` that may be replaced. */
interface Syncing {
  sync: Sync;
}

type Callback = (this: unknown, target: never, response: never, options: never) => unknown;
type Options =
  | { readonly context?: unknown; readonly success?: Callback; readonly error?: Callback }
  | null
  | undefined;

/** A subclass of Backbone's Model that is stored. */
function makeModel(namespace: Syncing): unknown {
  const { fetch, set, save } = Backbone.Model.prototype as unknown as Record<
    'fetch' | 'set' | 'save',
    (...args: unknown[]) => unknown
  >;
  return Backbone.Model.extend({
    constructor: function Model(this: object, ...args: unknown[]) {
      checkAttributes(args[0]);
      Backbone.Model.apply(this as never, args as never);
    },
    set(this: Model, ...args: unknown[]) {
      checkAttributes(args[0]);
      return set.apply(this, args);
    },
    sync(this: Model, ...args: Parameters<Sync>) {
      return namespace.sync.apply(this, args);
    },
    fetch(this: Model, options?: Options) {
      return fetch.call(this, before(options, rememberFetched));
    },
    save(this: Model, key?: unknown, value?: unknown, options?: Options) {
      const paired = key !== null && key !== undefined && typeof key !== 'object';
      const given = paired ? options : (value as Options);
      try {
        checkAttributes(key);
      } catch (error) {
        return refused(this, error, given);
      }
      return paired
        ? save.call(this, key, value, before(given, rememberSaved))
        : save.call(this, key, before(given, rememberSaved));
    },
  });
}

/** A call that is refused tells so as if the database had: by its `error`, the event, and its promise. */
function refused(model: Model, error: unknown, options: Options): Promise<never> {
  const { context, error: callback } = options ?? {};
  callback?.call(context, model as never, error as never, options as never);
  model.trigger('error', model, error, options ?? {});
  const done = Promise.reject(error);
  done.catch(() => undefined);
  return done;
}

/** A subclass of Backbone's Collection that is read from its table. */
function makeCollection(namespace: Syncing, Model: unknown, shelf: () => Shelf): unknown {
  const { fetch, set, _prepareModel } = Backbone.Collection.prototype as unknown as Record<
    'fetch' | 'set' | '_prepareModel',
    (...args: unknown[]) => unknown
  >;
  const owners = new Owners(shelf);
  return Backbone.Collection.extend({
    model: Model,
    url(this: Collection) {
      return resultOf(this, 'urlRoot');
    },
    sync(this: Collection, ...args: Parameters<Sync>) {
      return namespace.sync.apply(this, args);
    },
    fetch(this: Collection, options?: Options) {
      return fetch.call(this, before(options, rememberAll));
    },
    set(this: Collection, models: unknown, options?: { readonly merge?: boolean }) {
      const read = isRead(models);
      if (options?.merge === false && typeof models === 'object' && models !== null) noteUntouched(models, this.models);
      return owners.during(this, read, () => set.call(this, read ? models : owners.given(this, models), options));
    },
    _prepareModel(this: Collection, attributes: unknown, options?: { readonly silent?: boolean }) {
      const model = _prepareModel.call(this, attributes, options) as Model | false;
      // Before anybody hears of it, or it is stored.
      if (model !== false) owners.own(this, model, model === attributes ? options : { silent: true });
      return model;
    },
  });
}

/** Options whose `success` does something first: what was read or written is known before the caller's own handler saves again. */
function before<T, R>(options: Options, note: (target: T, response: R, options: object) => void): object {
  const { success } = options ?? {};
  return {
    ...options,
    success(this: unknown, target: T, response: R, given: object) {
      note(target, response, given);
      success?.call(this, target as never, response as never, given as never);
    },
  };
}
