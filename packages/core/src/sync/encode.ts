import type { ModelInstance, Row } from '../instance.js';
import type { Sync } from '../sync.js';
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
export async function encodeRow(sync: Sync, attributes: Row): Promise<EncodedRow> {
  const model = sync.syncing as ModelInstance;
  const formatted = model.format({ ...attributes }, sync.options);
  const pending = sync.table();
  let table = pending instanceof Promise ? await pending : pending;
  const given = Object.keys(formatted).filter((column) => formatted[column] !== undefined);
  const known = table.columns;
  if (known !== undefined && given.some((column) => !known.has(column))) {
    sync.syncing.shelf.catalogue.forget(table);
    table = await sync.table();
  }
  const { name } = model.constructor;
  const values = given.map((column) => {
    table.checkName(column, name);
    return table.encode(column, formatted[column], name);
  });
  return { table, columns: given, values };
}
