import _ from 'underscore';
import type { Change, Checkpoint, Extra, ModelInstance, Row } from '../instance.js';
import { hasOwn } from '../own.js';
import { isEqual, snapshot } from './snapshot.js';

/** The row is known to be stored: only changes are written. */
export const SYNCED = 1;
/** The whole hash was handed out by `attributes`: `_base` holds every attribute, what it lacks was added. */
const WHOLE = 2;
/** An object value of a model that was never synced was handed out by `get`. */
const HELD = 4;
/** The model has forgotten its row. */
const GONE = 8;
/** What is above these flags counts how often the model was brought in step with its row. */
const FLAGS = 15;

/** Whether a model stands for a row that is known to be stored. */
export function isSynced(model: ModelInstance): boolean {
  return (model._state & SYNCED) !== 0;
}

/** Whether a model stands for a row that is stored, or was until it was deleted. */
export function stoodForRow(model: ModelInstance): boolean {
  return (model._state & (SYNCED | GONE)) !== 0;
}

/** Whether a model is the row as one fetch has brought it: nobody has set, saved or fetched it since. */
export function isAsFetched(model: ModelInstance): boolean {
  return model._state === SYNCED && model._base === undefined;
}

function synced(state: number): number {
  return ((state & ~FLAGS) + FLAGS + 1) | SYNCED;
}

/** Whether a model was saved or fetched after a checkpoint was taken. */
export function isSyncedSince(model: ModelInstance, checkpoint: Checkpoint): boolean {
  return (model._state & ~FLAGS) !== (checkpoint.state & ~FLAGS);
}

/** Stands in `_base` for an attribute that did not exist at the last sync. */
const ABSENT: unique symbol = Symbol('absent');

/** The part of a model that exists only once something needs it. */
export function extraOf(model: ModelInstance): Extra {
  // These two, which most have that have any: V8 leaves no room for more, as it does in an empty object.
  return (model._extra ??= { relations: undefined, query: undefined });
}

/** Remembers what an attribute was at the last sync, before it changes or leaves the model's hands. */
function remember(model: ModelInstance, name: string, value: unknown): void {
  const base = (model._base ??= {});
  if (hasOwn(base, name)) return;
  base[name] = (model._state & WHOLE) === 0 && hasOwn(model._row, name) ? value : ABSENT;
}

/** Writes one attribute. */
export function write(model: ModelInstance, name: string, value: unknown): void {
  const row = model._row;
  if ((model._state & SYNCED) !== 0) remember(model, name, row[name]);
  row[name] = value;
}

/** Gives the model an attribute as it is stored. */
export function writeStored(model: ModelInstance, name: string, value: unknown): void {
  model._row[name] = value;
  if (model._base === undefined) return;
  if ((model._state & WHOLE) !== 0) model._base[name] = snapshot(value);
  else delete model._base[name];
}

/** Takes an attribute out of the model, as if it had never been read. */
export function forgetOne(model: ModelInstance, name: string): void {
  delete model._row[name];
  if (model._base !== undefined) delete model._base[name];
}

/** Removes one attribute. */
export function erase(model: ModelInstance, name: string): void {
  if (!hasOwn(model._row, name)) return;
  if ((model._state & SYNCED) !== 0) remember(model, name, model._row[name]);
  delete model._row[name];
}

/** Gives the model an attribute that a query computed and that no column holds. */
export function writeComputed(model: ModelInstance, name: string, value: unknown): void {
  model._row[name] = value;
  if (model._base !== undefined && (model._state & WHOLE) !== 0) model._base[name] = value;
  (extraOf(model).computed ??= new Set()).add(name);
}

/** The attributes that columns hold. */
export function storedOf(model: ModelInstance): Row {
  const computed = model._extra?.computed;
  return computed === undefined ? model._row : _.omit(model._row, ...computed);
}

/** Called before an object value is handed out: it may be changed in place. */
export function handOut(model: ModelInstance, name: string, value: object): void {
  if ((model._state & SYNCED) !== 0) remember(model, name, snapshot(value));
  else model._state |= HELD;
}

/** Called before the whole hash is handed out. */
export function handOutAll(model: ModelInstance): void {
  const state = model._state;
  model._state |= WHOLE;
  if ((state & (SYNCED | WHOLE)) !== SYNCED) return;
  const base = (model._base ??= {});
  const row = model._row;
  for (const name of Object.keys(row)) if (!hasOwn(base, name)) base[name] = snapshot(row[name]);
}

/** The attributes that differ from the last sync, with their present values; all of them on a model never synced. */
export function changesOf(model: ModelInstance): Row {
  const { _row: row, _base: base, _state: state } = model;
  if ((state & SYNCED) === 0) return { ...row };
  const changed: Row = {};
  if (base === undefined) return changed;
  for (const name of Object.keys(base)) {
    const before = base[name];
    if (!hasOwn(row, name)) {
      if (before !== ABSENT) changed[name] = undefined;
    } else if (before === ABSENT || !isEqual(before, row[name])) changed[name] = row[name];
  }
  if ((state & WHOLE) !== 0) for (const name of Object.keys(row)) if (!hasOwn(base, name)) changed[name] = row[name];
  return changed;
}

