import { inspect, type InspectOptions } from 'node:util';
import Backbone from 'backbone';
import _ from 'underscore';
import { create } from './collection/create.js';
import { fetch, fetchOne } from './collection/fetch.js';
import { invokeThen, mapThen, reduceThen } from './collection/iterate-then.js';
import { fitted } from './collection/fitted.js';
import type { FittedCollection } from './collection/fitted-collection.js';
import { memberOf } from './collection/members.js';
import { saveAll } from './collection/save-all.js';
import * as errors from './errors.js';
import { Events } from './events.js';
import type {
  CallOptions,
  CollectionClass,
  CollectionInstance,
  ModelInstance,
  Row,
  ShelfInternals,
} from './instance.js';
import { passThrough } from './model/attributes.js';
import { extendWith } from './model/extend.js';
import { fetchPage } from './model/fetch-all.js';
import { bindQuery } from './model/options.js';
import { serializingMany } from './model/serialize.js';
import * as querying from './model/query.js';
import { errorStatics, optionAccessors } from './model/statics.js';
import { actionOptions } from './model/options.js';
import { handOut } from './sync/handed-out.js';
import { TableSync } from './sync/table-sync.js';

function holderOf(collection: CollectionInstance): querying.QueryHolder {
  return {
    get: () => collection._query,
    set: (query) => void (collection._query = query),
    refuse: (error) => void (collection._refused ??= error),
    handOut: (query) => handOut(collection, query),
  };
}

const { where: listed } = Backbone.Collection.prototype as unknown as { where(...args: unknown[]): unknown };

/** What a collection does with the database. */
const stored: ThisType<FittedCollection> & object = {
  initialize() {},
  parse: passThrough,
  _query: undefined,
  _refused: undefined,
  _keys: undefined,
  _attached: false,
  _together: undefined,

  fetch(options?: CallOptions) {
    return fetch(this, options);
  },
  fetchOne(options?: CallOptions) {
    return fetchOne(this, options);
  },
  fetchPage(options?: CallOptions) {
    return fetchPage(this, options);
  },
  count(column?: unknown, options?: CallOptions) {
    const [name, given] =
      typeof column === 'object' && column !== null ? [undefined, column as CallOptions] : [column, options];
    return this.sync(actionOptions(this.shelf, given)).count(name as string | undefined);
  },
  create(attributes: Row | ModelInstance, options?: CallOptions) {
    return create(this, attributes, options);
  },
  saveAll(options?: CallOptions) {
    return saveAll(this, options);
  },
  mapThen(iterator: never, context?: unknown) {
    return mapThen(this, iterator, context);
  },
  reduceThen(iterator: never, memo?: unknown, context?: unknown) {
    return reduceThen(this, iterator, memo, context);
  },
  invokeThen(method: unknown, ...args: unknown[]) {
    return invokeThen(this, method, args);
  },

  query(...args: unknown[]) {
    return querying.query(this, holderOf(this), args);
  },
  where(...args: unknown[]) {
    return typeof args[0] === 'string' ? this.query('where', ...args) : listed.apply(this, args);
  },
  orderBy(...args: unknown[]) {
    return querying.orderBy(this, holderOf(this), args);
  },
  resetQuery() {
    this._query = this._refused = undefined;
    return this;
  },
  sync(options: CallOptions = {}) {
    const { _query: query, _refused: refused } = this;
    this.resetQuery();
    const sync = new TableSync(this, options, query, refused);
    bindQuery(options, sync);
    return sync;
  },

  ...serializingMany,
  toString() {
    return '[object Collection]';
  },
  [inspect.custom](_depth: number, options: InspectOptions) {
    return `${this.constructor.name} ${inspect(this.models, options)}`;
  },

  get tableName() {
    return querying.tableNameOf(memberOf(this));
  },
  set tableName(name: string) {
    Object.defineProperty(this, 'tableName', { value: name, writable: true, configurable: true });
  },
  get idAttribute() {
    return memberOf(this).idAttribute;
  },
  get _naming() {
    return memberOf(this)._naming;
  },
  get scopes() {
    return memberOf(this).scopes;
  },
  set scopes(scopes: CollectionInstance['scopes']) {
    Object.defineProperty(this, 'scopes', { value: scopes, writable: true, configurable: true });
  },
};

/** Backbone's methods that others end in, which refuse options that nobody has declared. */
const changing = Object.fromEntries(
  (['remove', 'reset', 'sort'] as const).map((name) => [
    name,
    function (this: FittedCollection, ...args: unknown[]): unknown {
      this.shelf.callOptions.check((name === 'sort' ? args[0] : args[1]) as CallOptions | undefined);
      return (Backbone.Collection.prototype[name] as (...given: unknown[]) => unknown).apply(this, args);
    },
  ]),
);

const statics: ThisType<CollectionClass> & object = {
  extend: extendWith([]),
  of() {
    return this;
  },
  forge(...args: [unknown?, CallOptions?]) {
    return new this(...args);
  },
};

/** Makes the base class of one shelf's collections: Backbone's, fitted to Shelf's models. */
export function makeCollection(shelf: ShelfInternals): CollectionClass {
  function Collection(this: FittedCollection, models?: unknown, options: CallOptions = {}): void {
    shelf.callOptions.check(options);
    // Defined, not assigned: a class may say them by a getter.
    for (const name of ['model', 'comparator']) {
      if (options[name] !== undefined)
        Object.defineProperty(this, name, {
          value: options[name],
          writable: true,
          enumerable: true,
          configurable: true,
        });
    }
    this._reset();
    this.initialize.apply(this, arguments as unknown as unknown[]);
    if (models) this.reset(models, { silent: true, ..._.omit(options, 'model', 'comparator') });
  }
  Collection.prototype = Object.create(Backbone.Collection.prototype as object, {
    ...Object.getOwnPropertyDescriptors(Events),
    ...Object.getOwnPropertyDescriptors(changing),
    ...Object.getOwnPropertyDescriptors(stored),
    ...Object.getOwnPropertyDescriptors(fitted),
    ...optionAccessors({
      get model() {
        const { model = shelf.Model } = this.constructor;
        return model;
      },
      get comparator() {
        return this.constructor.comparator;
      },
    }),
    shelf: { value: shelf },
    constructor: { value: Collection, writable: true, configurable: true },
  }) as object;
  Object.defineProperties(Collection, {
    ...Object.getOwnPropertyDescriptors(statics),
    ...errorStatics({ EmptyError: errors.EmptyError }),
  });
  return Collection as unknown as CollectionClass;
}
