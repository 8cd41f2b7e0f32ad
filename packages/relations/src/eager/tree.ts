import { InvalidRelationError } from '@shelf/core';
import type { Knex } from 'knex';
import { shown } from '../shown.js';

/** Constrains the query of a relation; called with the related model or collection as `this`. */
export type Constraint = (this: unknown, query: Knex.QueryBuilder) => unknown;

/** One relation to load, and what to load from what it brings. */
export interface Node {
  readonly constraints: Constraint[];
  readonly children: Tree;
}

/** Relations to load, by name. */
export type Tree = Map<string, Node>;

/** Reads `withRelated`, and what `load` takes: a name, dotted names, `{name: constraint}` objects, and arrays of those. */
export function treeOf(given: unknown): Tree {
  const tree: Tree = new Map();
  grow(tree, given);
  return tree;
}

function grow(tree: Tree, given: unknown): void {
  if (typeof given === 'string') plant(tree, given);
  else if (Array.isArray(given)) for (const each of given as unknown[]) grow(tree, each);
  else if (typeof given === 'object' && given !== null) {
    for (const [path, constraint] of Object.entries(given)) {
      if (constraint !== undefined && typeof constraint !== 'function')
        throw refusal(`a function for '${path}'`, constraint);
      plant(tree, path).push(...(constraint === undefined ? [] : [constraint as Constraint]));
    }
  } else throw refusal('names, arrays of names, or {name: function} objects', given);
}

/** Adds a path to the tree; returns the constraints of its last relation. */
function plant(tree: Tree, path: string): Constraint[] {
  let level = tree;
  let constraints: Constraint[] = [];
  for (const name of path.split('.')) {
    let node = level.get(name);
    if (node === undefined) level.set(name, (node = { constraints: [], children: new Map() }));
    level = node.children;
    constraints = node.constraints;
  }
  return constraints;
}

function refusal(wanted: string, given: unknown): InvalidRelationError {
  return new InvalidRelationError(`Relations to load are ${wanted}, not ${shown(given)}`);
}
