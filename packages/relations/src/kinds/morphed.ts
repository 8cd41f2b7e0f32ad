import { InvalidRelationError } from '@shelf/core';
import { keyNames, type ModelInstance } from '@shelf/core/inside';
import { columnsOr, morphIds, type Columns, tableOf } from '../names.js';
import type { Target } from '../target.js';
import { columns } from '../through.js';
import type { Path } from './kind.js';
import { shown } from '../shown.js';

/** The columns that say which row of which table a row is attached to, where they were named. */
export interface MorphColumns {
  readonly type: string | undefined;
  readonly ids: Columns | undefined;
}

/** Reads `[type, id]`. */
export function morphColumns(owner: ModelInstance, given: unknown): MorphColumns {
  if (given === undefined || given === null) return { type: undefined, ids: undefined };
  const [type, ids] = Array.isArray(given) ? (given as unknown[]) : [];
  if (Array.isArray(given) && (type === undefined || type === null || typeof type === 'string'))
    return { type: type ?? undefined, ids: columns(owner, ids) };
  const { name } = owner.constructor;
  throw new InvalidRelationError(`${name}: the columns of a morph are [type, id], not ${shown(given)}`, {
    model: name,
  });
}

/** Checks a morph's name. */
export function morphName(owner: ModelInstance, kind: string, given: unknown): string {
  if (typeof given === 'string' && given !== '') return given;
  const { name } = owner.constructor;
  throw new InvalidRelationError(`${name}: ${kind} needs a name, not ${shown(given)}`, { model: name });
}

/** Rows that hold their owner's key and, since they may belong to several tables, its type: those of morphOne and morphMany. */
export function morphed(
  owner: ModelInstance,
  target: Target,
  name: string,
  { type, ids }: MorphColumns,
  value: string | undefined,
): Path {
  return {
    target,
    from: keyNames(owner.idAttribute),
    to: columnsOr(ids, () => morphIds(name, owner)),
    fixed: { [type ?? `${name}_type`]: value ?? tableOf(owner) },
    stamps: true,
  };
}
