import { InvalidValueError } from '../errors.js';
import { isHeard } from '../events.js';
import type { CallOptions, Change, Checkpoint, ModelInstance, Row } from '../instance.js';
import { keyNames } from '../key.js';
import { checkName, hasOwn } from '../own.js';
import type { Sync } from '../sync.js';
import { transactionOf } from '../sync/run.js';
import { TableSync } from '../sync/table-sync.js';
import { announceKey, idNames, passThrough } from './attributes.js';
import { actionOptions, bindQuery } from './options.js';
import { tableNameOf } from './query.js';
import { settle } from './settle.js';
import { changeOf, changesOf, checkpointOf, isChanged, markSynced, restore, snapshot, SYNCED, write } from './state.js';
import { saveMethod, timestampNames } from './timestamps.js';

/** `save(attrs, options)` and `save(key, value, options)`. */
export async function save(
  model: ModelInstance,
  key: unknown,
  value: unknown,
  given?: CallOptions,
): Promise<ModelInstance> {
  const pair = key !== null && key !== undefined && typeof key !== 'object';
  if (pair) checkName(key, model.constructor.name);
  const params = pair ? { [key]: value } : { ...(key as Row | null | undefined) };
  const options = actionOptions(pair ? given : (value as CallOptions | null | undefined));
  const attempt = begin(model, params, options);
  try {
    // Waits only where somebody listens: each turn of the promise queue costs as much as an UPDATE on SQLite.
    const before = prepare(attempt);
    if (before !== undefined) await before;
    const response = await send(attempt);
    if (attempt.method === 'update') checkUpdated(attempt, response);
    const after = finish(attempt, response);
    if (after !== undefined) await after;
  } catch (error) {
    giveUp(attempt);
    throw error;
  }
  return model;
}

/** A save under way: what it was called with, and what to put back when it fails. */
export interface SaveAttempt {
  readonly model: ModelInstance;
  readonly params: Row;
  readonly options: CallOptions;
  readonly method: 'insert' | 'update';
  readonly checkpoint: Checkpoint;
  sync: Sync;
  /** The attributes to write, known once the before-events are over. */
  written: Row;
  stored: boolean;
}

/** Takes a checkpoint and reads the options. */
export function begin(model: ModelInstance, params: Row, options: CallOptions): SaveAttempt {
  const method = saveMethod(model, options);
  if (method !== 'insert' && method !== 'update')
    throw refusal(model, `the method is 'insert' or 'update', not '${method}'`);
  if (options.patch === true && options.method !== undefined && options.method !== 'update') {
    throw refusal(model, 'a patch is always an update');
  }
  options.method = method;
  for (const name of Object.keys(params)) checkName(name, model.constructor.name);
  return {
    model,
    params,
    options,
    method,
    checkpoint: checkpointOf(model),
    sync: NOT_YET,
    written: params,
    stored: false,
  };
}

const NOT_YET = undefined as unknown as Sync;

function refusal(model: ModelInstance, why: string): InvalidValueError {
  const { name } = model.constructor;
  return new InvalidValueError(`${name}.save: ${why}`, { model: name, table: tableNameOf(model) });
}

