import { isSynced, type ModelInstance } from '@shelf/core/inside';
import type { comparableTuple } from '../comparable.js';
import { encodeKey } from '../conditions.js';
import type { Path } from '../kinds/kind.js';
import { missing } from '../scope.js';
import type { Tables } from '../tables.js';
import { valuesOf } from '../values.js';

/** Parents with the same key, and what is found for them. */
export interface Group<T = ModelInstance> {
  /** The key, as it is bound. */
  readonly tuple: readonly unknown[];
  readonly parents: ModelInstance[];
  readonly found: T[];
}

/** Parents by their keys; those whose key is null are alone. */
export interface Groups<T = ModelInstance> {
  readonly byKey: Map<string | number, Group<T>>;
  readonly alone: ModelInstance[];
}

/** Groups parents by the key that a path starts from. */
export function groupsOf<T>(
  label: string,
  parents: readonly ModelInstance[],
  path: Path,
  tables: Tables,
  compare: ReturnType<typeof comparableTuple>,
): Groups<T> {
  const byKey: Groups<T>['byKey'] = new Map();
  const alone: ModelInstance[] = [];
  const model = path.target.model.name;
  for (const parent of parents) {
    const values = valuesOf(parent, path.from);
    const lacks = values.includes(undefined);
    // A new model may lack its key, a fetched one has to have it.
    if (lacks && isSynced(parent)) throw missing(label, parent, path);
    const key = lacks ? undefined : compare(values);
    if (key === undefined) {
      alone.push(parent);
      continue;
    }
    const group = byKey.get(key);
    if (group === undefined) {
      byKey.set(key, { tuple: encodeKey(path, tables, values, model), parents: [parent], found: [] });
    } else group.parents.push(parent);
  }
  return { byKey, alone };
}
