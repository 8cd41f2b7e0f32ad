import Backbone from 'backbone';
import _ from 'underscore';
import type { CallOptions, ModelInstance, Row } from '../instance.js';
import { isModel } from '../model/is-model.js';
import type { FittedCollection } from './fitted-collection.js';
import { holdFetched } from './holders.js';
import { idIn, KeyMap } from './keys.js';
import { makeOne } from './members.js';
import { setModels } from './set.js';

function keysOf(collection: FittedCollection): KeyMap {
  return (collection._keys ??= new KeyMap(collection));
}

/** From the first listener on, the collection re-emits its models' events. */
function attach(collection: FittedCollection): void {
  if (collection._attached) return;
  collection._attached = true;
  for (const model of collection.models) model.on('all', collection._onModelEvent, collection);
}

/** The ways in which Backbone's Collection is fitted to Shelf's models: how it finds, adopts and hears them. */
export const fitted: ThisType<FittedCollection> & object = {
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
    return makeOne(this, attributes, { ...options, collection: this });
  },
  set(models: unknown, options?: CallOptions) {
    this.shelf.callOptions.check(options);
    return setModels(this, models, options);
  },
  _adopt(models: ModelInstance[]) {
    for (const model of this.models) this._removeReference(model);
    this._reset();
    this.models = models;
    this.length = models.length;
    holdFetched(this, models);
    if (this._attached) for (const model of models) model.on('all', this._onModelEvent, this);
    if (this.comparator) this.sort({ silent: true });
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
// `bind` is Backbone's other name for `on`.
Object.assign(fitted, { bind: (fitted as { on: unknown }).on });
