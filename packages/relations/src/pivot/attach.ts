import { UndefinedBindingError } from '@shelf/core';
import {
  nameRow,
  transactionStateOf,
  type CallOptions,
  type CollectionInstance,
  type ModelInstance,
  type Row,
} from '@shelf/core/inside';
import { keepRelated } from '../undo.js';
import { valuesOf } from '../values.js';
import type { Item } from './item.js';
import { itemsOf } from './items.js';
import {
  allOrNothing,
  followPivots,
  keepPivotStamps,
  pivotRow,
  sideOf,
  statementOptions,
  type PivotSide,
} from './side.js';
import { keepPivot, replacePivot } from './pivot.js';

/** Attaches rows: ids, models (new ones are saved first), hashes of pivot columns; all or none. */
export async function attach(
  collection: CollectionInstance,
  given: unknown,
  options: CallOptions = {},
): Promise<CollectionInstance> {
  const side = sideOf(collection, 'attach', options);
  if (given === undefined) {
    throw new UndefinedBindingError(`${side.label} got undefined; it takes ids, models and hashes`, {
      table: side.path.pivot?.table,
    });
  }
  const items = given === null ? [] : itemsOf(side, given);
  await collection.triggerThen('attaching', collection, given, options);
  const pivots = await attachItems(side, items, options);
  const models = items.flatMap(({ model }) => model ?? []);
  if (models.length > 0) {
    keepRelated(collection, options);
    collection.add(models);
  }
  await followPivots(side, pivots.length, options, ['attached', pivots]);
  return collection;
}

/** Writes the rows between of items, after the rows of new models; resolves to the models of the rows between. */
export async function attachItems(
  side: PivotSide,
  items: readonly Item[],
  options: CallOptions,
): Promise<ModelInstance[]> {
  if (items.length === 0) return [];
  keepPivotStamps(side, items, options);
  if (!items.some(({ model }) => model?.isNew() === true)) {
    const rows = items.map((item) => pivotRow(side, item));
    return await insertRows(side, items, rows, options, !isOneStatement(side, rows));
  }
  return await allOrNothing(side, options, async (inner) => {
    for (const [i, { model }] of items.entries()) if (model?.isNew() === true) await saveAt(i, model, inner);
    const saved = items.map((item) => (item.model === undefined ? item : { ...item, key: keyOf(side, item.model) }));
    const rows = saved.map((item) => pivotRow(side, item));
    return await insertRows(side, saved, rows, inner, false);
  });
}

/** Saves a new model that is one of several items. */
export async function saveAt(index: number, model: ModelInstance, options: CallOptions): Promise<void> {
  try {
    await model.save(null, statementOptions(options));
  } catch (error) {
    throw nameRow(error, index);
  }
}

function keyOf({ path }: PivotSide, model: ModelInstance): unknown[] {
  return valuesOf(model, path.pivot?.on.map(([, target]) => target) ?? []);
}

/** Whether the rows go into the database in one INSERT, which is atomic by itself. */
function isOneStatement({ shelf }: PivotSide, rows: readonly Row[]): boolean {
  if (rows.length === 1) return true;
  const { returning, maxBindings } = shelf.dialect.capabilities;
  const shapes = new Set(rows.map((row) => Object.keys(row).join('\0')));
  const [first = {}] = rows;
  return returning && shapes.size === 1 && rows.length * Object.keys(first).length <= maxBindings;
}

async function insertRows(
  { Pivot, shelf }: PivotSide,
  items: readonly Item[],
  rows: readonly Row[],
  options: CallOptions,
  atomic: boolean,
): Promise<ModelInstance[]> {
  const pivots = rows.map((row) => new Pivot(row));
  const list = Pivot.collection() as CollectionInstance & { saveAll(options: CallOptions): Promise<unknown> };
  // Rows with one key are not made one of: the database says what it thinks of them.
  list._adopt([...pivots]);
  await list.saveAll({ ...statementOptions(options), method: 'insert', atomic });
  const state = transactionStateOf(shelf, options);
  for (const [i, { model }] of items.entries()) {
    if (model === undefined) continue;
    if (state !== undefined) keepPivot(model, state);
    replacePivot(model, pivots[i]);
  }
  return pivots;
}
