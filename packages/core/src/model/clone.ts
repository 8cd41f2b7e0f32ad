import type { ModelInstance, Row } from '../instance.js';
import { extraOf } from './state.js';

const OWN_OPTIONS = ['tableName', 'hasTimestamps', 'requireFetch', 'scopes'] as const;

interface Cloneable {
  clone(): unknown;
}

/** A new model of the same class with the same attributes, changes, relations and query. */
export function clone(model: ModelInstance): ModelInstance {
  const copy = new model.constructor();
  copy._row = { ...model._row };
  copy._base = model._base && { ...model._base };
  copy._state = model._state;
  for (const name of [...OWN_OPTIONS, ...model.shelf.instanceOptions]) {
    if (Object.hasOwn(model, name))
      Object.defineProperty(copy, name, Object.getOwnPropertyDescriptor(model, name) ?? {});
  }
  const { relations, query, refused, computed } = model._extra ?? {};
  if (relations !== undefined) extraOf(copy).relations = cloneRelations(relations);
  if (query !== undefined) extraOf(copy).query = query.clone();
  if (computed !== undefined) extraOf(copy).computed = new Set(computed);
  if (refused !== undefined) extraOf(copy).refused = refused;
  for (const stage of model.shelf.stages.clone) stage(model, copy);
  return copy;
}

function cloneRelations(relations: Row): Row {
  const copy: Row = {};
  for (const name of Object.keys(relations)) {
    const related = relations[name] as Partial<Cloneable> | null | undefined;
    copy[name] = typeof related?.clone === 'function' ? related.clone() : related;
  }
  return copy;
}
