import { inheritedOptions, type CallOptions, type CollectionInstance, type ModelInstance } from '@shelf/core/inside';
import { checkTree } from './check.js';
import { load } from './load.js';
import { treeOf } from './tree.js';

/** `load`: loads relations into models that are there already. */
export async function loadInto(
  models: readonly ModelInstance[],
  relations: unknown,
  options: CallOptions,
  collection?: CollectionInstance,
): Promise<void> {
  if (relations === undefined) return;
  const tree = treeOf(relations);
  const classes = new Set(models.map((model) => model.constructor));
  if (collection !== undefined && classes.size === 0) classes.add(collection.model);
  for (const Class of classes) checkTree(new Class(), tree);
  const [first] = models;
  if (first !== undefined) await load(models, tree, inheritedOptions(first.shelf, options));
}
