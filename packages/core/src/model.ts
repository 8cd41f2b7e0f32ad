import { inspect, type InspectOptions } from 'node:util';
import Backbone from 'backbone';
import _ from 'underscore';
import * as errors from './errors.js';
import { Events } from './events.js';
import type { CallOptions, ModelClass, ModelInstance, Row, ShelfInternals } from './instance.js';
import * as attributes from './model/attributes.js';
import { classMethods } from './model/class-methods.js';
import { clone } from './model/clone.js';
import { construct, constructFetched, FETCHED } from './model/construct.js';
import { destroy } from './model/destroy.js';
import { errorStatics, optionAccessors, rememberOptions, type Saying } from './model/statics.js';
import { extendWith } from './model/extend.js';
import { count, fetchAll, fetchPageOf } from './model/fetch-all.js';
import { fetch, refresh } from './model/fetch.js';
import { bindQuery } from './model/options.js';
import * as querying from './model/query.js';
import { save } from './model/save.js';
import { serializing } from './model/serialize.js';
import * as state from './model/state.js';
import { timestamp } from './model/timestamps.js';
import { handOut } from './sync/handed-out.js';
import { TableSync } from './sync/table-sync.js';

/** Underscore's object functions, as Backbone brings them to models. */
const underscored = _.pick(Backbone.Model.prototype, [
  'keys',
  'values',
  'pairs',
  'invert',
  'pick',
  'omit',
  'isEmpty',
  'chain',
  'escape',
  'has',
]);

/** Where a model keeps its query. */
function holderOf(model: ModelInstance): querying.QueryHolder {
  return {
    get: () => model._extra?.query,
    set: (query) => void (state.extraOf(model).query = query),
    refuse: (error) => void (state.extraOf(model).refused ??= error),
    handOut: (query) => handOut(model, query),
  };
}

/** The methods of every model: a table of contents, each verb is one line into its own file. */
const methods: ThisType<ModelInstance> & object = {
  ...underscored,
  ...Events,

  initialize() {},
  parse: attributes.passThrough,
  format: attributes.passThrough,

  get(name: string) {
    return attributes.get(this, name);
  },
  set(key: unknown, value: unknown, options?: CallOptions) {
    return attributes.set(this, key, value, options);
  },
  unset(name: string, options?: CallOptions) {
    return this.set(name, undefined, { ...options, unset: true });
  },
  clear(options?: CallOptions) {
    return this.set({ ...this._row }, { ...options, unset: true });
  },
  isNew() {
    const id = attributes.readId(this);
    return id === undefined || id === null;
  },

  hasChanged(name?: string | null) {
    if (name === undefined || name === null) return Object.keys((this as { changed: Row }).changed).length > 0;
    const settling = this._extra?.settling?.at(-1);
    return (settling !== undefined && Object.hasOwn(settling.changed, name)) || state.isChanged(this, name);
  },
  previous(name: string) {
    const settling = this._extra?.settling?.at(-1);
    if (settling === undefined) return state.previousValue(this, name);
    return Object.hasOwn(settling.previous, name) ? settling.previous[name] : undefined;
  },
  previousAttributes() {
    return { ...(this._extra?.settling?.at(-1)?.previous ?? state.previousOf(this)) };
  },

  fetch(options?: CallOptions) {
    return fetch(this, options);
  },
  refresh(options?: CallOptions) {
    return refresh(this, options);
  },
  fetchAll(options?: CallOptions) {
    return fetchAll(this, options);
  },
  fetchPage(options?: CallOptions) {
    return fetchPageOf(this, options);
  },
  count(column?: unknown, options?: CallOptions) {
    return count(this, column, options);
  },
  save(key?: unknown, value?: unknown, options?: CallOptions) {
    return save(this, key, value, options);
  },
  destroy(options?: CallOptions) {
    return destroy(this, options);
  },
  timestamp(options?: CallOptions) {
    return timestamp(this, options);
  },

  query(...args: unknown[]) {
    return querying.query(this, holderOf(this), args);
  },
  where(...args: unknown[]) {
    return querying.where(this, holderOf(this), args);
  },
  orderBy(...args: unknown[]) {
    return querying.orderBy(this, holderOf(this), args);
  },
  resetQuery() {
    if (this._extra !== undefined) this._extra.query = this._extra.refused = undefined;
    return this;
  },
  sync(options: CallOptions = {}) {
    const { query, refused } = this._extra ?? {};
    if (query !== undefined || refused !== undefined) this.resetQuery();
    const sync = new TableSync(this, options, query, refused);
    bindQuery(options, sync);
    return sync;
  },

  ...serializing,
  clone() {
    return clone(this);
  },
  toString() {
    return '[object Model]';
  },
  [inspect.custom](_depth: number, options: InspectOptions) {
    return `${this.constructor.name} ${inspect(this.toJSON(), options)}`;
  },

  _naming: undefined,

  get id() {
    return attributes.readId(this);
  },
  set id(id: unknown) {
    attributes.writeId(this, id);
  },
  get cid() {
    return (state.extraOf(this).cid ??= _.uniqueId('c'));
  },
  get attributes() {
    state.handOutAll(this);
    return this._row;
  },
  set attributes(row: Row) {
    this.clear({ silent: true }).set(row, { silent: true });
  },
  get relations() {
    return (state.extraOf(this).relations ??= {});
  },
  set relations(relations: Row) {
    state.extraOf(this).relations = relations;
  },
  get changed() {
    return { ...this._extra?.settling?.at(-1)?.changed, ...state.changesOf(this) };
  },
};

