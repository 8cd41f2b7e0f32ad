import { InvalidRelationError } from '@shelf/core';
import {
  adoptRow,
  collectionsAround,
  extraOf,
  isAsFetched,
  isModel,
  isSynced,
  keyOf,
  leaveScopes,
  own,
  type CollectionInstance,
  type ModelInstance,
} from '@shelf/core/inside';
import { bind, bindingOf, isCollection, queryOf, type Binding, type Related } from './binding.js';
import { adviceOn, declaringMethod, relationNames } from './declared.js';
import type { Kind, Path } from './kinds/kind.js';
import { Relation } from './relation.js';
import { scopeOf } from './scope.js';
import { guard } from './strict.js';
import { valuesOf } from './values.js';
import { rememberAsked } from './ways.js';

/** What a relation method returns: the related collection or model, empty, in the scope of its parent. */
export function relate(parent: ModelInstance, kind: Kind): Related {
  const relation = new Relation(kind, parent);
  const target = kind.single ? undefined : relation.paths[0]?.target;
  const binding = { relation, parent };
  return kind.single ? singleOf(binding) : collectionOf(binding, target as NonNullable<typeof target>);
}

/** An empty model in the parent's place for one; of the shelf's base class where its target depends on the parent's row. */
function singleOf(binding: Binding): ModelInstance {
  const { relation, parent } = binding;
  const [first] = relation.paths;
  const path = first?.when === undefined ? first : safely(() => relation.pathFor(parent));
  const model = new (path?.target.model ?? parent.shelf.Model)();
  bind(model, binding);
  model.scopes = [...model.scopes, scopeOf(binding)];
  return model;
}

/** The type of a morphTo may be wrong; who fetches is told so. */
function safely<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof InvalidRelationError) return undefined;
    throw error;
  }
}

/** A related collection, empty. */
export function collectionOf(
  binding: Binding,
  { model, collection }: Relation['paths'][number]['target'],
): CollectionInstance {
  const made = collection === undefined ? model.collection() : (new collection() as CollectionInstance);
  bind(made, binding);
  return made;
}

/** What makes the related collections of many parents, around the models that have been loaded. */
export function collectionsOf(
  relation: Relation,
  { model, collection }: Relation['paths'][number]['target'],
): (parent: ModelInstance, models: ModelInstance[]) => CollectionInstance {
  const around = collection === undefined ? collectionsAround(model) : adopting(collection);
  return (parent, models) => {
    const made = around(models);
    bind(made, { relation, parent });
    return made;
  };
}

/** Makes collections of a class of the user's. */
function adopting(
  collection: NonNullable<Relation['paths'][number]['target']['collection']>,
): (models: ModelInstance[]) => CollectionInstance {
  return (models) => {
    const made = new collection() as CollectionInstance;
    made._adopt(models);
    return made;
  };
}

/** `related(name)`: what is loaded or kept under the name, else an empty model or collection, which is kept from then on. */
export function related(parent: ModelInstance, name: unknown): unknown {
  if (typeof name !== 'string') return undefined;
  const { relations } = extraOf(parent);
  const kept = relations === undefined ? undefined : own(relations, name);
  if (kept !== undefined && kept !== null)
    return isModel(kept) && isSynced(kept) && bindingOf(kept)?.parent !== parent ? shared(kept, parent, name) : kept;
  const made = callRelation(parent, name);
  if (made === undefined) return undefined;
  if (kept === undefined) guard(made, parent, name);
  parent.relations[name] = made;
  return made;
}

/**
 * A loaded model that may be other parents' too. A parent whose key has changed since, so that its relation leads elsewhere, gets a
 * copy of its own, or an empty model of another class: what that is fetched as then is not theirs.
 */
function shared(kept: ModelInstance, parent: ModelInstance, name: string): ModelInstance {
  if (isAsFetched(parent) || mayLeadTo(kept, parent, name)) {
    rememberAsked(kept, parent, name);
    return kept;
  }
  const copy = callRelation(parent, name);
  if (copy === undefined || isCollection(copy)) return kept;
  parent.relations[name] = copy;
  if (copy.constructor !== kept.constructor) return copy;
  adoptRow(copy, { ...kept._row });
  copy.resetQuery();
  leaveScopes(copy);
  return copy;
}

/** Whether a relation to one row leads to a loaded model, as far as its keys say. */
export function mayLeadTo(kept: ModelInstance, parent: ModelInstance, name: string): boolean {
  const { relation } = bindingOf(callRelation(parent, name)) ?? {};
  let path: Path | undefined;
  try {
    path = relation?.pathFor(parent);
  } catch (error) {
    if (!(error instanceof InvalidRelationError)) throw error;
  }
  if (path === undefined || path.target.model !== kept.constructor) return relation === undefined;
  const [from, to] = [keyOf(valuesOf(parent, path.from)), keyOf(valuesOf(kept, path.to))];
  return path.pivot !== undefined || to === undefined || from === to;
}

/** Calls the method that declares a relation; undefined where there is none of that name. */
export function callRelation(parent: ModelInstance, name: string): Related | undefined {
  const result = declaringMethod(parent, name)?.call(parent);
  const binding = bindingOf(result);
  if (binding === undefined) {
    // It was no relation, but may have begun something; whoever asked is told that, not this.
    if (result instanceof Promise) result.catch(() => undefined);
    return undefined;
  }
  const { relation } = binding;
  relation.name = name;
  relation.hasQuery = queryOf(result as Related) !== undefined;
  return result as Related;
}

/** The query of the method that has declared a related collection's relation, as that makes it now. */
export function ownQueryOf(collection: CollectionInstance): CollectionInstance['_query'] {
  const { parent, relation } = bindingOf(collection) ?? {};
  const again = relation?.name === undefined ? undefined : parent && callRelation(parent, relation.name);
  return again && queryOf(again);
}

/** The relation of that name, declared on the model; an error that lists what there is instead. */
export function relationOf(model: ModelInstance, name: string): Binding & { readonly related: Related } {
  const made = callRelation(model, name);
  const binding = bindingOf(made);
  if (made !== undefined && binding !== undefined) return { ...binding, related: made };
  throw noRelation(model, name);
}

/** What says that a model has no such relation. */
export function noRelation(model: ModelInstance, name: string): InvalidRelationError {
  const { name: model_ } = model.constructor;
  if (declaringMethod(model, name) !== undefined) {
    return new InvalidRelationError(
      `${model_}.${name}() declares a relation, but returns something else: constrain it by query(…), which returns it`,
      { model: model_ },
    );
  }
  const names = relationNames(model);
  const has = names.length === 0 ? 'it has none' : `it has: ${names.join(', ')}`;
  const advice = adviceOn(model, name);
  const why = advice === undefined ? '' : ` (${advice})`;
  return new InvalidRelationError(`${model_} has no relation '${name}'; ${has}${why}`, { model: model_ });
}
