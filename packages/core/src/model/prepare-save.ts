import { isHeard } from '../events.js';
import type { CallOptions, ModelInstance, Row } from '../instance.js';
import { checkName, hasOwn } from '../own.js';
import { catalogueOf } from '../sync/run.js';
import { TableSync } from '../sync/table-sync.js';
import type { Table } from '../table.js';
import { idNames, passThrough } from './attributes.js';
import { tableNameOf } from './query.js';
import { methodOf, type SaveAttempt } from './save-attempt.js';
import { heldScopes } from './scoped.js';
import { snapshot } from './snapshot.js';
import { isStamped, keepsStamp, keepStamps, refuseOther, stampsOf } from './stamps.js';
import { changesOf, erase, isChanged, storedOf, SYNCED } from './state.js';
import { cutToColumn, timestampNames } from './timestamps.js';

/** Sets params, defaults, timestamps and stamps, then fires the before-events. */
export function prepare(attempt: SaveAttempt): Promise<void> | undefined {
  const { model, params, options, method } = attempt;
  for (const stage of model.shelf.stages.save) stage(model, params, options);
  const given = method === 'insert' ? givenTo(attempt) : undefined;
  if (method === 'insert' || options['defaults'] === true) applyDefaults(model, params);
  model.set(params, { silent: true });
  if (method === 'insert') stampScopes(attempt, given);
  if (hasTimestamps(model) && (method === 'insert' || isDirty(attempt))) stampTime(attempt);
  attempt.sync = model.sync(options);
  const described = describeForTimes(attempt);
  return described === undefined ? announce(attempt) : described.then(() => announce(attempt));
}

function announce(attempt: SaveAttempt): Promise<void> | undefined {
  const { model, options, method } = attempt;
  if (isHeard(model)) return fireBefore(attempt);
  attempt.written = toWrite(attempt);
  if (method === 'update') keepStamps(model, attempt.written, options);
  return undefined;
}

/** Before the first save nobody knows how exact the times that were stamped may be. */
function describeForTimes(attempt: SaveAttempt): Promise<void> | undefined {
  const { sync, stamped } = attempt;
  if (!(sync instanceof TableSync) || Object.keys(stamped).length === 0) return undefined;
  const table = sync.action.table();
  return table instanceof Promise ? table.then((described) => cutTimes(attempt, described)) : undefined;
}

function cutTimes({ model, params, stamped }: SaveAttempt, table: Table): void {
  for (const [name, time] of Object.entries(stamped)) {
    if (!(time instanceof Date) || model._row[name] !== time) continue;
    params[name] = stamped[name] = cutToColumn(time, table, name);
  }
  model.set(stamped, { silent: true });
}

function applyDefaults(model: ModelInstance, params: Row): void {
  const { defaults } = model;
  const values = typeof defaults === 'function' ? defaults.call(model) : defaults;
  if (values === undefined || values === null) return;
  for (const name of Object.keys(values)) {
    checkName(name, model.constructor.name);
    const given = hasOwn(params, name) ? params[name] : model._row[name];
    if (given === undefined || !(hasOwn(params, name) || hasOwn(model._row, name)))
      params[name] = snapshot(values[name]);
  }
}

/** What the caller has given a new row, before defaults are added; undefined where no scope would ask for it. */
function givenTo({ model, params, options }: SaveAttempt): Row | undefined {
  return isStamped(model.scopes, options) ? { ...model._row, ...params } : undefined;
}

/** Gives a new row what the scopes stamp on it, which wins; where they narrow by it, another value is refused. */
function stampScopes(attempt: SaveAttempt, given: Row | undefined): void {
  const { model, options, params, scoped } = attempt;
  for (const scope of heldScopes(model.scopes, options)) {
    const stamps = stampsOf(scope, model, options, 'insert');
    if (stamps === undefined) continue;
    if (keepsStamp(scope)) {
      refuseOther(model, scope, stamps, given ?? {}, options);
      Object.assign(scoped, stamps);
    }
    model.set(stamps, { silent: true });
    Object.assign(params, stamps);
  }
  keepScoped(attempt, model._row);
}

/** Refuses a new row to which a handler, or the relation that it is made in, has given another value than a scope stamps, or none. */
function keepScoped({ model, options, scoped }: SaveAttempt, row: Row): void {
  const names = Object.keys(scoped);
  if (names.every((name) => row[name] === scoped[name])) return;
  keepStamps(model, Object.fromEntries(names.map((name) => [name, row[name] ?? null])), options, 'insert');
}

