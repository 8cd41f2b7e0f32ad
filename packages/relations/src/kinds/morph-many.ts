import type { ModelInstance } from '@shelf/core/inside';
import { targetOf } from '../target.js';
import type { Kind } from './kind.js';
import { morphColumns, morphed, morphName } from './morphed.js';

/** The owner has several of the target's rows, which may have owners of other tables as well. */
export function morphMany(
  owner: ModelInstance,
  given: unknown,
  name: unknown,
  columnNames?: unknown,
  morphValue?: string,
): Kind {
  const target = targetOf(owner, 'morphMany', given);
  const morph = morphName(owner, 'morphMany', name);
  const value = typeof columnNames === 'string' ? columnNames : morphValue;
  const named = morphColumns(owner, typeof columnNames === 'string' ? undefined : columnNames);
  return {
    name: 'morphMany',
    single: false,
    paths: () => [morphed(owner, target, morph, named, value)],
  };
}
