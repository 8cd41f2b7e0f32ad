import { InvalidValueError } from '../errors.js';
import type { CallOptions, Checkpoint, ModelInstance, Row } from '../instance.js';
import { checkName, hasOwn } from '../own.js';
import type { Sync } from '../sync.js';
import { transactionStateOf } from '../sync/run.js';
import { announceKey } from './attributes.js';
import { tableNameOf } from './query.js';
import { checkpointOf, erase, isChanged, isSyncedSince, restore, write } from './state.js';
import { saveMethod } from './timestamps.js';

/** A save under way: what it was called with, and what to put back when it fails. */
export interface SaveAttempt {
  readonly model: ModelInstance;
  readonly params: Row;
  readonly options: CallOptions;
  /** A handler of the before-events may change it. */
  method: 'insert' | 'update';
  readonly checkpoint: Checkpoint;
  sync: Sync;
  /** The times that the save has set itself. */
  readonly stamped: Row;
  /** What the scopes have stamped on it that narrow by it. */
  readonly scoped: Row;
  /** The attributes to write, known once the before-events are over. */
  written: Row;
  stored: boolean;
}

/** Takes a checkpoint and reads the options. */
export function begin(model: ModelInstance, params: Row, options: CallOptions): SaveAttempt {
  const method = methodOf(model, options);
  options.method = method;
  for (const name of Object.keys(params)) checkName(name, model.constructor.name);
  return {
    model,
    params,
    options,
    method,
    checkpoint: checkpointOf(model),
    sync: NOT_YET,
    stamped: {},
    scoped: {},
    written: params,
    stored: false,
  };
}

/** Whether options say that a row is inserted or updated. */
export function methodOf(model: ModelInstance, options: CallOptions): 'insert' | 'update' {
  const method = saveMethod(model, options);
  if (method !== 'insert' && method !== 'update')
    throw refusal(model, `the method is 'insert' or 'update', not '${method}'`);
  if (options.patch === true && options.method !== undefined && options.method !== 'update') {
    throw refusal(model, 'a patch is always an update');
  }
  return method;
}

const NOT_YET = undefined as unknown as Sync;

function refusal(model: ModelInstance, why: string): InvalidValueError {
  const { name } = model.constructor;
  return new InvalidValueError(`${name}.save: ${why}`, { model: name, table: tableNameOf(model) });
}

/** Registers the model with its transaction, if there is one, which restores it when it is rolled back. */
export function touch({ model, options, checkpoint }: Pick<SaveAttempt, 'model' | 'options' | 'checkpoint'>): boolean {
  const state = transactionStateOf(model.shelf, options);
  state?.touch(model, checkpoint);
  return state !== undefined;
}

/** Puts everything back as it was before the call. */
export function giveUp({ model, params, checkpoint, stored }: SaveAttempt): void {
  // Once the row is written the model says so, even when an after-event rejects.
  if (stored) return;
  if (isSyncedSince(model, checkpoint)) takeBack(model, params, checkpoint.row);
  else restore(model, checkpoint);
  announceKey(model);
}

/** Takes back what this save alone has set, where another one has been stored meanwhile. */
function takeBack(model: ModelInstance, params: Row, before: Row): void {
  for (const name of Object.keys(params)) {
    if (!isChanged(model, name) || model._row[name] !== params[name]) continue;
    if (hasOwn(before, name)) write(model, name, before[name]);
    else erase(model, name);
  }
}