/** Sets params, defaults, timestamps and stamps, then fires the before-events. */
export function prepare(attempt: SaveAttempt): Promise<void> | undefined {
  const { model, params, options, method } = attempt;
  if (method === 'insert' || options['defaults'] === true) applyDefaults(model, params);
  model.set(params, { silent: true });
  if (method === 'insert') stampScopes(attempt);
  if (hasTimestamps(model) && (method === 'insert' || isDirty(attempt))) stampTime(attempt);
  attempt.sync = model.sync(options);
  if (isHeard(model)) return fireBefore(attempt);
  attempt.written = toWrite(attempt);
  return undefined;
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

function stampScopes(attempt: SaveAttempt): void {
  const { model, options, params } = attempt;
  for (const scope of model.scopes) {
    const stamps = scope.stamp?.(model._row, { action: 'insert', table: tableNameOf(model), options });
    if (stamps === undefined) continue;
    model.set(stamps, { silent: true });
    Object.assign(params, stamps);
  }
}

function hasTimestamps(model: ModelInstance): boolean {
  const [created, updated] = timestampNames(model);
  return created !== null || updated !== null;
}

function stampTime({ model, params, options }: SaveAttempt): void {
  Object.assign(params, model.timestamp(options));
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
  const [, updated] = timestampNames(model);
  if (method === 'update' && updated !== null && isDirty(attempt) && !isChanged(model, updated)) stampTime(attempt);
  attempt.written = toWrite(attempt);
}

/** The attributes that this save writes. */
function toWrite({ model, params, options, method, checkpoint, sync }: SaveAttempt): Row {
  if (method === 'insert') {
    // The checkpoint is a copy already, and stays one where nobody else gets hold of it.
    return sync instanceof TableSync && hasSameValues(checkpoint.row, model._row) ? checkpoint.row : { ...model._row };
  }
  const written = options.patch === true ? { ...params } : changesOf(model);
  const synced = (model._state & SYNCED) !== 0;
  for (const name of idNames(model)) if (!synced || !isChanged(model, name)) delete written[name];
  // An attribute that was unset is no longer known, which is not the same as null.
  for (const name of Object.keys(written)) if (written[name] === undefined) delete written[name];
  return written;
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

/** Writes the row; nothing is sent where nothing has changed. */
function send({ method, sync, written }: SaveAttempt): unknown {
  if (method === 'insert') return sync.insert(written);
  return Object.keys(written).length === 0 ? 1 : sync.update(written);
}

/** An update that matched no row is an error unless the caller said otherwise. */
function checkUpdated({ model, options }: SaveAttempt, response: unknown): void {
  const count = Array.isArray(response) ? response.length : response;
  if (count === 0 && options.require !== false) {
    const { name, NoRowsUpdatedError } = model.constructor;
    throw new NoRowsUpdatedError(`${name}: no row of table '${tableNameOf(model)}' was updated`, {
      model: name,
      table: tableNameOf(model),
    });
  }
}

/** Registers the model with its transaction, which restores it when it is rolled back. */
export function touch({ model, options, checkpoint }: Pick<SaveAttempt, 'model' | 'options' | 'checkpoint'>): void {
  const transaction = transactionOf(model.shelf, options);
  if (transaction !== undefined) model.shelf.transactions.of(transaction).touch(model, checkpoint, options);
}

/** Takes over what the database made, fires the after-events and resets the state. */
export function finish(attempt: SaveAttempt, response: unknown): Promise<void> | undefined {
  const { model, options, method, written } = attempt;
  touch(attempt);
  attempt.stored = true;
  const filledIn = method === 'insert' ? takeOver(model, response) : [];
  const heard = isHeard(model);
  const change = heard ? changeOf(model) : undefined;
  markSynced(model, written, filledIn.length === 0 ? idNames(model) : [...idNames(model), ...filledIn]);
  if (change === undefined && options['autoRefresh'] !== true) {
    // A transaction keeps the options for its events; the action need not live as long.
    bindQuery(options, undefined);
    return undefined;
  }
  return announce(attempt, response, change);
}

/** Refreshes the model if it was asked for, and fires the after-events, which still see what changed. */
async function announce(
  { model, options, method }: SaveAttempt,
  response: unknown,
  change: Change | undefined,
): Promise<void> {
  if (options['autoRefresh'] === true) await model.refresh({ transacting: options.transacting, require: false });
  if (change === undefined) return;
  await settle(model, change, options, () =>
    model.triggerThen(method === 'insert' ? 'created saved' : 'updated saved', model, response, options),
  );
}

/** Sets the key, or all that the database filled in; returns the names. */
function takeOver(model: ModelInstance, response: unknown): readonly string[] {
  const made: unknown = Array.isArray(response) ? response[0] : response;
  if (made === undefined || made === null) return [];
  const [column] = keyNames(model.idAttribute);
  const isRow = typeof made === 'object' && !(made instanceof Date) && !(made instanceof Uint8Array);
  if (!isRow && !model.isNew()) return [];
  if (!isRow && model.parse === passThrough) {
    write(model, column as string, made);
    announceKey(model);
    return [];
  }
  const row = model.parse(isRow ? { ...made } : { [column as string]: made });
  const names = Object.keys(row);
  for (const name of names) write(model, name, row[name]);
  announceKey(model);
  return names;
}

/** Puts everything back as it was before the call. */
export function giveUp({ model, checkpoint, stored }: SaveAttempt): void {
  // Once the row is written the model says so, even when an after-event rejects.
  if (!stored) {
    restore(model, checkpoint);
    announceKey(model);
  }
}
