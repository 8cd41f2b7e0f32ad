import type { CallOptions, ModelInstance, Row } from '../instance.js';
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
  if (updated !== null && !isChanged(model, updated)) stamped[updated] = now;
  if (created !== null && inserting && !isChanged(model, created)) stamped[created] = now;
  model.set(stamped, { silent: true });
  return stamped;
}

/** Whether a save with these options inserts or updates. */
export function saveMethod(model: ModelInstance, options: CallOptions | undefined): string {
  if (options?.patch === true) return 'update';
  return options?.method === undefined || options.method === null
    ? model.isNew()
      ? 'insert'
      : 'update'
    : options.method.toLowerCase();
}