/** Whether one attribute differs from the last sync. */
export function isChanged(model: ModelInstance, name: string): boolean {
  const { _row: row, _base: base, _state: state } = model;
  if ((state & SYNCED) === 0) return hasOwn(row, name);
  if (base === undefined) return false;
  if (!hasOwn(base, name)) return (state & WHOLE) !== 0 && hasOwn(row, name);
  const before = base[name];
  if (!hasOwn(row, name)) return before !== ABSENT;
  return before === ABSENT || !isEqual(before, row[name]);
}

/** The attributes as they were at the last sync. */
export function previousOf(model: ModelInstance): Row {
  if ((model._state & SYNCED) === 0) return {};
  const { _row: row, _base: base } = model;
  if (base === undefined) return { ...row };
  const previous: Row = (model._state & WHOLE) === 0 ? { ...row, ...base } : { ...base };
  for (const name of Object.keys(previous)) if (previous[name] === ABSENT) delete previous[name];
  return previous;
}

/** One attribute as it was at the last sync. */
export function previousValue(model: ModelInstance, name: string): unknown {
  if ((model._state & SYNCED) === 0) return undefined;
  const { _row: row, _base: base } = model;
  if (base !== undefined && hasOwn(base, name)) return base[name] === ABSENT ? undefined : base[name];
  return hasOwn(row, name) && (model._state & WHOLE) === 0 ? row[name] : undefined;
}

/**
 * Takes over a row as the stored state. What the model has besides is as changed as it was, unless the row was found by it.
 *
 * @param found attributes that the row is known to have
 */
export function adoptRow(model: ModelInstance, row: Row, found?: Row): void {
  const { _row: old, _base: before, _state: state } = model;
  let base: Row | undefined;
  if (old !== row) {
    for (const name of Object.keys(old)) {
      if (hasOwn(row, name)) continue;
      const value = (row[name] = old[name]);
      if (found !== undefined && hasOwn(found, name)) {
        if (typeof value === 'object' && value !== null) (base ??= {})[name] = snapshot(value);
      } else if ((state & SYNCED) === 0) (base ??= {})[name] = ABSENT;
      else if (before !== undefined && hasOwn(before, name)) (base ??= {})[name] = before[name];
      else if ((state & WHOLE) !== 0) (base ??= {})[name] = ABSENT;
    }
    model._row = row;
  }
  model._base = base;
  model._state = synced(state);
}

/**
 * Declares the written attributes stored, with the values they were written with; what changed meanwhile stays changed.
 * Objects that the caller may still hold keep a snapshot, so that changing them in place is seen again.
 *
 * @param written what the statement wrote
 * @param settled further attributes that are as stored: the key, and what the database filled in
 */
export function markSynced(model: ModelInstance, written: Row, settled: readonly string[]): void {
  const { _row: row, _base: old, _state: state } = model;
  const wasSynced = (state & SYNCED) !== 0;
  const whole = (state & WHOLE) !== 0;
  const base: Row = {};
  if (wasSynced && !whole) {
    // What is written and shows no change was taken back meanwhile, by another save that failed.
    for (const name in written) if (old === undefined || !hasOwn(old, name)) row[name] = written[name];
  }
  const candidates = wasSynced && !whole ? old : row;
  for (const name in candidates) {
    if (!hasOwn(candidates, name) || !hasOwn(row, name)) continue;
    const value = row[name];
    if (hasOwn(written, name) && written[name] !== value) base[name] = snapshot(written[name]);
    else if (hasOwn(written, name) || settled.includes(name)) {
      if (whole || (typeof value === 'object' && value !== null && mayChangeInPlace(value, state)))
        base[name] = snapshot(value);
    } else if (wasSynced && old !== undefined && hasOwn(old, name)) base[name] = old[name];
    else base[name] = ABSENT;
  }
  model._base = base;
  model._state = synced(state) | (state & WHOLE);
}

/** The Dates of a new row are their caller's, who has not asked for them back; anything else may well be worked on. */
function mayChangeInPlace(value: object, state: number): boolean {
  return (state & (SYNCED | HELD)) !== 0 || !(value instanceof Date);
}

/** Forgets all: an empty model, whose row is no more. */
export function forget(model: ModelInstance): void {
  model._row = {};
  model._base = undefined;
  model._state = GONE;
}

/** The last change as after-events see it. */
export function changeOf(model: ModelInstance): Change {
  return { changed: changesOf(model), previous: previousOf(model) };
}

/**
 * The model as it is, to put back. The base is not copied: what it gains until then are attributes as they are now,
 * and a save replaces it.
 */
export function checkpointOf(model: ModelInstance): Checkpoint {
  const scopes = Object.hasOwn(model, 'scopes') ? model.scopes : undefined;
  return { row: { ...model._row }, base: model._base, state: model._state, scopes };
}

/** Puts a model back as it was. */
export function restore(model: ModelInstance, checkpoint: Checkpoint): void {
  const row = model._row;
  // The hash keeps its identity where it was handed out.
  for (const name of Object.keys(row)) if (!hasOwn(checkpoint.row, name)) delete row[name];
  Object.assign(row, checkpoint.row);
  model._base = checkpoint.base && { ...checkpoint.base };
  model._state = checkpoint.state;
  // An insert has led it out of those of its relation, which the next one needs again.
  if (checkpoint.scopes !== undefined) model.scopes = checkpoint.scopes;
}
