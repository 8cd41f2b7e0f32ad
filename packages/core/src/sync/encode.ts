import type { ModelInstance, Row } from '../instance.js';
import { DynamicTable, type DynamicChanges } from '../dynamic-table.js';
import { clip } from '../codecs/show.js';
import { InvalidValueError } from '../errors.js';
import { keyColumns } from '../naming.js';
import { passThrough } from '../model/attributes.js';
import { hasOwn } from '../own.js';
import { isSql, sqlOf } from '../sql/expression.js';
import type { Action } from './action.js';
import type { Table } from '../table.js';

/** A row on its way into its table. */
export interface EncodedRow {
  readonly table: Table;
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
  /** The attributes that one column holds. */
  readonly attributes: readonly string[];
  /** The SQL of the columns that were given SQL; then `values` are what that binds too. */
  readonly expressions: ReadonlyMap<string, string> | undefined;
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
  const table = action.table();
  if (table instanceof Promise) return table.then((described) => encodeOrLook(action, described, formatted, kind));
  return encodeOrLook(action, table, formatted, kind);
}

/** Looks at the table once more before a value is refused. */
function encodeOrLook(
  action: Action,
  table: Table,
  formatted: Row,
  kind: 'insert' | 'update',
): EncodedRow | Promise<EncodedRow> {
  const encode = (current: Table): EncodedRow | Promise<EncodedRow> =>
    encodeFor(action, current, formatted, kind, false);
  try {
    return encode(table);
  } catch (error) {
    return action.again(table, error, encode);
  }
}

function encodeFor(
  action: Action,
  table: Table,
  formatted: Row,
  kind: 'insert' | 'update',
  sought: boolean,
): EncodedRow | Promise<EncodedRow> {
  const model = action.syncing as ModelInstance;
  const { constructor } = model;
  const emptyKeys = kind === 'insert' ? keyColumns(model) : NO_KEYS;
  const columns: string[] = [];
  const values: unknown[] = [];
  let expressions: Map<string, string> | undefined;
  const dynamic = table instanceof DynamicTable ? noChanges() : undefined;
  for (const column in formatted) {
    if (!hasOwn(formatted, column)) continue;
    const value = formatted[column];
    if (value === undefined) {
      if (dynamic !== undefined && table.columns?.has(column) === false) dynamic.removed.push(column);
      continue;
    }
    if (value === null && emptyKeys.includes(column)) continue;
    if (table.columns?.has(column) === false) {
      if (!sought && action.mayHaveGot(table, column)) return encodeAgain(action, table, formatted, kind);
      if (dynamic !== undefined) {
        if (isSql(value))
          throw refusal(action, column, 'has no column of its own, and takes values alone: it was given SQL');
        dynamic.set.set(column, table.encode(column, value, constructor.name));
        continue;
      }
    }
    if (table.columns?.get(column)?.generated === true) {
      // A copied row has such values: the database makes them again, and says which.
      if (kind === 'insert') continue;
      throw refusal(action, column, 'is computed by the database, and cannot be written');
    }
    columns.push(column);
    if (isSql(value)) {
      table.column(column, constructor.name);
      // Without RETURNING nobody knows afterwards which row it is.
      if (keyColumns(model).includes(column) && (kind === 'update' || !table.dialect.capabilities.returning))
        throw refusal(action, column, 'is the key, and takes a value: it was given SQL');
      const { sql, bindings } = sqlOf(action.origin, value);
      (expressions ??= new Map()).set(column, sql);
      values.push(...bindings);
    } else values.push(table.encode(column, value, constructor.name));
  }
  if (dynamic === undefined) return { table, columns, values, attributes: NO_KEYS, expressions };
  if (kind === 'insert') (table as DynamicTable).pack(dynamic, columns, values);
  else (table as DynamicTable).packChanges(dynamic, columns, values);
  return { table, columns, values, attributes: [...dynamic.set.keys()], expressions };
}

/** The error of what cannot be written into a column. */
function refusal({ origin: { model, table } }: Action, column: string, why: string): InvalidValueError {
  const message = `${model ?? 'Table'} '${table}': '${clip(column)}' ${why}`;
  return new InvalidValueError(message, { model, table, columns: [column] });
}

function noChanges(): DynamicChanges {
  return { set: new Map(), removed: [] };
}

const NO_KEYS: readonly string[] = Object.freeze([]);

async function encodeAgain(
  action: Action,
  table: Table,
  formatted: Row,
  kind: 'insert' | 'update',
): Promise<EncodedRow> {
  return await encodeFor(action, await action.seek(table, Object.keys(formatted)), formatted, kind, true);
}
