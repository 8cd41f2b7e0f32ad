import type { Row } from '../instance.js';
import { keyColumns } from '../naming.js';
import { insertSql, isSameList, type Expressions } from '../sql/statements.js';
import type { Action } from './action.js';
import type { Table } from '../table.js';
import { encodeRow, type EncodedRow } from './encode.js';
import { runStatement } from './run.js';

/** Runs an INSERT of one row and reads back what the database filled in. */
export function insertRow(action: Action, attributes: Row): Promise<unknown[]> {
  try {
    const row = encodeRow(action, attributes, 'insert');
    return row instanceof Promise ? row.then((encoded) => insertEncoded(action, encoded)) : insertEncoded(action, row);
  } catch (error) {
    return Promise.reject(error);
  }
}

function insertEncoded(action: Action, row: EncodedRow): Promise<unknown[]> {
  const plan = insertPlan(action, row, 1);
  const { sql, returning } = plan;
  return runStatement(action.origin, { method: 'insert', sql, bindings: row.values, returning }, (response) =>
    madeBy(action, row.table, plan, response),
  );
}

/** What the database has made for the rows of an INSERT: a row for each, or the key alone that the driver reports of one. */
export function madeBy(action: Action, table: Table, { names, returning }: InsertPlan, response: unknown): unknown[] {
  const [name] = names;
  if (name === undefined) return [];
  if (returning !== undefined) return decodeReturned(table, response as Row[]);
  // Where nobody knows which key the database makes, a driver that reports none says 0.
  const [reported] = response as unknown[];
  if (table.generatedKey === null && reported === 0) return [];
  const made = decodeKey(table, name, reported);
  return [keyColumns(action.syncing).includes(name) ? made : { [name]: made }];
}

/** How rows of the same columns are inserted; worked out once per shape. */
export interface InsertPlan {
  readonly sql: string;
  /** The columns that the database makes and hands back. */
  readonly names: readonly string[];
  /** Those of them to ask for by RETURNING; undefined where the driver reports the key by itself. */
  readonly returning: readonly string[] | undefined;
}

/** The plans of one table; the latest one is found without making its name, since inserts come in rows of a kind. */
interface Plans {
  readonly byShape: Map<string, InsertPlan>;
  latest: { readonly columns: readonly string[]; readonly kind: string; readonly plan: InsertPlan } | undefined;
}

const plans = new WeakMap<Table, Plans>();

/** The plan for an INSERT of so many rows like this one. */
export function insertPlan(action: Action, { table, columns, expressions }: EncodedRow, rows: number): InsertPlan {
  if (expressions !== undefined) return newPlan(action, table, columns, rows, expressions);
  let known = plans.get(table);
  if (known === undefined) plans.set(table, (known = { byShape: new Map(), latest: undefined }));
  const refreshes = action.options['autoRefresh'] !== false;
  const key = keyColumns(action.syncing).join('\0');
  const kind = rows === 1 && refreshes ? key : `${rows}${refreshes}\0${key}`;
  const { latest } = known;
  if (latest?.kind === kind && isSameList(latest.columns, columns)) return latest.plan;
  const shape = `${kind}\0\0${columns.join('\0')}`;
  let plan = known.byShape.get(shape);
  if (plan === undefined) {
    plan = newPlan(action, table, columns, rows, undefined);
    if (known.byShape.size >= 200) known.byShape.clear();
    known.byShape.set(shape, plan);
  }
  known.latest = { columns, kind, plan };
  return plan;
}

function newPlan(
  action: Action,
  table: Table,
  columns: readonly string[],
  rows: number,
  expressions: Expressions,
): InsertPlan {
  const refreshes = action.options['autoRefresh'] !== false;
  // What SQL comes to is made by the database too.
  const known = expressions === undefined ? columns : columns.filter((name) => !expressions.has(name));
  const { names, clause } = filledIn(table, known, keyColumns(action.syncing), refreshes, rows, expressions);
  return {
    sql: insertSql(table, columns, rows, clause, expressions),
    names,
    returning: clause.length > 0 ? clause : undefined,
  };
}

interface FilledIn {
  readonly names: readonly string[];
  readonly clause: readonly string[];
}

/** Which columns an INSERT of these leaves to the database, and how their values come back. */
function filledIn(
  table: Table,
  columns: readonly string[],
  keys: readonly string[],
  refreshes: boolean,
  rows: number,
  expressions: Expressions,
): FilledIn {
  const { returning, insertId } = table.dialect.capabilities;
  const described = [...(table.columns?.values() ?? [])].filter((column) => !columns.includes(column.name));
  const missing = keys.filter((name) => !columns.includes(name) && table.columns?.has(name) !== false);
  const defaults = refreshes
    ? described.filter((column) => column.hasDefault || column.generated).map((column) => column.name)
    : [];
  const { holder } = table;
  if (refreshes && holder?.hasDefault === true && !columns.includes(holder.name)) defaults.push(holder.name);
  const names = [...new Set([...missing, ...defaults, ...(refreshes ? (expressions?.keys() ?? []) : [])])];
  const reportable = (name: string | undefined): boolean =>
    table.columns === undefined || table.generatedKey === null || name === table.generatedKey;
  // Where it is not known whether the driver's word is this column's, RETURNING is safer.
  const sure = table.generatedKey !== null || !returning;
  const reports = rows === 1 && insertId && sure && expressions === undefined;
  if (reports && names.length === 1 && reportable(names[0])) return { names, clause: [] };
  if (returning) return { names, clause: names };
  // Without RETURNING only the generated key comes back, and only where the table has one.
  return { names: insertId && rows === 1 ? names.filter(reportable) : [], clause: [] };
}

/** Decodes the key that a driver has reported; no catalogue says which column that is where the table is not described. */
function decodeKey(table: Table, name: string, reported: unknown): unknown {
  const codec = table.columns?.get(name)?.codec;
  const decode = (codec?.exact ?? codec)?.decode;
  return decode === undefined || reported === null || reported === undefined ? reported : decode(reported);
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
  table.unpack(rows as Row[]);
  return rows as Row[];
}
