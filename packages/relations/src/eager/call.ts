import type { CallOptions, CollectionInstance, ModelInstance } from '@shelf/core/inside';
import { checkTree } from './check.js';
import { inherited, load } from './load.js';
import { treeOf } from './tree.js';

/** `load`: loads relations into models that are there already. */
export async function loadInto(
  models: readonly ModelInstance[],
  relations: unknown,
  options: CallOptions,
  collection?: CollectionInstance,
): Promise<void> {
  const tree = treeOf(relations);
  const Class = collection?.model ?? models[0]?.constructor;
  if (Class !== undefined) checkTree(new Class(), tree);
  await load(models, tree, inherited(options));
}
