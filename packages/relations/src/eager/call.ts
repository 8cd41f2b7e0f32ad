import {
  inheritedOptions,
  type CallOptions,
  type CollectionInstance,
  type ModelInstance,
  type ShelfInternals,
} from '@shelf/core/inside';
import { checkTree } from './check.js';
import { load } from './load.js';
import { treeOf } from './tree.js';
import { keepRelations } from '../undo.js';

/** `load`: loads relations into models that are there already. */
export async function loadInto(
  shelf: ShelfInternals,
  models: readonly ModelInstance[],
  relations: unknown,
  options: CallOptions,
  collection?: CollectionInstance,
): Promise<void> {
  shelf.callOptions.check(options);
  if (relations === undefined) return;
  const tree = treeOf(relations);
  const classes = new Set(models.map((model) => model.constructor));
  if (collection !== undefined && classes.size === 0) classes.add(collection.model);
  for (const Class of classes) checkTree(new Class(), tree);
  if (models.length === 0) return;
  keepRelations(models, tree.keys(), options);
  await load(models, tree, inheritedOptions(shelf, options));
}
