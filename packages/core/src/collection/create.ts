import type { CallOptions, CollectionInstance, ModelInstance, Row } from '../instance.js';
import { extraOf } from '../model/state.js';

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
  await model.save(null, options);
  collection.add(model, options);
  return model;
}
