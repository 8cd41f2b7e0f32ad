import type { ModelClass, ModelInstance } from '@shelf/core/inside';
import type { Path } from '../kinds/kind.js';

interface Extendable {
  extend(proto: object): ModelClass;
}

const made = new WeakMap<object, Map<string, ModelClass>>();

/** The class of a pivot's rows: the model that the relation goes through, else one made for the table. */
export function pivotModelOf(owner: ModelInstance, path: Path): ModelClass {
  return path.pivot?.model ?? pivotModelLike(owner.shelf.Model.prototype, path);
}

/** A class made for the rows between of a path, which calls their columns as a model of the shelf does. */
export function pivotModelLike({ shelf, _naming: naming }: ModelInstance, { pivot, to }: Path): ModelClass {
  if (pivot === undefined) throw new TypeError('This path has no table between');
  const { Model } = shelf;
  const isUsual = naming === Model.prototype._naming;
  const kind = isUsual ? shelf : (naming ?? Model);
  const keys = [...to, ...pivot.on.map(([name]) => name)];
  const known = made.get(kind) ?? new Map<string, ModelClass>();
  made.set(kind, known);
  const id = [pivot.table, ...keys].join('\0');
  let Class = known.get(id);
  if (Class === undefined) {
    Class = (Model as unknown as Extendable).extend({ tableName: pivot.table, idAttribute: keys });
    if (!isUsual) Object.defineProperty(Class.prototype, '_naming', { value: naming });
    known.set(id, Class);
  }
  return Class;
}
