import { UndefinedBindingError } from '../errors.js';
import { isHeard } from '../events.js';
import type { CallOptions, ModelInstance, Row } from '../instance.js';
import { tableNameOf } from './query.js';
import { idNames } from './attributes.js';
import { actionOptions } from './options.js';
import { leaveScopes, receive } from './scoped.js';
import { settle } from './settle.js';
import { isSame } from './snapshot.js';
import { adoptRow, forget, isSynced, previousOf, stoodForRow, storedOf } from './state.js';
import { hasOwn, own } from '../own.js';
import { Action } from '../sync/action.js';
import { aimOf, isConstrained } from '../sync/update.js';

/**
 * Fetches the row that has the model's attributes; that of its query alone where it has none. A model that stands for a row, and again in a scope that
 * leads to one, is found by that scope: what it holds may be another row's.
 */
export function fetch(model: ModelInstance, options: CallOptions | undefined): Promise<ModelInstance | null> {
  if (isSynced(model) && model.scopes.some(({ once }) => once === true)) return fetchBy(model, {}, options, true, true);
  return fetchBy(model, storedOf(model), options, stoodForRow(model));
}

/** Fetches the model's row again by its key, or by all attributes where it has none; the row must be there unless told otherwise. */
export async function refresh(model: ModelInstance, given: CallOptions | undefined): Promise<ModelInstance | null> {
  const options = { ...given, require: given?.require ?? true };
  if (model.isNew()) return await fetchBy(model, storedOf(model), options, true);
  const key: Row = {};
  for (const name of idNames(model)) key[name] = own(model._row, name);
  return await fetchBy(model, key, options, true);
}

function isEmpty(attributes: Row): boolean {
  for (const name in attributes) if (hasOwn(attributes, name)) return false;
  return true;
}

/** Refuses to read any row for one of which the model knows nothing, unless a relation or a where clause leads to one. */
function requireWay(model: ModelInstance, options: CallOptions): void {
  const { query, refused } = model._extra ?? {};
  const action = new Action(model, options, query, refused);
  const { sure, query: constrained } = aimOf(action);
  if (sure || (constrained !== undefined && isConstrained(action.origin, constrained))) return;
  const { name } = model.constructor;
  const table = tableNameOf(model);
  throw new UndefinedBindingError(
    `${name} of table '${table}' cannot be fetched: it has neither a key nor attributes, and would become some other row`,
    { model: name, table },
  );
}

/**
 * @param ofOne whether the model stands for one row, and not for whichever comes first
 * @param byScope whether it may become another row than it was
 */
async function fetchBy(
  model: ModelInstance,
  attributes: Row,
  given: CallOptions | undefined,
  ofOne: boolean,
  byScope = false,
): Promise<ModelInstance | null> {
  const options = actionOptions(model.shelf, given);
  if (ofOne && isEmpty(attributes)) requireWay(model, options);
  const { stages } = model.shelf;
  for (const check of stages.check) check(model, options);
  const sync = model.sync(options);
  const rows = await sync.first(attributes);
  const row = rows?.[0];
  if (row === undefined) {
    if (!isRequired(model, options)) return null;
    const { name, NotFoundError } = model.constructor;
    const table = tableNameOf(model);
    throw new NotFoundError(`${name} not found in table '${table}' by ${describe(attributes)}`, { model: name, table });
  }
  const previous = isHeard(model) && options.silent !== true ? previousOf(model) : undefined;
  const parsed = model.parse(row, options);
  // What was not read now is kept of the same row alone.
  if (byScope && idNames(model).some((name) => !isSame(model._row, parsed, name))) forget(model);
  adoptRow(model, parsed, attributes);
  receive(model, [model], rows, rows, options, 'first');
  leaveScopes(model);
  for (const loaded of stages.loaded) await loaded([model], rows, model, options);
  if (previous !== undefined) await announce(model, previous, rows, options);
  return model;
}

/** Fires `fetched`; what differs from the last sync shows as the change until its handlers have settled. */
async function announce(
  model: ModelInstance,
  previous: Row,
  rows: readonly Row[],
  options: CallOptions,
): Promise<void> {
  const changed = Object.entries(model._row).filter(([name]) => !isSame(previous, model._row, name));
  const change = { changed: Object.fromEntries(changed), previous };
  await settle(model, change, options, () => model.triggerThen('fetched', model, rows, options));
}

/** Whether a missing row is an error: by the call, else by the class, else by the shelf. */
function isRequired(model: ModelInstance, options: CallOptions): boolean {
  return options.require ?? model.requireFetch ?? model.shelf.requireFetch;
}

function describe(attributes: Row): string {
  const names = Object.keys(attributes);
  return names.length === 0 ? 'its query' : names.map((name) => `'${name}'`).join(', ');
}
