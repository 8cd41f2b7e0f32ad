import Backbone from 'backbone';
import _ from 'underscore';
import { create } from './collection/create.js';
import { fetch, fetchOne } from './collection/fetch.js';
import { invokeThen, mapThen, reduceThen } from './collection/iterate-then.js';
import { idIn, KeyMap } from './collection/keys.js';
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
import * as querying from './model/query.js';
import { errorStatics, option } from './model/statics.js';
import { actionOptions } from './model/options.js';
import { TableSync } from './sync/table-sync.js';

/** What a collection keeps for itself. */
interface Private extends CollectionInstance {
  _keys: KeyMap | undefined;
  /** Somebody listens to this collection, so it listens to its models. */
  _attached: boolean;
  _reset(): void;
  _onModelEvent(...args: unknown[]): void;
  _removeReference(model: ModelInstance, options?: CallOptions): void;
  indexOf(model: ModelInstance): number;
}

function holderOf(collection: CollectionInstance): querying.QueryHolder {
  return {
    get: () => collection._query,
    set: (query) => void (collection._query = query),
    refuse: (error) => void (collection._refused ??= error),
  };
}

function keysOf(collection: Private): KeyMap {
  return (collection._keys ??= new KeyMap(collection.models));
}

function isModel(value: unknown): value is ModelInstance {
  return typeof value === 'object' && value !== null && '_row' in value && '_state' in value;
}

/** From the first listener on, the collection re-emits its models' events. */
function attach(collection: Private): void {
  if (collection._attached) return;
  collection._attached = true;
  for (const model of collection.models) model.on('all', collection._onModelEvent, collection);
}

/** The ways in which Backbone's Collection is fitted to Shelf's models: how it finds, adopts and hears them. */
const fitted: ThisType<Private> & object = {
  _isModel: isModel,
  _reset() {
    this._keys?.clear();
    this._keys = undefined;
    this.length = 0;
    this.models = [];
  },
  _prepareModel(attributes: Row | ModelInstance, options?: CallOptions) {
    if (isModel(attributes)) {
      attributes.collection ??= this;
      return attributes;
    }
    return new this.model(attributes, { ...options, collection: this });
  },
  _adopt(models: ModelInstance[]) {
    for (const model of this.models) this._removeReference(model);
    this._reset();
    this.models = models;
    this.length = models.length;
    if (this._attached) for (const model of models) model.on('all', this._onModelEvent, this);
    if (this.comparator) (this as unknown as { sort(options: CallOptions): void }).sort({ silent: true });
  },
  _addReference(model: ModelInstance) {
    keysOf(this).add(model);
    if (this._attached) model.on('all', this._onModelEvent, this);
  },
  _removeReference(model: ModelInstance) {
    this._keys?.remove(model);
    if (model.collection === this) model.collection = undefined;
    if (this._attached) model.off('all', this._onModelEvent, this);
  },
  _removeModels(models: readonly unknown[], options: CallOptions) {
    const removed: ModelInstance[] = [];
    for (const each of models) {
      const model = (this as unknown as { get(id: unknown): ModelInstance | undefined }).get(each);
      if (model === undefined) continue;
      const index = this.models.indexOf(model);
      this.models.splice(index, 1);
      this.length--;
      // Before the event, so that a handler that removes the model again finds nothing.
      keysOf(this).remove(model);
      if (options.silent !== true) {
        options['index'] = index;
        model.trigger('remove', model, this, options);
      }
      removed.push(model);
      this._removeReference(model, options);
    }
    if (options.silent !== true) delete options['index'];
    return removed;
  },
  _onModelEvent(event: string, model: unknown, collection: unknown, options: CallOptions) {
    if ((event === 'add' || event === 'remove') && collection !== this) return;
    if (event === 'destroy')
      (this as unknown as { remove(model: unknown, options: CallOptions): void }).remove(model, options);
    this.trigger.apply(this, arguments as unknown as [string]);
  },
  on(...args: [string, () => void]) {
    attach(this);
    return Backbone.Events.on.apply(this as never, args as never) as unknown;
  },
  get(id: unknown) {
    if (id === undefined || id === null) return undefined;
    const keys = keysOf(this);
    if (isModel(id)) return keys.has(id) ? id : keys.byId(id.id);
    const found = keys.byId(id);
    if (found !== undefined) return found;
    if (typeof id === 'string') return keys.byCid(id);
    if (typeof id !== 'object' || Array.isArray(id)) return undefined;
    return keys.byId(idIn(this, id)) ?? ('cid' in id && typeof id.cid === 'string' ? keys.byCid(id.cid) : undefined);
  },
  has(id: unknown) {
    return (this as unknown as { get(id: unknown): unknown }).get(id) !== undefined;
  },
  // Underscore's, which Backbone no longer brings along.
  sortedIndex(model: ModelInstance, iteratee?: unknown, context?: unknown) {
    const by = iteratee ?? this.comparator;
    const value = typeof by === 'function' ? by : (each: ModelInstance) => each.get(String(by));
    return _.sortedIndex(this.models, model, value as (each: ModelInstance) => unknown, context);
  },
  modelId(attributes: object) {
    return idIn(this, attributes);
  },
  *[Symbol.iterator]() {
    yield* this.models;
  },
  clone() {
    const copy = new this.constructor(this.models, { model: this.model, comparator: this.comparator });
    if (Object.hasOwn(this, 'tableName')) copy.tableName = this.tableName;
    if (copy.scopes !== this.scopes) copy.scopes = this.scopes;
    copy._query = this._query?.clone();
    copy._refused = this._refused;
    return copy;
  },
};
Object.assign(fitted, { bind: (fitted as { on: unknown }).on });

