import { isHeard } from '../events.js';
import type { CallOptions, CollectionInstance, ModelInstance } from '../instance.js';
import { hydrate } from '../model/hydrate.js';
import { actionOptions } from '../model/options.js';
import { tableNameOf } from '../model/query.js';
import { receive } from '../model/scoped.js';
import { adoptRow, extraOf } from '../model/state.js';

/** Fetches the rows that the collection's query selects and replaces its models by them. */
export async function fetch(
  collection: CollectionInstance,
  given: CallOptions | undefined,
): Promise<CollectionInstance> {
  const options = actionOptions(collection.shelf, given);
  const { stages } = collection.shelf;
  for (const check of stages.check) check(collection, options);
  const sync = collection.sync(options);
  const rows = await sync.select();
  if (options.require === true && rows.length === 0) {
    const table = tableNameOf(collection);
    throw new collection.constructor.EmptyError(`Table '${table}' has no rows that match`, { table });
  }
  const parsed = collection.parse(rows, options);
  const fetched = hydrate(collection.model, parsed);
  const models = replaces(collection, options) ? fetched : merged(collection, fetched, options);
  if (models === fetched) collection._adopt(models);
  receive(collection, models, parsed, rows, options, 'select');
  for (const loaded of stages.loaded) await loaded(models, parsed, collection, options);
  if (isHeard(collection) && options.silent !== true)
    await collection.triggerThen('fetched', collection, rows, options);
  return collection;
}

/** Whether the fetched models are all that the collection has then: where it has none, rows merge with each other alone. */
function replaces(collection: CollectionInstance, { merge, remove }: CallOptions): boolean {
  return (merge === undefined && remove !== false) || (merge !== true && collection.models.length === 0);
}

/** Brings fetched models into a collection that keeps what it has; returns, for each, the one that now stands for its row. */
function merged(
  collection: CollectionInstance,
  fetched: readonly ModelInstance[],
  options: CallOptions,
): ModelInstance[] {
  const { merge = true, remove = true } = options;
  collection.set(fetched, { merge, remove, silent: true });
  return fetched.map((model) => {
    const kept = collection.get(model) ?? model;
    // What was read is stored, so that a merge leaves nothing to save.
    if (kept !== model && merge === true) adoptRow(kept, { ...model._row });
    return kept;
  });
}

/** Fetches the first of the rows that the collection's query selects, as a model. */
export async function fetchOne(
  collection: CollectionInstance,
  options: CallOptions | undefined,
): Promise<ModelInstance | null> {
  const model = new collection.model();
  const extra = extraOf(model);
  extra.query = collection._query;
  extra.refused = collection._refused;
  collection.resetQuery();
  if (Object.hasOwn(collection, 'tableName')) model.tableName = collection.tableName;
  if (model.scopes !== collection.scopes) model.scopes = collection.scopes;
  return model.fetch(options);
}
