import { NotFoundError } from '@shelf/core';
import { adoptRow, clausesOf, enclose, keyOf, type CallOptions, type ModelInstance } from '@shelf/core/inside';
import { bindingOf, isCollection, queryOf, setQuery } from './binding.js';
import { copyPivot } from './pivot/pivot.js';
import { callRelation, mayLeadTo } from './related.js';
import { keepRelations } from './undo.js';
import { wayTo, type Way } from './ways.js';

type Fetch = (this: ModelInstance, options?: CallOptions) => Promise<ModelInstance | null>;

/** An empty model in the place of a loaded one, in the scope of the relation and with what was asked of the loaded one. */
function emptyOf(related: ModelInstance, { parent, name }: Way): ModelInstance | undefined {
  const empty = callRelation(parent, name);
  if (empty === undefined || isCollection(empty)) return undefined;
  moveQuery(related, empty);
  return empty;
}

/** Adds what was asked of one model to what the relation's own query says of another. */
function moveQuery(from: ModelInstance, to: ModelInstance): void {
  const [added, query] = [queryOf(from), queryOf(to)];
  if (added === undefined) return;
  from.resetQuery();
  if (query === undefined) return setQuery(to, added);
  enclose(query);
  enclose(added);
  clausesOf(query).push(...clausesOf(added));
}

/**
 * Fetches a related model that was loaded before: the row that the relation leads to now, by its key, and none by what the model
 * holds. Undefined where it was not loaded along a relation.
 */
export function fetchAgain(
  related: ModelInstance,
  fetch: Fetch,
  options: CallOptions | undefined,
): Promise<ModelInstance | null> | undefined {
  const way = wayTo(related);
  if (way === undefined) return undefined;
  // Whose caller this is nobody knows: the model stays the row that it is.
  if (way.shared && !mayLeadTo(related, way.parent, way.name))
    return related.refresh({ ...options, require: options?.require ?? false });
  const empty = emptyOf(related, way);
  if (empty === undefined) return undefined;
  const isOwn = bindingOf(related)?.parent === way.parent && empty.constructor === related.constructor;
  return orAbsent(way, options, () => (isOwn ? refill : replace)(related, empty, way, fetch, options));
}

/** Remembers that the relation leads nowhere, where it does. */
async function orAbsent(
  { parent, name }: Way,
  options: CallOptions | undefined,
  find: () => Promise<ModelInstance | null>,
): Promise<ModelInstance | null> {
  keepRelations([parent], [name], options ?? {});
  try {
    const found = await find();
    if (found === null) parent.relations[name] = null;
    return found;
  } catch (error) {
    if (error instanceof NotFoundError) parent.relations[name] = null;
    throw error;
  }
}

/** A model that is its parent's alone takes in whatever row it is now. */
async function refill(
  related: ModelInstance,
  empty: ModelInstance,
  _way: Way,
  fetch: Fetch,
  options: CallOptions | undefined,
): Promise<ModelInstance | null> {
  const { scopes } = related;
  const key = keyOf(related.id);
  const relations = related._extra?.relations;
  related.scopes = empty.scopes;
  setQuery(related, queryOf(empty));
  try {
    const found = await fetch.call(related, options);
    // What was loaded into it belongs to another row.
    if (keyOf(related.id) !== key) for (const name of Object.keys(relations ?? {})) delete relations?.[name];
    return found;
  } finally {
    related.scopes = scopes;
  }
}

/** One that others may have too stays what it is; its parent gets another model for another row. */
async function replace(
  related: ModelInstance,
  empty: ModelInstance,
  { parent, name }: Way,
  fetch: Fetch,
  options: CallOptions | undefined,
): Promise<ModelInstance | null> {
  const found = await fetch.call(empty, options);
  if (found === null) return null;
  if (found.constructor !== related.constructor || keyOf(found.id) !== keyOf(related.id)) {
    parent.relations[name] = found;
    return found;
  }
  adoptRow(related, found._row);
  copyPivot(found, related);
  return related;
}

type Count = (this: ModelInstance, column?: unknown, options?: CallOptions) => Promise<number>;

/** `count`, of the rows that a relation leads to where the model was loaded along one, and 0 where that leads to no table. */
export function countingRelated(count: Count): Count {
  return async function (column, options) {
    const way = wayTo(this);
    const counted = (way && emptyOf(this, way)) ?? this;
    const binding = bindingOf(counted);
    if (binding !== undefined && binding.relation.pathFor(binding.parent) === undefined) return 0;
    return await count.call(counted, column, options);
  };
}
