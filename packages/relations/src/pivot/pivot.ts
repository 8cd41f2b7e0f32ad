import {
  extraOf,
  hasNames,
  hydrate,
  passThrough,
  type CallOptions,
  type ModelInstance,
  type Row,
  type TransactionState,
} from '@shelf/core/inside';
import { wholeOf, type Whole } from './whole.js';
import type { Path } from '../kinds/kind.js';
import type { Relation } from '../relation.js';
import { PREFIX } from './columns.js';
import { pivotModelOf } from './model.js';

/** The relation along which models were reached. */
export interface Reached {
  readonly relation: Relation;
  readonly path: Path;
  /** What makes the JSON of the first model that was shown, for those whose attributes have the same names. */
  whole?: Whole;
}

/** The row between a model and the parent from which it was reached; its model is made when it is asked for. */
interface Extra {
  /** The row as it was read, its names under their prefix. */
  _pivotRow?: Row | undefined;
  _reached?: Reached | undefined;
  _pivot?: ModelInstance | undefined;
}

/** Remembers a model's row between. */
export function setPivot(model: ModelInstance, reached: Reached, row: Row): void {
  const extra = model._extra as Extra | undefined;
  if (extra === undefined) {
    // At once: each property that is added to an object later costs another piece of memory.
    const made: Extra & NonNullable<ModelInstance['_extra']> = {
      relations: undefined,
      query: undefined,
      _pivotRow: row,
      _reached: reached,
      _pivot: undefined,
    };
    model._extra = made;
    return;
  }
  extra._pivotRow = row;
  extra._reached = reached;
  extra._pivot = undefined;
}

/** The model of the row between; undefined where a model was not reached through one. */
export function pivotOf(model: ModelInstance): ModelInstance | undefined {
  const extra = model._extra as Extra | undefined;
  if (extra?._pivot !== undefined || extra?._reached === undefined) return extra?._pivot;
  const { relation, path } = extra._reached;
  const row = Object.entries(extra._pivotRow ?? {}).map(([name, value]) => [name.slice(PREFIX.length), value] as const);
  const [pivot] = hydrate(pivotModelOf(relation.owner, path), [Object.fromEntries(row)]);
  return (extra._pivot = pivot);
}

/** Gives a model another row between, or none. */
export function replacePivot(model: ModelInstance, pivot: ModelInstance | undefined): void {
  const extra = extraOf(model) as Extra;
  extra._pivotRow = extra._reached = undefined;
  extra._pivot = pivot;
}

/** Has a rollback give a model the row between that it has now. */
export function keepPivot(model: ModelInstance, state: TransactionState): void {
  const extra = extraOf(model) as Extra;
  const { _pivotRow, _reached, _pivot } = extra;
  state.keep(extra, () => () => void Object.assign(extra, { _pivotRow, _reached, _pivot }));
}

/** A model's attributes and its row between as JSON; undefined where the row is not to be shown, or not as it was read. */
export function withPivot({ _row: row, _extra: extra }: ModelInstance, options: CallOptions): Row | undefined {
  const { _reached: reached, _pivot: pivot, _pivotRow: between } = extra as Extra;
  if (reached === undefined || between === undefined || pivot !== undefined || options['omitPivot'] === true)
    return undefined;
  if (!isPlain(reached)) return undefined;
  reached.whole ??= wholeOf(Object.keys(row), Object.keys(between));
  return hasNames(row, reached.whole.names) ? reached.whole.make?.(row, between) : undefined;
}

/** Adds a model's row between to its JSON. */
export function showPivot(model: ModelInstance, json: Row): void {
  const extra = model._extra as Extra;
  // A row that `parse` leaves as it is needs no model to be shown.
  if (extra._pivot === undefined && extra._reached !== undefined && isPlain(extra._reached)) {
    const row = extra._pivotRow as Row;
    for (const name in row) json[name] = row[name];
    return;
  }
  const attributes = pivotOf(model)?._row;
  if (attributes !== undefined) for (const name of Object.keys(attributes)) json[PREFIX + name] = attributes[name];
}

function isPlain({ path }: Reached): boolean {
  const model = path.pivot?.model;
  return model === undefined || model.prototype.parse === passThrough;
}

/** Gives a copy of a model its row between too. */
export function copyPivot(model: ModelInstance, copy: ModelInstance): void {
  const pivot = pivotOf(model);
  if (pivot !== undefined) replacePivot(copy, pivot.clone());
}
