import { cutTime } from '../codecs/temporal.js';
import { show } from '../codecs/show.js';
import { InvalidValueError } from '../errors.js';
import type { CallOptions, ModelInstance, Row } from '../instance.js';
import { Action } from '../sync/action.js';
import { catalogueOf } from '../sync/run.js';
import type { Table } from '../table.js';
import { tableNameOf } from './query.js';
import { isChanged } from './state.js';

const USUAL: readonly string[] = ['created_at', 'updated_at'];
const NONE: readonly null[] = [];

/** The names of the created-at and updated-at attributes; null where there is none. */
export function timestampNames(model: ModelInstance): readonly [created: string | null, updated: string | null] {
  const { hasTimestamps, _naming: naming } = model;
  const [created = null, updated = null] = Array.isArray(hasTimestamps)
    ? (hasTimestamps as readonly (string | null)[])
    : hasTimestamps
      ? USUAL
      : NONE;
  if (naming === undefined) return [created, updated];
  return [created && naming.attribute(created), updated && naming.attribute(updated)];
}

/**
 * Sets the timestamps for a save and returns those that it set. What the caller has set by hand stays;
 * created-at is set by an insert only.
 */
export function timestamp(model: ModelInstance, options: CallOptions | undefined): Row {
  model.shelf.callOptions.check(options);
  const [created, updated] = timestampNames(model);
  if (created === null && updated === null) return {};
  const { date } = options ?? {};
  const now = date === undefined ? model.shelf.now() : new Date(date as string | number | Date);
  const inserting = saveMethod(model, options) === 'insert';
  const stamped: Row = {};
  const table = catalogueOf(model.shelf, options ?? {}).known(
    tableNameOf(model),
    options?.withSchema,
    model.constructor.prototype,
  );
  if (updated !== null && !isChanged(model, updated)) stamped[updated] = cutToColumn(now, table, updated);
  if (created !== null && inserting && !isChanged(model, created)) stamped[created] = cutToColumn(now, table, created);
  model.set(stamped, { silent: true });
  return stamped;
}

/** A time of Shelf's own clock as a column keeps it, which would refuse one that is finer. */
export function cutToColumn(time: Date, table: Table | undefined, name: string): Date {
  const precision = table?.columns?.get(name)?.precision;
  if (precision === undefined) return time;
  const cut = cutTime(time.getTime(), precision);
  return cut === time.getTime() ? time : new Date(cut);
}

/** The same of a model's column, whose table may have to be described for it. */
export async function cutToColumnOf(
  model: ModelInstance,
  name: string,
  time: Date,
  options: CallOptions,
): Promise<Date> {
  return cutToColumn(time, await new Action(model, options).table(), name);
}

/** Whether a save with these options inserts or updates. */
export function saveMethod(model: ModelInstance, options: CallOptions | undefined): string {
  if (options?.patch === true) return 'update';
  return (options && methodIn(options)) ?? (model.isNew() ? 'insert' : 'update');
}

/** The method that options say, in lower case; undefined where they say none. */
export function methodIn(options: CallOptions): string | undefined {
  const method: unknown = options.method;
  if (method === undefined || method === null) return undefined;
  if (typeof method === 'string') return method.toLowerCase();
  throw new InvalidValueError(`\`method\` is 'insert' or 'update', not ${show(method)}`);
}
