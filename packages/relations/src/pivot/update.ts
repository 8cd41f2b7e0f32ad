import { InvalidValueError, UndefinedBindingError } from '@shelf/core';
import {
  extraOf,
  selectsRows,
  type CallOptions,
  type CollectionInstance,
  type ModelInstance,
  type Row,
} from '@shelf/core/inside';
import { followPivots, primaryKeyOf, rowsOf, sideOf, statementOptions, type PivotSide } from './side.js';

/** Writes columns of the parent's rows between, or of those that `query` narrows them to; resolves to their number. */
export async function updatePivot(
  collection: CollectionInstance,
  attributes: unknown,
  options: CallOptions = {},
): Promise<number> {
  const side = sideOf(collection, 'updatePivot', options);
  if (typeof attributes !== 'object' || attributes === null)
    throw new UndefinedBindingError(`${side.label} needs a hash of pivot columns`, { table: side.path.pivot?.table });
  const rows = rowsOf(side);
  const { query } = options;
  if (query !== undefined) {
    rows.query(...(Array.isArray(query) ? (query as unknown[]) : [query]));
    await requireKey(side, rows, options);
  }
  const count = await updateRows(rows, attributes as Row, options);
  await followPivots(side, count, options);
  return count;
}

/** What a limit or a join selects is written by the primary key; the keys of both sides are none where rows may repeat. */
async function requireKey(side: PivotSide, rows: ModelInstance, options: CallOptions): Promise<void> {
  const { path, label } = side;
  const { query } = extraOf(rows);
  if (path.pivot?.model !== undefined || query === undefined || !selectsRows(query)) return;
  if ((await primaryKeyOf(side, options)).length > 0) return;
  const { table } = path.pivot ?? {};
  throw new InvalidValueError(
    `${label}: a query with a limit, a join or the like is written by the primary key, and '${table}' has none`,
    { table },
  );
}

/** Updates the rows that a model stands for; resolves to their number. */
export async function updateRows(rows: ModelInstance, attributes: Row, options: CallOptions): Promise<number> {
  if (Object.keys(attributes).length === 0) return 0;
  let count = 0;
  rows.on('updated', (_: unknown, response: number) => void (count = response));
  await rows.save(attributes, {
    ...statementOptions(options),
    method: 'update',
    patch: true,
    require: options.require === true,
  });
  return count;
}
