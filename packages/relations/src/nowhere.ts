import type { CallOptions } from '@shelf/core/inside';
import { isCollection, type Binding, type Related } from './binding.js';

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
