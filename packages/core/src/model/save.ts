import _ from 'underscore';
import { isHeard } from '../events.js';
import type { CallOptions, Change, ModelInstance, Row } from '../instance.js';
import { keyColumns } from '../naming.js';
import { checkName, hasOwn } from '../own.js';
import { namesOfSql } from '../sql/expression.js';
import { readBack } from './read-back.js';
import type { Sync } from '../sync.js';
import { announceKey, idNames, passThrough } from './attributes.js';
import { actionOptions, bindQuery } from './options.js';
import { prepare } from './prepare-save.js';
import { tableNameOf } from './query.js';
import { begin, giveUp, touch, type SaveAttempt } from './save-attempt.js';
import { leaveScopes } from './scoped.js';
import { followWrite, settle } from './settle.js';
import { changeOf, forgetOne, markSynced, write } from './state.js';

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
  const options = actionOptions(model.shelf, pair ? given : (value as CallOptions | null | undefined));
  const attempt = begin(model, params, options);
  try {
    // Waits only where somebody listens: each turn of the promise queue costs as much as an UPDATE on SQLite.
    const before = prepare(attempt);
    if (before !== undefined) await before;
    const after = finish(attempt, await store(attempt));
    if (after !== undefined) await after;
  } catch (error) {
    giveUp(attempt);
    throw error;
  }
  return model;
}

/** Writes the row, which has to be there for an update. */
export async function store(attempt: SaveAttempt): Promise<unknown> {
  const response = await send(attempt);
  if (attempt.method === 'update') checkUpdated(attempt, response);
  return response;
}

/** Nothing is sent where nothing has changed. */
function send({ model, method, sync, written }: SaveAttempt): unknown {
  if (method === 'insert') return sync.insert(written);
  if (Object.keys(written).length > 0) return sync.update(written);
  return model.isNew() ? refuseUnlessConstrained(sync) : 1;
}

/** Without a key it takes a constraint to say which rows are meant, even if there is nothing to write to them. */
async function refuseUnlessConstrained(sync: Sync): Promise<number> {
  await sync.update({});
  return 1;
}

/** An update that matched no row is an error unless the caller said otherwise. */
function checkUpdated({ model, options }: SaveAttempt, response: unknown): void {
  if (rowsIn(response) === 0 && options.require !== false) {
    const { name, NoRowsUpdatedError } = model.constructor;
    throw new NoRowsUpdatedError(`${name}: no row of table '${tableNameOf(model)}' was updated`, {
      model: name,
      table: tableNameOf(model),
    });
  }
}

/** The number of rows that an update has written, as a sync says it. */
function rowsIn(response: unknown): unknown {
  return Array.isArray(response) ? response.length : response;
}

/** What follows once the row is written. */
export function finish(attempt: SaveAttempt, response: unknown): Promise<void> | undefined {
  const { model, options } = attempt;
  const inTransaction = touch(attempt);
  attempt.stored = true;
  if (!(inTransaction || isHeard(model)) || !hasWritten(attempt, response)) return takeIn(attempt, response);
  return followWrite([model], options, () => takeIn(attempt, response));
}

/** Whether there was anything to write, and a row to write it to. */
function hasWritten({ method, written }: SaveAttempt, response: unknown): boolean {
  if (method === 'insert') return true;
  return Object.keys(written).length > 0 && rowsIn(response) !== 0;
}

/** Takes over what the database made, fires the after-events and resets the state. */
function takeIn(attempt: SaveAttempt, response: unknown): Promise<void> | undefined {
  const { model, options, method, written } = attempt;
  const filledIn = method === 'insert' ? takeOver(model, response) : [];
  if (method === 'insert') leaveScopes(model);
  const heard = isHeard(model);
  const change = heard ? changeOf(model) : undefined;
  const sql = namesOfSql(written);
  // What that has come to is not known, unless it came back or was set meanwhile.
  const unknown = sql.length === 0 ? sql : sql.filter((name) => model._row[name] === written[name]);
  for (const name of unknown) forgetOne(model, name);
  if (filledIn.length === 0 && sql.length === 0) markSynced(model, written, idNames(model));
  else markSynced(model, without(written, [...filledIn, ...sql]), [...idNames(model), ...filledIn]);
  const { autoRefresh } = options;
  if (change === undefined && autoRefresh !== true && (unknown.length === 0 || autoRefresh === false)) {
    // A transaction keeps the options for its events; the action need not live as long.
    bindQuery(options, undefined);
    return undefined;
  }
  return announce(attempt, response, change, unknown);
}

/** Options of a save that hold for reading its row, too. */
function statementOptions({ transacting, withSchema, scopes }: CallOptions): CallOptions {
  return {
    transacting,
    ...(withSchema !== undefined && { withSchema }),
    ...(scopes !== undefined && { scopes }),
  };
}

/** Reads what is not known, refreshes the model if it was asked for, and fires the after-events, which still see what changed. */
async function announce(
  attempt: SaveAttempt,
  response: unknown,
  change: Change | undefined,
  unknown: readonly string[],
): Promise<void> {
  const { model, options, method, written } = attempt;
  const { autoRefresh } = options;
  // Without a key it would be some other row that has the same attributes.
  if (autoRefresh === true && !model.isNew())
    await model.refresh({ ...statementOptions(options), require: false, silent: true });
  else if (unknown.length > 0 && autoRefresh !== false) await readBack(attempt);
  if (change === undefined) return;
  // SQL is no value that anything has changed to.
  for (const name of namesOfSql(written)) {
    if (hasOwn(model._row, name)) change.changed[name] = model._row[name];
    else delete change.changed[name];
  }
  await settle(model, change, options, () =>
    model.triggerThen(method === 'insert' ? 'created saved' : 'updated saved', model, response, options),
  );
}

/** What was written but for what the database then said: an upsert may have kept a column. */
function without(written: Row, filledIn: readonly string[]): Row {
  return filledIn.some((name) => hasOwn(written, name)) ? _.omit(written, filledIn as string[]) : written;
}

/** Sets the key, or all that the database filled in; returns the names. */
function takeOver(model: ModelInstance, response: unknown): readonly string[] {
  const made: unknown = Array.isArray(response) ? response[0] : response;
  if (made === undefined || made === null) return [];
  const [column] = keyColumns(model);
  const isRow = typeof made === 'object' && !(made instanceof Date) && !(made instanceof Uint8Array);
  if (!isRow && !model.isNew()) return [];
  if (!isRow && model.parse === passThrough) {
    write(model, column as string, made);
    announceKey(model);
    return [];
  }
  const row = model.parse(isRow ? { ...made } : { [column as string]: made });
  // A `parse` may ask for columns that the database has not filled in.
  const names = Object.keys(row).filter((name) => row[name] !== undefined);
  for (const name of names) write(model, name, row[name]);
  announceKey(model);
  return names;
}
