import type { ModelInstance, Row } from '../instance.js';
import type { Action } from './action.js';
import type { Table } from '../table.js';

/** A row on its way into its table. */
export interface EncodedRow {
  readonly table: Table;
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
}

/**
 * Makes columns and values of attributes: through `format`, checked and encoded by column; undefined is left out.
 * A name that the table does not have makes it looked at once more, since a column may have been added.
 */
export async function encodeRow(action: Action, attributes: Row): Promise<EncodedRow> {
  const model = action.syncing as ModelInstance;
  const formatted = model.format({ ...attributes }, action.options);
  const pending = action.table();
  let table = pending instanceof Promise ? await pending : pending;
  const given = Object.keys(formatted).filter((column) => formatted[column] !== undefined);
  const known = table.columns;
  if (known !== undefined && given.some((column) => !known.has(column))) {
    action.syncing.shelf.catalogue.forget(table);
    table = await action.table();
  }
  const { name } = model.constructor;
  const values = given.map((column) => {
    table.checkName(column, name);
    return table.encode(column, formatted[column], name);
  });
  return { table, columns: given, values };
}
