import type { ModelInstance, Row } from '../instance.js';
import { keyColumns } from '../naming.js';
import { formattedBy, idNames } from '../model/attributes.js';
import { previousValue, SYNCED } from '../model/state.js';
import { hasOwn } from '../own.js';
import type { Condition } from '../sql/statements.js';
import type { Table } from '../table.js';

/** The key as conditions: as it was when last synced, so that a changed key finds its row. */
export function keyConditions(model: ModelInstance, table: Table): Condition[] {
  const names = idNames(model);
  const synced = (model._state & SYNCED) !== 0;
  const attributes: Row = {};
  for (const name of names) {
    const value = synced ? previousValue(model, name) : hasOwn(model._row, name) ? model._row[name] : undefined;
    if (value === null || value === undefined) return [];
    attributes[name] = value;
  }
  const formatted = formattedBy(model, attributes);
  return keyColumns(model).map((column, i) => {
    const value = hasOwn(formatted, column) ? formatted[column] : attributes[names[i] as string];
    const { name } = model.constructor;
    return { column, value: table.encodeConstraint(table.column(column, name), column, value, name) };
  });
}
