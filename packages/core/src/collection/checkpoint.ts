import type { CallOptions, CollectionInstance, ModelInstance } from '../instance.js';
import { transactionStateOf } from '../sync/run.js';
import type { FittedCollection } from './fitted-collection.js';

/** Has a rollback of a call's transaction give a collection the models back that it has now. */
export function keepModels(collection: CollectionInstance, options: CallOptions | undefined): void {
  transactionStateOf(collection.shelf, options ?? {})?.keep(collection, () => {
    const models = [...collection.models];
    const owned = models.filter((model) => model.collection === collection);
    return () => restoreModels(collection as FittedCollection, models, owned);
  });
}

function restoreModels(collection: FittedCollection, models: ModelInstance[], owned: readonly ModelInstance[]): void {
  const isKeyed = collection._keys !== undefined;
  for (const model of collection.models) collection._removeReference(model);
  collection._reset();
  collection.models = models;
  collection.length = models.length;
  // Looked up again, or heard at least: what knows its collections leaves them when it is destroyed.
  if (isKeyed) for (const model of models) collection._addReference(model);
  else if (collection._attached) for (const model of models) model.on('all', collection._onModelEvent, collection);
  for (const model of owned) model.collection = collection;
}
