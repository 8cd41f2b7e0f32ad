import { UndefinedBindingError } from '@shelf/core';
import type { CallOptions, CollectionInstance, ModelInstance } from '@shelf/core/inside';
import { comparableTuple } from '../comparable.js';
import { keysAtOnce } from '../eager/keys.js';
import { loadedModels } from '../strict.js';
import { tablesOf } from '../tables.js';
import { valuesOf } from '../values.js';
import type { Item } from './item.js';
import { itemsOf } from './items.js';
import { keepRelated } from '../undo.js';
import { allOrNothing, followPivots, rowsOf, sideOf, statementOptions, type PivotSide } from './side.js';

/** Detaches all rows, or those that are given: ids, models, hashes of pivot columns; all or none. */
export async function detach(collection: CollectionInstance, args: readonly unknown[]): Promise<CollectionInstance> {
  const [given, options = {}] = args as [unknown, CallOptions?];
  const side = sideOf(collection, 'detach', options);
  if (args.length > 0 && given === undefined) {
    throw new UndefinedBindingError(`${side.label} got undefined; null, or no argument, means all`, {
      table: side.path.pivot?.table,
    });
  }
  const all = given === undefined || given === null;
  const items = all ? [] : itemsOf(side, given);
  if (items.some(({ key, attributes }) => key === undefined && Object.keys(attributes).length === 0)) {
    throw new UndefinedBindingError(
      `${side.label} got a model or a hash that names no row; null, or no argument, means all`,
      {
        table: side.path.pivot?.table,
      },
    );
  }
  await collection.triggerThen('detaching', collection, all ? null : given, options);
  const count = all ? await deleteRows(rowsOf(side), options) : await detachItems(side, items, options);
  if (all) {
    keepRelated(collection, options);
    collection.reset();
  }
  await followPivots(side, count, options, ['detached', count]);
  return collection;
}

/** Deletes the rows between of items, and removes their models; resolves to the number of rows. */
export async function detachItems(side: PivotSide, items: readonly Item[], options: CallOptions): Promise<number> {
  if (items.length === 0) return 0;
  const keyed = items.filter(({ key, attributes }) => key !== undefined && Object.keys(attributes).length === 0);
  const described = items.filter((item) => !keyed.includes(item));
  const keys = keyed.map(({ key }) => key as readonly unknown[]);
  const names = side.path.pivot?.on.map(([name]) => name) ?? [];
  const columns = names.map((_, i) => keys.map((key) => key[i]));
  const chunks = chunked(
    keys,
    keysAtOnce(
      side.shelf,
      names.map(() => undefined),
      columns,
      side.path.to.length,
    ),
  );
  const gone: (readonly unknown[])[] = [...keys];
  const run = async (given: CallOptions): Promise<number> => {
    let count = 0;
    for (const chunk of chunks) count += await deleteRows(rowsOf(side, chunk), given);
    for (const item of described) {
      if (loadedModels(side.collection).length > 0) gone.push(...(await keysOf(side, item, given)));
      count += await deleteRows(rowsHolding(side, item), given);
    }
    return count;
  };
  const count = await (chunks.length + described.length > 1 ? allOrNothing(side, options, run) : run(options));
  await removeModels(side, gone, options);
  return count;
}

function chunked<T>(list: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let from = 0; from < list.length; from += size)
    chunks.push(list.slice(from, Math.min(list.length, from + size)));
  return chunks;
}

/** The parent's rows between that hold certain values. */
export function rowsHolding(side: PivotSide, { key, attributes }: Item): ModelInstance {
  const rows = rowsOf(side, key === undefined ? undefined : [key]);
  if (Object.keys(attributes).length > 0) rows.query('where', rows.format({ ...attributes }));
  return rows;
}

async function keysOf(side: PivotSide, item: Item, options: CallOptions): Promise<unknown[][]> {
  const names = side.path.pivot?.on.map(([name]) => name) ?? [];
  const rows = rowsHolding(side, item) as ModelInstance & {
    fetchAll(options: CallOptions): Promise<CollectionInstance>;
  };
  const found = await rows.fetchAll(statementOptions(options));
  return found.models.map((row) => valuesOf(row, names));
}

/** Deletes the rows that a model stands for; resolves to their number. */
export async function deleteRows(rows: ModelInstance, options: CallOptions): Promise<number> {
  let count = 0;
  rows.on('destroyed', (_: unknown, response: number) => void (count = response));
  await (rows as ModelInstance & { destroy(options: CallOptions): Promise<unknown> }).destroy(
    statementOptions(options),
  );
  return count;
}

/** Takes the models with these keys out of the collection. */
async function removeModels(
  { collection, path, shelf }: PivotSide,
  keys: readonly (readonly unknown[])[],
  options: CallOptions,
): Promise<void> {
  const loaded = loadedModels(collection);
  if (loaded.length === 0 || keys.length === 0) return;
  const { target } = await tablesOf(shelf, path, { withSchema: options.withSchema });
  const names = path.pivot?.on.map(([, name]) => name) ?? [];
  const compare = comparableTuple(names.map((name) => target.column(name, undefined)));
  const gone = new Set(keys.map(compare));
  const models = loaded.filter((model) => gone.has(compare(valuesOf(model, names))));
  keepRelated(collection, options);
  (collection as CollectionInstance & { remove(models: unknown): unknown }).remove(models);
}
