import type { ModelInstance } from '@shelf/core/inside';
import { targetOf } from '../target.js';
import type { Kind } from './kind.js';
import { morphColumns, morphed, morphName } from './morphed.js';

/** The owner has one of the target's rows, which may have owners of other tables as well. */
export function morphOne(
  owner: ModelInstance,
  given: unknown,
  name: unknown,
  columnNames?: unknown,
  morphValue?: string,
): Kind {
  const target = targetOf(owner, 'morphOne', given);
  const morph = morphName(owner, 'morphOne', name);
  const value = typeof columnNames === 'string' ? columnNames : morphValue;
  const named = morphColumns(owner, typeof columnNames === 'string' ? undefined : columnNames);
  return {
    name: 'morphOne',
    single: true,
    paths: () => [morphed(owner, target, morph, named, value)],
  };
}
