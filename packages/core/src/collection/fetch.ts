import { isHeard } from '../events.js';
import type { CallOptions, CollectionInstance, ModelInstance } from '../instance.js';
import { hydrate } from '../model/hydrate.js';
import { actionOptions } from '../model/options.js';
import { tableNameOf } from '../model/query.js';
import { extraOf } from '../model/state.js';

/** Fetches the rows that the collection's query selects and replaces its models by them. */
export async function fetch(collection: CollectionInstance, given: CallOptions | undefined): Promise<CollectionInstance> {
  const options = actionOptions(given);
  const { stages } = collection.shelf;
  for (const check of stages.check) check(collection, options);
  const sync = collection.sync(options);
  const rows = await sync.select();
  if (options.require === true && rows.length === 0) {
    const table = tableNameOf(collection);
    throw new collection.constructor.EmptyError(`Table '${table}' has no rows that match`, { table });
  }
  const models = hydrate(collection.model, collection.parse(rows, options));
  const { merge, remove } = options;
  if (merge !== undefined || remove === false) collection.set(models, { merge, remove, silent: true });
  else collection._adopt(models);
  for (const scope of collection.scopes) scope.receive?.(models, rows, sync.context('select'));
  for (const loaded of stages.loaded) await loaded(models, rows, collection, options);
  if (isHeard(collection)) await collection.triggerThen('fetched', collection, rows, options);
  return collection;
}

/** Fetches the first of the rows that the collection's query selects, as a model. */
export async function fetchOne(collection: CollectionInstance, options: CallOptions | undefined): Promise<ModelInstance | null> {
  const model = new collection.model();
  const extra = extraOf(model);
  extra.query = collection._query;
  extra.refused = collection._refused;
  collection.resetQuery();
  if (Object.hasOwn(collection, 'tableName')) model.tableName = collection.tableName;
  if (model.scopes !== collection.scopes) model.scopes = collection.scopes;
  return model.fetch(options);
}
