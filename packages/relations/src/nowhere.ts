import type { CallOptions, ModelInstance } from '@shelf/core/inside';
import { bindingOf, isCollection, type Binding, type Related } from './binding.js';

/** The result where a morphTo's parent points to no row of a known table: there is no table to ask; undefined elsewhere. */
export function fetchNowhere(
  related: Related,
  { relation, parent }: Binding,
  options?: CallOptions,
): Promise<null> | undefined {
  if (isCollection(related)) return undefined;
  try {
    if (relation.pathFor(parent) !== undefined) return undefined;
  } catch (error) {
    return Promise.reject(error);
  }
  if (!(options?.require ?? related.requireFetch ?? related.shelf.requireFetch)) return Promise.resolve(null);
  const { NotFoundError } = related.constructor;
  return Promise.reject(new NotFoundError(`${relation.label} points to nothing`, { model: parent.constructor.name }));
}

type Count = (this: ModelInstance, column?: unknown, options?: CallOptions) => Promise<number>;

/** `count`, which is 0 where a morphTo's parent points to no row of a known table. */
export function countingNowhere(count: Count): Count {
  return async function (column, options) {
    const binding = bindingOf(this);
    if (binding !== undefined && binding.relation.pathFor(binding.parent) === undefined) return 0;
    return count.call(this, column, options);
  };
}
