import { isDeepStrictEqual } from 'node:util';
import { ShelfError, UndefinedBindingError } from '@shelf/core';
import {
  nameRow,
  own,
  type CallOptions,
  type CollectionInstance,
  type ModelInstance,
  type Row,
} from '@shelf/core/inside';
import { comparableTuple } from '../comparable.js';
import { tablesOf } from '../tables.js';
import { valuesOf } from '../values.js';
import { attachItems, saveAt } from './attach.js';
import { deleteRows, detachItems, rowsHolding } from './detach.js';
import type { Item } from './item.js';
import { itemsOf } from './items.js';
import { keepRelated } from '../undo.js';
import {
  allOrNothing,
  followPivots,
  keepPivotStamps,
  primaryKeyOf,
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
  /** Related rows of which no pivot row stays. */
  readonly detach: readonly Item[];
  /** Pivot rows of related rows of which others stay, by what they hold. */
  readonly remove: readonly Item[];
  readonly keep: readonly Item[];
  readonly update: readonly Update[];
}

/** A pivot row that is written: the related row's only one, or the one that holds some values. */
interface Update {
  readonly item: Item;
  readonly held: Row;
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
    detached: [...plan.detach, ...plan.remove].map(idOf),
    kept: plan.keep.map(idOf),
    updated: plan.update.map(({ item }) => idOf(item)),
  };
}

async function synchronize(side: PivotSide, given: readonly Item[], options: CallOptions): Promise<Plan> {
  const items: Item[] = [];
  for (const [i, item] of given.entries()) items.push(await saved(side, item, i, options));
  const compare = await comparing(side, options);
  const names = await primaryKeyOf(side, options);
  const plan = planOf(side, items, await present(side, options), compare, names);
  const { collection } = side;
  const gone = [...plan.detach, ...plan.remove];
  if (gone.length > 0) {
    await collection.triggerThen('detaching', collection, gone.map(idOf), options);
    let count = await detachItems(side, plan.detach, options);
    for (const item of plan.remove) count += await deleteRows(rowsHolding(side, item), options);
    await collection.triggerThen('detached', collection, count, options);
  }
  for (const { item, held } of plan.update)
    await updateRows(rowsHolding(side, { ...item, attributes: held }), item.attributes, options);
  if (plan.attach.length > 0) {
    await collection.triggerThen('attaching', collection, plan.attach.map(idOf), options);
    const pivots = await attachItems(side, plan.attach, options).catch((error: unknown) => {
      const { index = plan.attach.length === 1 ? 0 : -1 } = error instanceof ShelfError ? error : {};
      throw nameRow(error, items.length < 2 ? undefined : items.indexOf(plan.attach[index] as Item));
    });
    const models = plan.attach.flatMap(({ model }) => model ?? []);
    if (models.length > 0) {
      keepRelated(collection, options);
      collection.add(models);
    }
    await collection.triggerThen('attached', collection, pivots, options);
  }
  const changes = gone.length + plan.update.length + plan.attach.length;
  await followPivots(side, changes, options);
  return plan;
}

async function saved({ path }: PivotSide, item: Item, index: number, options: CallOptions): Promise<Item> {
  const { model } = item;
  if (model?.isNew() !== true) return item;
  await saveAt(index, model, options);
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
  primaryKey: readonly string[],
): Plan {
  const names = path.pivot?.on.map(([name]) => name) ?? [];
  if (items.some(({ key }) => key === undefined))
    throw new UndefinedBindingError(`${label} needs ${names.join(', ')} in each hash`, { table: path.pivot?.table });
  const wanted = groupBy(items, ({ key }) => compare(key as readonly unknown[]));
  const there = groupBy(rows, (row) => compare(valuesOf(row, names)));
  const plans: Plan[] = [];
  for (const [key, [row]] of there) {
    if (!wanted.has(key))
      plans.push({ ...NOTHING, detach: [{ key: valuesOf(row, names), attributes: {}, model: undefined }] });
  }
  for (const [key, group] of wanted) plans.push(planOfGroup(group, there.get(key) ?? [], primaryKey));
  const of = <K extends keyof Plan>(part: K): Plan[K][number][] =>
    plans.flatMap((plan) => plan[part] as Plan[K][number][]);
  return { attach: of('attach'), detach: of('detach'), remove: of('remove'), keep: of('keep'), update: of('update') };
}

const NOTHING: Plan = { attach: [], detach: [], remove: [], keep: [], update: [] };

type Group<T> = [T, ...T[]];

function groupBy<T, K>(list: readonly T[], keyOf: (each: T) => K): Map<K, Group<T>> {
  const groups = new Map<K, Group<T>>();
  for (const each of list) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return groups;
}

/** What becomes of the pivot rows of one related row: those that are as wanted stay, others are written, what is left is attached or removed. */
function planOfGroup(items: Group<Item>, rows: readonly ModelInstance[], primaryKey: readonly string[]): Plan {
  const described = distinct(items.filter(({ attributes }) => Object.keys(attributes).length > 0));
  const [first] = items;
  // An id says that there is a row, whatever it holds.
  if (described.length === 0) return rows.length > 0 ? { ...NOTHING, keep: [first] } : { ...NOTHING, attach: [first] };
  const left = [...rows];
  const keep: Item[] = [];
  const open: Item[] = [];
  for (const item of described) {
    const at = left.findIndex((row) => !differs(row, item.attributes));
    if (at < 0) open.push(item);
    else {
      left.splice(at, 1);
      keep.push(item);
    }
  }
  const written = open.slice(0, left.length);
  const attach = open.slice(left.length);
  if (left.length > 0 && rows.length > 1 && primaryKey.length === 0) return replaced(described, rows);
  return {
    attach,
    detach: [],
    remove: left
      .slice(written.length)
      .map((row) => ({ key: first.key, attributes: heldBy(row, primaryKey), model: undefined })),
    keep: [...keep, ...written],
    update: written.map((item, i) => ({
      item,
      held: rows.length === 1 ? {} : heldBy(left[i] as ModelInstance, primaryKey),
    })),
  };
}

/** Rows that nothing tells apart are written anew, together; those that are as wanted keep what else they hold. */
function replaced(items: readonly Item[], rows: readonly ModelInstance[]): Plan {
  const left = [...rows];
  const attach = items.map((item) => {
    const at = left.findIndex((row) => !differs(row, item.attributes));
    const [row] = at < 0 ? [] : left.splice(at, 1);
    return row === undefined ? item : { ...item, attributes: { ...row._row, ...item.attributes } };
  });
  return { ...NOTHING, remove: [{ key: items[0]?.key, attributes: {}, model: undefined }], attach };
}

function distinct(items: readonly Item[]): Item[] {
  return items.filter(
    (item, i) => !items.slice(0, i).some((other) => isDeepStrictEqual(other.attributes, item.attributes)),
  );
}

function heldBy(row: ModelInstance, names: readonly string[]): Row {
  return Object.fromEntries(names.map((name, i) => [name, valuesOf(row, names)[i]]));
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