/** What a collection does with the database. */
const stored: ThisType<Private> & object = {
  initialize() {},
  parse: passThrough,
  _query: undefined,
  _refused: undefined,
  _keys: undefined,
  _attached: false,

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
    return this.sync(actionOptions(given)).count(name as string | undefined);
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
  orderBy(sort?: unknown, direction?: unknown) {
    return querying.orderBy(this, holderOf(this), sort, direction);
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

  serialize(options?: CallOptions) {
    return this.models.map((model) => model.toJSON(options)).filter((json) => (json as unknown) !== null);
  },
  toJSON(options?: CallOptions) {
    return (this as unknown as { serialize(options?: CallOptions): Row[] }).serialize(options);
  },
  toString() {
    return '[object Collection]';
  },

  get tableName() {
    return querying.tableNameOf(modelFor(this));
  },
  set tableName(name: string) {
    Object.defineProperty(this, 'tableName', { value: name, writable: true, configurable: true });
  },
  get idAttribute() {
    return modelFor(this).idAttribute;
  },
  get scopes() {
    return modelFor(this).scopes;
  },
  set scopes(scopes: CollectionInstance['scopes']) {
    Object.defineProperty(this, 'scopes', { value: scopes, writable: true, configurable: true });
  },
};

const samples = new WeakMap<object, ModelInstance>();

/** The class's prototype, or an instance where only instances know the table (`tableName` as a class field). */
function modelFor(collection: CollectionInstance): ModelInstance {
  const { prototype } = collection.model;
  if (prototype.tableName !== undefined) return prototype;
  let sample = samples.get(prototype);
  if (sample === undefined) samples.set(prototype, (sample = new collection.model()));
  return sample;
}

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
  function Collection(this: Private, models?: unknown, options: CallOptions = {}): void {
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
    if (models !== undefined && models !== null)
      this.reset(models, { silent: true, ..._.omit(options, 'model', 'comparator') });
  }
  Collection.prototype = Object.create(Backbone.Collection.prototype as object, {
    ...Object.getOwnPropertyDescriptors(Events),
    ...Object.getOwnPropertyDescriptors(stored),
    ...Object.getOwnPropertyDescriptors(fitted),
    model: option('model', shelf.Model),
    comparator: option('comparator', undefined),
    shelf: { value: shelf },
    constructor: { value: Collection, writable: true, configurable: true },
  }) as object;
  Object.defineProperties(Collection, {
    ...Object.getOwnPropertyDescriptors(statics),
    ...errorStatics({ EmptyError: errors.EmptyError }),
  });
  return Collection as unknown as CollectionClass;
}