function hasTimestamps(model: ModelInstance): boolean {
  const [created, updated] = timestampNames(model);
  return created !== null || updated !== null;
}

function stampTime({ model, params, options, stamped }: SaveAttempt): void {
  const times = model.timestamp(options);
  Object.assign(params, times);
  Object.assign(stamped, times);
}

/** A handler has decided otherwise: an insert has what inserts have, an update does not touch when the row was created. */
function switchTo(attempt: SaveAttempt, method: SaveAttempt['method']): void {
  const { model, params, stamped } = attempt;
  attempt.method = method;
  if (method === 'insert') {
    const given = givenTo(attempt);
    applyDefaults(model, params);
    model.set(params, { silent: true });
    stampScopes(attempt, given);
    if (hasTimestamps(model)) stampTime(attempt);
    return;
  }
  const [created] = timestampNames(model);
  if (created === null || !hasOwn(stamped, created) || model._row[created] !== stamped[created]) return;
  delete params[created];
  erase(model, created);
}

/** Whether there is anything to update. */
function isDirty(attempt: SaveAttempt): boolean {
  return Object.keys(toWrite(attempt)).length > 0;
}

/** Fires `saving` and `creating` or `updating`; what the handlers set, on the model or in the hash, is written. */
async function fireBefore(attempt: SaveAttempt): Promise<void> {
  const { model, params, options, method } = attempt;
  const patch = options.patch === true;
  const before = patch ? { ...model._row } : undefined;
  const shown = patch ? params : model.attributes;
  await model.triggerThen(method === 'insert' ? 'saving creating' : 'saving updating', model, shown, options);
  if (before !== undefined) {
    const set = { ...params };
    for (const name of Object.keys(model._row)) if (model._row[name] !== before[name]) params[name] = model._row[name];
    for (const name of Object.keys(set))
      if (set[name] !== model._row[name] && model._row[name] === before[name]) params[name] = set[name];
    model.set(params, { silent: true });
  }
  const decided = methodOf(model, options);
  if (decided !== method) switchTo(attempt, decided);
  const [, updated] = timestampNames(model);
  if (attempt.method === 'update' && updated !== null && isDirty(attempt) && !isChanged(model, updated))
    stampTime(attempt);
  attempt.written = toWrite(attempt);
  if (attempt.method === 'update') keepStamps(model, attempt.written, options);
  else keepScoped(attempt, attempt.written);
}

/** The attributes that this save writes. */
function toWrite({ model, params, options, method, checkpoint, sync }: SaveAttempt): Row {
  if (method === 'insert') {
    // The checkpoint is a copy already, and stays one where nobody else gets hold of it.
    if (model._extra?.computed !== undefined) return { ...storedOf(model) };
    return sync instanceof TableSync && hasSameValues(checkpoint.row, model._row) ? checkpoint.row : { ...model._row };
  }
  const written = options.patch === true ? { ...params } : changesOf(model);
  for (const name of model._extra?.computed ?? []) delete written[name];
  const synced = (model._state & SYNCED) !== 0;
  for (const name of idNames(model)) if (!synced || !isChanged(model, name)) delete written[name];
  // An attribute that was unset is no longer known, which is not the same as null; but one without a column is then removed.
  for (const name of Object.keys(written))
    if (written[name] === undefined && !isRemoved(model, name, options)) delete written[name];
  return written;
}

/** Whether an attribute was unset that has no column which would keep its value. */
function isRemoved(model: ModelInstance, name: string, options: CallOptions): boolean {
  const { shelf } = model;
  if (shelf.dialect.dynamic === undefined || hasOwn(model._row, name)) return false;
  const table = catalogueOf(shelf, options).known(tableNameOf(model), options.withSchema, model.constructor.prototype);
  if (table === undefined) return model.dynamicColumn !== false;
  return table.holder !== undefined && (model.format !== passThrough || table.columns?.has(name) === false);
}

function hasSameValues(a: Row, b: Row): boolean {
  let count = 0;
  for (const name in b) {
    if (!hasOwn(b, name)) continue;
    if (!hasOwn(a, name) || a[name] !== b[name]) return false;
    count++;
  }
  for (const name in a) if (hasOwn(a, name)) count--;
  return count === 0;
}
