import type { ModelInstance, Row } from '../instance.js';
import { keyNames } from '../key.js';
import { passThrough } from '../model/attributes.js';
import { hasOwn } from '../own.js';
import type { Action } from './action.js';
import type { Table } from '../table.js';

/** A row on its way into its table. */
export interface EncodedRow {
  readonly table: Table;
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
}

/**
 * Makes columns and values of attributes: through `format`, checked and encoded by column; undefined is left out,
 * and so is the null of a key that an INSERT leaves to the database. A name that the table does not have makes it
 * looked at once more, since a column may have been added. Waits for the database only where it must.
 */
export function encodeRow(
  action: Action,
  attributes: Row,
  kind: 'insert' | 'update',
): EncodedRow | Promise<EncodedRow> {
  const model = action.syncing as ModelInstance;
  const formatted = model.format === passThrough ? attributes : model.format({ ...attributes }, action.options);
  const emptyKeys = kind === 'insert' ? keyNames(model.idAttribute) : [];
  const table = action.table();
  if (table instanceof Promise) return table.then((described) => encodeFor(action, described, formatted, emptyKeys));
  return encodeFor(action, table, formatted, emptyKeys);
}

function encodeFor(
  action: Action,
  table: Table,
  formatted: Row,
  emptyKeys: readonly string[],
): EncodedRow | Promise<EncodedRow> {
  const { name } = (action.syncing as ModelInstance).constructor;
  const columns: string[] = [];
  const values: unknown[] = [];
  for (const column in formatted) {
    if (!hasOwn(formatted, column)) continue;
    const value = formatted[column];
    if (value === undefined || (value === null && emptyKeys.includes(column))) continue;
    if (table.columns?.has(column) === false) return encodeAgain(action, table, formatted, emptyKeys);
    columns.push(column);
    values.push(table.encode(column, value, name));
  }
  return { table, columns, values };
}

async function encodeAgain(
  action: Action,
  table: Table,
  formatted: Row,
  emptyKeys: readonly string[],
): Promise<EncodedRow> {
  action.syncing.shelf.catalogue.forget(table);
  const again = await action.table();
  const columns = Object.keys(formatted).filter(
    (column) => formatted[column] !== undefined && !(formatted[column] === null && emptyKeys.includes(column)),
  );
  return encodeColumns(action, again, columns, formatted);
}

function encodeColumns(action: Action, table: Table, columns: readonly string[], formatted: Row): EncodedRow {
  const { name } = (action.syncing as ModelInstance).constructor;
  const values = new Array<unknown>(columns.length);
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] as string;
    values[i] = table.encode(column, formatted[column], name);
  }
  return { table, columns, values };
}
