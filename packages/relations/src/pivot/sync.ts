import { UndefinedBindingError } from '@shelf/core';
import { own, type CallOptions, type CollectionInstance, type ModelInstance, type Row } from '@shelf/core/inside';
import { comparableTuple } from '../comparable.js';
import { tablesOf } from '../tables.js';
import { valuesOf } from '../values.js';
import { attachItems } from './attach.js';
import { detachItems } from './detach.js';
import type { Item } from './item.js';
import { itemsOf } from './items.js';
import { keepRelated } from '../undo.js';
import {
  allOrNothing,
  followPivots,
  keepPivotStamps,
  rowsOf,
  sideOf,
  statementOptions,
  type PivotSide,
} from './side.js';
import { updateRows } from './update.js';
import { shown } from '../shown.js';

/** What syncPivot did, by the related rows' ids. */
export interface Changes {
  readonly attached: unknown[];
  readonly detached: unknown[];
  readonly kept: unknown[];
  /** Those of the kept whose pivot columns were written. */
  readonly updated: unknown[];
}

interface Plan {
  readonly attach: readonly Item[];
  readonly detach: readonly Item[];
  readonly keep: readonly Item[];
  readonly update: readonly Item[];
}

type Compare = ReturnType<typeof comparableTuple>;

/** Makes the parent's rows between exactly those of the given ids, models and hashes; all or nothing. */
export async function syncPivot(
  collection: CollectionInstance,
  given: unknown,
  options: CallOptions = {},
): Promise<Changes> {
  const side = sideOf(collection, 'syncPivot', options);
  if (given === undefined || given === null) {
    throw new UndefinedBindingError(`${side.label} got ${shown(given)}; an empty array detaches all`, {
      table: side.path.pivot?.table,
    });
  }
  const items = itemsOf(side, given);
  keepPivotStamps(side, items, options);
  const plan = await allOrNothing(side, options, (inner) => synchronize(side, items, inner));
  return {
    attached: plan.attach.map(idOf),
    detached: plan.detach.map(idOf),
    kept: plan.keep.map(idOf),
    updated: plan.update.map(idOf),
  };
}

async function synchronize(side: PivotSide, given: readonly Item[], options: CallOptions): Promise<Plan> {
  const items: Item[] = [];
  for (const item of given) items.push(await saved(side, item, options));
  const compare = await comparing(side, options);
  const plan = planOf(side, items, await present(side, options), compare);
  const { collection } = side;
  if (plan.detach.length > 0) {
    await collection.triggerThen('detaching', collection, plan.detach.map(idOf), options);
    const count = await detachItems(side, plan.detach, options);
    await collection.triggerThen('detached', collection, count, options);
  }
  for (const { key, attributes } of plan.update)
    await updateRows(rowsOf(side, [key as readonly unknown[]]), attributes, options);
  if (plan.attach.length > 0) {
    await collection.triggerThen('attaching', collection, plan.attach.map(idOf), options);
    const pivots = await attachItems(side, plan.attach, options);
    const models = plan.attach.flatMap(({ model }) => model ?? []);
    if (models.length > 0) {
      keepRelated(collection, options);
      collection.add(models);
    }
    await collection.triggerThen('attached', collection, pivots, options);
  }
  const changes = plan.detach.length + plan.update.length + plan.attach.length;
  await followPivots(side, changes, options);
  return plan;
}

async function saved({ path }: PivotSide, item: Item, options: CallOptions): Promise<Item> {
  const { model } = item;
  if (model?.isNew() !== true) return item;
  await model.save(null, statementOptions(options));
  return { ...item, key: valuesOf(model, path.pivot?.on.map(([, target]) => target) ?? []) };
}

async function comparing({ path, shelf }: PivotSide, options: CallOptions): Promise<Compare> {
  const { pivot } = await tablesOf(shelf, path, options);
  return comparableTuple(path.pivot?.on.map(([name]) => pivot?.column(name, undefined)) ?? []);
}

/** The parent's rows between as they are now. */
async function present(side: PivotSide, options: CallOptions): Promise<readonly ModelInstance[]> {
  const rows = rowsOf(side) as ModelInstance & { fetchAll(options: CallOptions): Promise<CollectionInstance> };
  return (await rows.fetchAll(statementOptions(options))).models;
}

function planOf(
  { path, label }: PivotSide,
  items: readonly Item[],
  rows: readonly ModelInstance[],
  compare: Compare,
): Plan {
  const names = path.pivot?.on.map(([name]) => name) ?? [];
  const wanted = new Map<ReturnType<Compare>, Item>();
  for (const item of items) {
    if (item.key === undefined)
      throw new UndefinedBindingError(`${label} needs ${names.join(', ')} in each hash`, { table: path.pivot?.table });
    wanted.set(compare(item.key), item);
  }
  const there = new Map(rows.map((row) => [compare(valuesOf(row, names)), row]));
  const detach: Item[] = [];
  for (const [key, row] of there)
    if (!wanted.has(key)) detach.push({ key: valuesOf(row, names), attributes: {}, model: undefined });
  const all = [...wanted];
  const keep = all.filter(([key]) => there.has(key));
  return {
    detach,
    attach: all.filter(([key]) => !there.has(key)).map(([, item]) => item),
    keep: keep.map(([, item]) => item),
    update: keep
      .filter(([key, item]) => differs(there.get(key) as ModelInstance, item.attributes))
      .map(([, item]) => item),
  };
}

/** Whether a row between holds other values than those that are wanted. */
function differs(row: ModelInstance, attributes: Row): boolean {
  const probe = row.clone();
  probe.set(attributes);
  return Object.keys(attributes).some((name) => probe.hasChanged(name) || own(row._row, name) === undefined);
}

function idOf({ key }: Item): unknown {
  return key?.length === 1 ? key[0] : key;
}
