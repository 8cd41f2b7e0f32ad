import type { Knex } from 'knex';
import { isHeard } from '../events.js';
import type { CallOptions, CollectionInstance, ModelInstance, Row } from '../instance.js';
import { keyOf, type Key } from '../key.js';
import type { FittedCollection } from './fitted-collection.js';
import { beside } from './holders.js';
import { idIn } from './keys.js';
import { classOf, isOfOneClass, makeFetched, makeOne } from './members.js';
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
  const all = replaces(collection, options);
  const models = all ? makeFetched(collection, parsed) : mergeRows(collection, parsed, options);
  if (all) collection._adopt(models);
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

/**
 * Brings rows into a collection that keeps what it has; returns, for each, the model that now stands for it. Models are made of
 * those alone that none stands for yet.
 */
function mergeRows(collection: CollectionInstance, rows: readonly Row[], options: CallOptions): ModelInstance[] {
  const { merge = true, remove = true } = options;
  const fresh = new Map<Key | Row, Row>();
  const keys = rows.map((row) => keyOf(idIn(collection, row)) ?? row);
  const known = rows.map((row) => collection.get(idIn(collection, row)));
  // Of rows with one key the last one is the model's, as if each had been merged into the one before.
  for (const [i, key] of keys.entries()) if (known[i] === undefined) fresh.set(key, rows[i] as Row);
  const made = makeFetched(collection, [...fresh.values()]);
  const byKey = new Map([...fresh.keys()].map((key, i) => [key, made[i] as ModelInstance]));
  const models = keys.map((key, i) => known[i] ?? (byKey.get(key) as ModelInstance));
  if (merge === true) {
    // What was read is stored, so that a merge leaves nothing to save.
    for (const [i, model] of known.entries())
      if (model !== undefined) adoptRow(model, model.parse({ ...(rows[i] as Row) }, options));
  }
  collection.set(models, { merge: false, remove, silent: true });
  if (collection.comparator) (collection as FittedCollection).sort({ silent: true });
  return models;
}

/** Fetches the first of the rows that the collection's query selects, as a model. */
export async function fetchOne(
  collection: CollectionInstance,
  options: CallOptions | undefined,
): Promise<ModelInstance | null> {
  if (!isOfOneClass(collection)) return await fetchChosen(collection, options);
  const model = makeOne(collection, {}, {});
  const extra = extraOf(model);
  extra.query = collection._query;
  extra.refused = collection._refused;
  collection.resetQuery();
  if (Object.hasOwn(collection, 'tableName')) model.tableName = collection.tableName;
  if (model.scopes !== collection.scopes) model.scopes = collection.scopes;
  return await model.fetch(options);
}

/** The same where a function chooses the model for the row. */
async function fetchChosen(
  collection: CollectionInstance,
  options: CallOptions | undefined,
): Promise<ModelInstance | null> {
  const { NotFoundError, name, prototype } = classOf(collection);
  const required = options?.require ?? prototype.requireFetch ?? collection.shelf.requireFetch;
  const one = beside(collection);
  collection.resetQuery();
  one.query((builder: Knex.QueryBuilder) => builder.limit(1));
  await one.fetch({ ...options, require: false });
  const [model] = one.models;
  if (model !== undefined || !required) return model ?? null;
  const table = tableNameOf(collection);
  throw new NotFoundError(`${name} not found in table '${table}' by its query`, { model: name, table });
}
