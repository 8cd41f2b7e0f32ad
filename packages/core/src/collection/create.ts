import type { CallOptions, CollectionInstance, ModelInstance, Row } from '../instance.js';
import { extraOf, isSynced } from '../model/state.js';

/** The options of a save that inserts a model which has never been stored, with a key of its own too. */
export function insertsNew(model: ModelInstance, options: CallOptions | undefined): CallOptions | undefined {
  const decided = isSynced(model) || options?.method !== undefined || options?.patch === true;
  return decided ? options : { ...options, method: 'insert' };
}

/** Makes a model of attributes, saves it in the collection's scopes and adds it. */
export async function create(
  collection: CollectionInstance,
  attributes: Row | ModelInstance,
  options: CallOptions | undefined,
): Promise<ModelInstance> {
  const model = collection._prepareModel(attributes, options);
  // What has been constrained so far was meant for this.
  if (collection._query !== undefined) {
    extraOf(model).query = collection._query;
    collection.resetQuery();
  }
  if (model.scopes !== collection.scopes) model.scopes = collection.scopes;
  await model.save(null, insertsNew(model, options));
  collection.add(model, options);
  return model;
}