const NO_SCOPES = Object.freeze([]);

/** Class properties, and what `static` declarations of an ES class or `extend` properties say, with their defaults. */
const classOptions: ThisType<Saying> & object = {
  get tableName() {
    return this.constructor.tableName;
  },
  get idAttribute() {
    const { idAttribute = 'id' } = this.constructor;
    return idAttribute;
  },
  get hasTimestamps() {
    const { hasTimestamps = false } = this.constructor;
    return hasTimestamps;
  },
  get defaults() {
    return this.constructor.defaults;
  },
  get requireFetch() {
    return this.constructor.requireFetch;
  },
  get scopes() {
    const { scopes = NO_SCOPES } = this.constructor;
    return scopes;
  },
  get dynamicColumn() {
    const { dynamicColumn = true } = this.constructor;
    return dynamicColumn;
  },
  get casts() {
    return this.constructor.casts;
  },
};

/** Makes the base class of one shelf's models. Shelves share nothing, so that a plugin extends one of them only. */
export function makeModel(shelf: ShelfInternals): ModelClass {
  function Model(this: ModelInstance, row?: Row | null, options?: CallOptions): void {
    if (options === FETCHED) {
      constructFetched(this, row as Row);
      return;
    }
    // One by one: an `arguments` that is handed on would be made for fetched rows too, and be as large as their models.
    const args: unknown[] = [];
    for (let i = 0; i < arguments.length; i++) args.push(arguments[i]);
    construct(this, args);
  }
  Model.prototype = Object.create(null, {
    ...Object.getOwnPropertyDescriptors(Object.prototype),
    ...Object.getOwnPropertyDescriptors(methods),
    ...optionAccessors(classOptions),
    shelf: { value: shelf },
    constructor: { value: Model, writable: true, configurable: true },
  }) as object;
  Object.setPrototypeOf(Model.prototype, Object.prototype);
  const options = new Set(Object.keys(classOptions));
  rememberOptions(Model, options);
  Object.defineProperties(Model, {
    ...Object.getOwnPropertyDescriptors(classMethods),
    extend: { value: extendWith(options), writable: true, enumerable: true, configurable: true },
    ...errorStatics({
      NotFoundError: errors.NotFoundError,
      NoRowsUpdatedError: errors.NoRowsUpdatedError,
      NoRowsDeletedError: errors.NoRowsDeletedError,
    }),
  });
  return Model as unknown as ModelClass;
}
