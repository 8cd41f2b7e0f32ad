import { extraOf, hydrate, passThrough, type ModelClass, type ModelInstance, type Row } from '@shelf/core/inside';
import { pivotModelOf } from './model.js';
import type { Path } from '../kinds/kind.js';
import type { Relation } from '../relation.js';

/** The row between a model and the parent through which it was reached; its model is made when it is asked for. */
interface PivotOf {
  readonly row: Row;
  readonly relation: Relation | undefined;
  readonly path: Path | undefined;
  model: ModelInstance | undefined;
}

interface WithPivot {
  _pivot?: PivotOf | undefined;
}

/** Remembers a model's row between. */
export function setPivot(model: ModelInstance, relation: Relation, path: Path, row: Row): void {
  (extraOf(model) as WithPivot)._pivot = { row, relation, path, model: undefined };
}

function classOf({ relation, path }: PivotOf): ModelClass {
  return pivotModelOf(relation as Relation, path as Path);
}

function isPlain({ path }: PivotOf): boolean {
  const model = path?.pivot?.model;
  return model === undefined || model.prototype.parse === passThrough;
}

/** The model of the row between; undefined where a model was not reached through one. */
export function pivotOf(model: ModelInstance): ModelInstance | undefined {
  const pivot = (model._extra as WithPivot | undefined)?._pivot;
  if (pivot === undefined) return undefined;
  return (pivot.model ??= hydrate(classOf(pivot), [pivot.row])[0] as ModelInstance);
}

/** Gives a model another row between, or none. */
export function replacePivot(model: ModelInstance, pivot: ModelInstance | undefined): void {
  const extra = extraOf(model) as WithPivot;
  extra._pivot = pivot && { row: pivot._row, relation: undefined, path: undefined, model: pivot };
}

/** The attributes of the row between, where there is one. */
export function pivotAttributes(model: ModelInstance): Row | undefined {
  const pivot = (model._extra as WithPivot | undefined)?._pivot;
  if (pivot === undefined) return undefined;
  // A row that `parse` leaves as it is needs no model to be shown.
  if (pivot.model === undefined && isPlain(pivot)) return pivot.row;
  return (pivotOf(model) as ModelInstance)._row;
}

/** Gives a copy of a model its row between too. */
export function copyPivot(model: ModelInstance, copy: ModelInstance): void {
  const pivot = (model._extra as WithPivot | undefined)?._pivot;
  if (pivot !== undefined) replacePivot(copy, (pivotOf(model) as ModelInstance).clone());
}
