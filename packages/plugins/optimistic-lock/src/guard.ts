import { InvalidValueError, type Sync } from '@shelf/core';
import {
  attributeOf,
  enclose,
  isSql,
  own,
  tableNameOf,
  write,
  type CallOptions,
  type ModelInstance,
} from '@shelf/core/inside';
import { expectedVersion, nextVersion, refuseStale } from './version.js';

/** Lets a model's sync update and delete its row only where that has the model's version still. */
export function guarded(sync: Sync, model: ModelInstance, column: string, options: CallOptions): Sync {
  const { update, delete: remove } = sync;
  sync.update = async (attributes) => {
    const attribute = attributeOf(model, column);
    refuseSql(model, attribute);
    // What the model says of its version is what it is checked by, and not written.
    delete attributes[attribute];
    if (Object.keys(attributes).length === 0) return await update.call(sync, attributes);
    const expected = expectedVersion(model, column, options);
    if (expected !== undefined) demand(sync, model, column, expected);
    const count = await update.call(sync, attributes);
    if (expected === undefined) return count;
    if (count === 0) await refuseStale(model, column, expected, options);
    else {
      // Among what was written, so that the save takes it for stored.
      attributes[attribute] = nextVersion(expected);
      write(model, attribute, attributes[attribute]);
    }
    return count;
  };
  sync.delete = async () => {
    const expected = expectedVersion(model, column, options);
    if (expected !== undefined) demand(sync, model, column, expected);
    const count = await remove.call(sync);
    if (count === 0 && expected !== undefined) await refuseStale(model, column, expected, options);
    return count;
  };
  return sync;
}

/** The version is counted up by the statement itself. */
function refuseSql(model: ModelInstance, attribute: string): void {
  if (!isSql(own(model._row, attribute))) return;
  const { name } = model.constructor;
  throw new InvalidValueError(`${name}: '${attribute}' is the version, and takes no SQL`, {
    model: name,
    columns: [attribute],
  });
}

function demand({ query }: Sync, model: ModelInstance, column: string, expected: unknown): void {
  enclose(query);
  const name = `${tableNameOf(model)}.${column}`;
  // NULL counts as 0: a row that nobody has counted yet.
  if (expected === null || Number(expected) === 0)
    void query.where((none) => void none.where(name, 0).orWhereNull(name));
  else void query.where(name, '=', expected as never);
}
