import type { CallOptions, CollectionInstance, ModelInstance } from '../instance.js';
import { transactionStateOf } from '../sync/run.js';
import { keepModels } from './checkpoint.js';
import type { FittedCollection } from './fitted-collection.js';

/**
 * Notes that a collection has the models of a fetch, which do not know it otherwise: models that are only read pay nothing for it.
 * The collections of one fetch hold the list of them, the models do not: one that is kept keeps no others.
 */
export function holdFetched(collection: CollectionInstance, models: readonly ModelInstance[]): void {
  const fetch = models[0]?._fetch;
  if (fetch === undefined) return;
  let together = fetch.collections?.deref();
  if (together === undefined) fetch.collections = new WeakRef((together = []));
  together.push(collection);
  collection._together = together;
}

/** Takes a model out of all collections that have it: its row is no more. */
export function leaveCollections(model: ModelInstance, options: CallOptions): void {
  const holders = [...(model._extra?.holders ?? [])].map(({ collection }) => collection);
  const fetched = model._fetch?.collections?.deref() ?? [];
  for (const collection of new Set([...holders, ...fetched])) leave(collection as FittedCollection, model, options);
}

function leave(collection: FittedCollection, model: ModelInstance, options: CallOptions): void {
  const index = collection.models.indexOf(model);
  if (index === -1) return;
  keepModels(collection, options);
  if (collection._attached) hearOutcome(collection, model, options);
  // Who goes over the models while they are destroyed meets each of them.
  collection.models = [...collection.models];
  if (collection._keys !== undefined || collection._attached || model._events !== undefined) {
    collection.remove(model, { ...options });
    return;
  }
  // Nobody hears of it, and no model has been looked up yet.
  collection.models.splice(index, 1);
  collection.length--;
  if (model.collection === collection) model.collection = undefined;
}

/** A collection that a model has left hears of it once more, when the transaction commits that it has left it in. */
function hearOutcome(collection: FittedCollection, model: ModelInstance, options: CallOptions): void {
  const state = transactionStateOf(model.shelf, options);
  if (state === undefined) return;
  const forward = (...args: unknown[]): void => void collection.trigger('committed', ...args);
  model.on('committed', forward);
  void state.settled.then(() => model.off('committed', forward));
}

/** The same query for an action beside a collection's own: no `initialize` runs for it, and nobody hears it. */
export function beside(collection: CollectionInstance): CollectionInstance {
  const other = Object.create(collection) as FittedCollection;
  other._events = undefined;
  other._attached = false;
  other._keys = undefined;
  other._together = undefined;
  other.models = [];
  other.length = 0;
  other._query = collection._query?.clone();
  return other;
}
