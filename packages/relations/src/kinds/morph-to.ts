import { InvalidRelationError } from '@shelf/core';
import { keyNames, type ModelInstance, sampleOf } from '@shelf/core/inside';
import { columnsOr, morphIds, tableOf } from '../names.js';
import { isTarget, targetOf } from '../target.js';
import type { Kind, Path } from './kind.js';
import { morphColumns, morphName, type MorphColumns } from './morphed.js';

/** The owner belongs to one row of any of several tables: the inverse of morphOne and morphMany. */
export function morphTo(owner: ModelInstance, name: unknown, ...rest: readonly unknown[]): Kind {
  const morph = morphName(owner, 'morphTo', name);
  const hasColumns = rest.length > 0 && !isCandidate(owner, rest[0]);
  const named = morphColumns(owner, hasColumns ? rest[0] : undefined);
  const candidates = hasColumns ? rest.slice(1) : rest;
  if (candidates.length === 0) {
    const { name: model } = owner.constructor;
    throw new InvalidRelationError(`${model}: morphTo('${morph}') needs the models that it may lead to`, { model });
  }
  return {
    name: 'morphTo',
    single: true,
    paths: () => candidates.map((candidate) => pathTo(owner, morph, named, candidate)),
  };
}

/** A target, or `[target, its value in the type column]`; anything else in the first place names the columns. */
function isCandidate(owner: ModelInstance, value: unknown): boolean {
  if (value === undefined || value === null) return false;
  return isTarget(owner.shelf, Array.isArray(value) ? (value as unknown[])[0] : value) || !Array.isArray(value);
}

function pathTo(owner: ModelInstance, morph: string, { type, ids }: MorphColumns, candidate: unknown): Path {
  const [given, value] = Array.isArray(candidate) ? (candidate as unknown[]) : [candidate];
  const target = targetOf(owner, 'morphTo', given);
  const other = sampleOf(target.model);
  return {
    target,
    from: columnsOr(ids, () => morphIds(morph, other)),
    to: keyNames(other.idAttribute),
    when: { [type ?? `${morph}_type`]: value ?? tableOf(other) },
  };
}
