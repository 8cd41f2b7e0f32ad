import { keyNames, type ModelInstance, sampleOf } from '@shelf/core/inside';
import { columnsOr, foreignKeyTo, type Columns, tableOf } from '../names.js';
import type { Target } from '../target.js';
import type { Through } from '../through.js';
import type { Path } from './kind.js';

/** Rows that hold their owner's key: those of hasOne and hasMany. */
export function owned(
  owner: ModelInstance,
  target: Target,
  foreignKey: Columns | undefined,
  foreignKeyTarget: Columns | undefined,
): Path {
  return {
    target,
    from: columnsOr(foreignKeyTarget, () => keyNames(owner.idAttribute)),
    to: columnsOr(foreignKey, () => foreignKeyTo(owner)),
    stamps: true,
  };
}

/** Rows that hold the key of a row between, which holds their owner's. */
export function ownedThrough(
  owner: ModelInstance,
  target: Target,
  foreignKey: Columns | undefined,
  foreignKeyTarget: Columns | undefined,
  { interim, throughForeignKey, otherKey, throughForeignKeyTarget, otherKeyTarget }: Through,
): Path {
  const between = sampleOf(interim.model);
  const pointing = columnsOr(throughForeignKey, () => foreignKeyTo(between));
  const pointed = columnsOr(throughForeignKeyTarget, () => keyNames(between.idAttribute));
  return {
    target,
    from: columnsOr(otherKeyTarget ?? foreignKeyTarget, () => keyNames(owner.idAttribute)),
    to: columnsOr(otherKey ?? foreignKey, () => foreignKeyTo(owner)),
    pivot: {
      table: tableOf(between),
      model: interim.model,
      on: pointed.map((column, i) => [column, pointing[i] as string]),
    },
  };
}
