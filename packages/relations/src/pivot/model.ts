import type { ModelClass } from '@shelf/core/inside';
import type { Path } from '../kinds/kind.js';
import type { Relation } from '../relation.js';

interface Extendable {
  extend(proto: object): ModelClass;
}

const made = new WeakMap<object, Map<string, ModelClass>>();

/** The class of a pivot's rows: the model that the relation goes through, else one made for the table. */
export function pivotModelOf({ owner }: Relation, { pivot, to }: Path): ModelClass {
  if (pivot === undefined) throw new TypeError('This path has no table between');
  if (pivot.model !== undefined) return pivot.model;
  const { shelf } = owner;
  const keys = [...to, ...pivot.on.map(([name]) => name)];
  const known = made.get(shelf) ?? new Map<string, ModelClass>();
  made.set(shelf, known);
  const id = [pivot.table, ...keys].join('\0');
  let Class = known.get(id);
  if (Class === undefined) {
    Class = (shelf.Model as unknown as Extendable).extend({ tableName: pivot.table, idAttribute: keys });
    known.set(id, Class);
  }
  return Class;
}
