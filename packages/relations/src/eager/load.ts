import type { CallOptions, ModelInstance } from '@shelf/core/inside';
import type { Path } from '../kinds/kind.js';
import { queryOf } from '../binding.js';
import { callRelation, relationOf } from '../related.js';
import { assign } from './assign.js';
import { checkNested } from './check.js';
import type { Relation } from '../relation.js';
import { findRelated, mayRunInParallel, type Edge, type Found } from './edge.js';
import type { Node, Tree } from './tree.js';

/** Loads the relations of a tree into the parents: one query for each relation, whatever the number of parents. */
export async function load(parents: readonly ModelInstance[], tree: Tree, options: CallOptions): Promise<void> {
  const [first] = parents;
  if (first === undefined || tree.size === 0) return;
  if (!parents.every((parent) => isAlike(parent, first))) {
    for (const some of byClass(parents)) await load(some, tree, options);
    return;
  }
  const edges = [...tree].map(
    ([name, node]) =>
      () =>
        loadRelation(parents, name, node, options),
  );
  if (mayRunInParallel(first.shelf, options)) await Promise.all(edges.map((edge) => edge()));
  else for (const edge of edges) await edge();
}

function isAlike(one: ModelInstance, other: ModelInstance): boolean {
  return one.constructor === other.constructor && one.tableName === other.tableName;
}

function byClass(parents: readonly ModelInstance[]): ModelInstance[][] {
  const lists: ModelInstance[][] = [];
  for (const parent of parents) {
    const list = lists.find(([first]) => first !== undefined && isAlike(parent, first));
    if (list === undefined) lists.push([parent]);
    else list.push(parent);
  }
  return lists;
}

/** A model to ask for its relations: the parent itself where there is one, else an empty one of the class. */
export function askedModel(parents: readonly ModelInstance[]): ModelInstance {
  const [first] = parents as [ModelInstance];
  if (parents.length === 1) return first;
  const sample = new first.constructor();
  if (Object.hasOwn(first, 'tableName')) sample.tableName = first.tableName;
  return sample;
}

async function loadRelation(
  parents: readonly ModelInstance[],
  name: string,
  { constraints, children }: Node,
  options: CallOptions,
): Promise<void> {
  const { relation, related } = relationOf(askedModel(parents), name);
  const edge: Edge = { relation, query: queryOf(related), constraints, options };
  const found: Found[] = [];
  for (const [path, some] of byPath(relation, parents)) found.push(await findRelated(edge, path, some));
  await loadChildren(relation, found, children, options);
  // Loaded, and absent, unless something was found.
  if (relation.kind.single) for (const parent of parents) parent.relations[name] = null;
  for (const each of found) assign(relation, each, name);
  for (const { all } of found) await announce(all, options);
}

/** Fires `fetched` on the related models that somebody listens to; their class may, in `initialize`. */
async function announce(models: readonly ModelInstance[], options: CallOptions): Promise<void> {
  for (let i = 0; i < models.length; i++) {
    const model = models[i] as ModelInstance;
    if (model._events !== undefined) await model.triggerThen('fetched', model, [{ ...model._row }], options);
  }
}

/** The parents by the path on which their related rows lie. */
export function byPath(relation: Relation, parents: readonly ModelInstance[]): Map<Path, ModelInstance[]> {
  const [first] = relation.paths;
  if (first !== undefined && first.when === undefined) return new Map([[first, parents as ModelInstance[]]]);
  const paths = new Map<Path, ModelInstance[]>();
  for (const parent of parents) {
    const path = relation.pathFor(parent);
    if (path === undefined) continue;
    const some = paths.get(path);
    if (some === undefined) paths.set(path, [parent]);
    else some.push(parent);
  }
  return paths;
}

/** Loads what is nested below; where a relation leads to several tables, each loads what it has. */
async function loadChildren(
  relation: Relation,
  found: readonly Found[],
  children: Tree,
  options: CallOptions,
): Promise<void> {
  if (children.size === 0) return;
  const [first] = relation.paths;
  if (first?.when === undefined) {
    for (const { all } of found) await load(all, children, options);
    return;
  }
  checkNested(relation, children);
  for (const { all, path } of found) {
    const sample = new path.target.model();
    const own: Tree = new Map([...children].filter(([name]) => callRelation(sample, name) !== undefined));
    await load(all, own, options);
  }
}
