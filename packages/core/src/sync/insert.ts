import type { ModelInstance, Row } from '../instance.js';
import { keyNames } from '../key.js';
import { insertSql } from '../sql/statements.js';
import type { Action } from './action.js';
import type { Table } from '../table.js';
import { encodeRow } from './encode.js';
import { runStatement } from './run.js';

/** Runs an INSERT of one row and reads back what the database filled in. */
export async function insertRow(action: Action, attributes: Row): Promise<unknown[]> {
  const model = action.syncing as ModelInstance;
  const { table, columns, values } = await encodeRow(action, withoutEmptyKey(model, attributes));
  const { names, clause } = filledIn(action, table, columns);
  const sql = insertSql(table, columns, 1, clause);
  const returning = clause.length > 0 ? clause : undefined;
  const response = (await runStatement(action.origin, { method: 'insert', sql, bindings: values, returning })) as unknown[];
  if (names.length === 0) return [];
  if (returning === undefined) return response;
  return decodeReturned(table, response as Row[]);
}

/** A key that is null or undefined is the database's to make. */
export function withoutEmptyKey(model: ModelInstance, attributes: Row): Row {
  const copy = { ...attributes };
  for (const name of keyNames(model.idAttribute)) if (copy[name] === null) delete copy[name];
  return copy;
}

interface FilledIn {
  /** The columns that the database makes. */
  readonly names: readonly string[];
  /** Those of them to ask for by RETURNING; none where the driver reports the key by itself. */
  readonly clause: readonly string[];
}

/** Which columns an INSERT of these leaves to the database, and how their values come back. */
export function filledIn(action: Action, table: Table, columns: readonly string[], rows = 1): FilledIn {
  const { returning, insertId } = table.dialect.capabilities;
  const given = new Set(columns);
  const keys = keyNames((action.syncing as ModelInstance).idAttribute).filter((name) => !given.has(name));
  const described = [...(table.columns?.values() ?? [])];
  const defaults =
    action.options['autoRefresh'] === false
      ? []
      : described.filter((column) => (column.hasDefault || column.generated) && !given.has(column.name)).map((column) => column.name);
  const known = table.columns === undefined ? keys : keys.filter((name) => table.columns?.has(name) === true);
  const names = [...new Set([...known, ...defaults])];
  const driverKnows = rows === 1 && insertId && names.length === 1 && (table.columns === undefined || names[0] === table.generatedKey);
  if (driverKnows) return { names, clause: [] };
  if (returning) return { names, clause: names };
  // Without RETURNING only the generated key comes back, and only where the table has one.
  const key = names.filter((name) => table.columns === undefined || name === table.generatedKey);
  return { names: insertId && rows === 1 ? key : [], clause: [] };
}

/** Decodes rows that RETURNING brought; every integer through its exact codec, since an INSERT cannot be read again. */
export function decodeReturned(table: Table, rows: readonly Row[]): Row[] {
  for (const row of rows) {
    for (const name of Object.keys(row)) {
      const codec = table.columns?.get(name)?.codec;
      const decode = (codec?.exact ?? codec)?.decode;
      if (decode !== undefined && row[name] !== null) row[name] = decode(row[name]);
    }
  }
  return rows as Row[];
}
