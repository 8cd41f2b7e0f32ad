import { ShelfError } from '@shelf/core';
import type { ModelInstance } from '@shelf/core/inside';
import { bindingOf } from '../binding.js';
import type { Relation } from '../relation.js';
import { callRelation, noRelation } from '../related.js';
import type { Tree } from './tree.js';

/** Refuses names in a tree that are no relations, before anything is asked of the database. */
export function checkTree(model: ModelInstance, tree: Tree): void {
  for (const [name, { children }] of tree) {
    const relation = declared(model, name);
    if (relation === undefined || children.size === 0) continue;
    const [first] = relation.paths;
    if (first !== undefined && first.when === undefined) checkTree(new first.target.model(), children);
    else checkNested(relation, children);
  }
}

/** Below a morphTo each name must be a relation of one target at least. */
export function checkNested(relation: Relation, children: Tree): void {
  const samples = relation.paths.map(({ target }) => new target.model());
  for (const [name, node] of children) {
    const having = samples.filter((sample) => callRelation(sample, name) !== undefined);
    if (having.length === 0) throw noRelation(samples[0] as ModelInstance, name);
    for (const sample of having) checkTree(sample, new Map([[name, node]]));
  }
}

/** The relation of that name; undefined where its method needs a row, which there is not yet. */
function declared(model: ModelInstance, name: string): Relation | undefined {
  let made: unknown;
  try {
    made = callRelation(model, name);
  } catch (error) {
    if (error instanceof ShelfError) throw error;
    return undefined;
  }
  const binding = bindingOf(made);
  if (binding === undefined) throw noRelation(model, name);
  return binding.relation;
}
