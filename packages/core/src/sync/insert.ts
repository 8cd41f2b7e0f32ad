import type { Knex } from 'knex';
import { InvalidValueError, NoRowsInsertedError, type FailedQuery } from '../errors.js';
import type { Origin, Row } from '../instance.js';
import { keyOf } from '../key.js';
import { keyColumns } from '../naming.js';
import { bindingsOf, insertSql, isSameList, selectSql, type Condition, type Expressions } from '../sql/statements.js';
import type { Action } from './action.js';
import type { Table } from '../table.js';
import { encodeRow, type EncodedRow } from './encode.js';
import { catalogueOf, runStatement, transactionOf } from './run.js';

/** Runs an INSERT of one row and reads back what the database filled in. */
export function insertRow(action: Action, attributes: Row): Promise<unknown[]> {
  try {
    if (action.builder !== undefined) refuseOnConflict(action, action.builder);
    const row = encodeRow(action, attributes, 'insert');
    return row instanceof Promise
      ? row.then((encoded) => insertRows(action, [encoded], false))
      : insertRows(action, [row], false);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** What knex would have done with the row that is there is for `upsert` to say. */
function refuseOnConflict({ origin: { model, table } }: Action, builder: Knex.QueryBuilder): void {
  const { _single: single } = builder as unknown as { readonly _single: { readonly onConflict?: unknown } };
  if (single.onConflict === undefined) return;
  throw new InvalidValueError(`${model ?? 'A model'} of table '${table}': a save takes no onConflict(); use upsert`, {
    model,
    table,
  });
}

/**
 * Runs an INSERT of rows with the same columns and reads back what the database filled in for each.
 *
 * @param undoable whether the caller undoes what of it was stored, should it be refused
 */
export function insertRows(
  action: Action,
  rows: readonly [EncodedRow, ...EncodedRow[]],
  undoable: boolean,
): Promise<unknown[]> {
  const [{ table }] = rows;
  const insertion = { action, rows, plan: insertPlan(action, rows[0], rows.length) };
  if (table.inserts === undefined) return send(insertion, action.origin);
  if (undoable || !isUndone(table)) return sendAndCheck(insertion, action.origin);
  return inTransaction(action, (origin) => sendAndCheck(insertion, origin));
}

/** Runs an INSERT of rows in a transaction of the caller's, and reads nothing back. */
export async function insertWithin(
  action: Action,
  rows: readonly EncodedRow[],
  transacting: Knex.Transaction,
): Promise<void> {
  const [first, ...others] = rows;
  if (first === undefined) return;
  const { origin } = action;
  const insertion: Insertion = { action, rows: [first, ...others], plan: insertPlan(action, first, rows.length) };
  await sendAndCheck(insertion, { ...origin, options: { ...origin.options, transacting } });
}

/** Rows on their way into their table. */
interface Insertion {
  readonly action: Action;
  readonly rows: readonly [EncodedRow, ...EncodedRow[]];
  readonly plan: InsertPlan;
}

/** Runs what has to be undone when it is refused: in a transaction, or in a savepoint of the caller's. */
export function inTransaction<T>({ origin }: Action, work: (origin: Origin) => Promise<T>): Promise<T> {
  const { shelf, options } = origin;
  const outer = transactionOf(shelf, options);
  return shelf.transaction(
    (transacting) => work({ ...origin, options: { ...options, transacting } }),
    outer === undefined ? {} : { transacting: outer },
  );
}

function send({ action, rows, plan }: Insertion, origin: Origin): Promise<unknown[]> {
  const [{ table, values }] = rows;
  const { sql, returning } = plan;
  const bindings = rows.length === 1 ? values : rows.flatMap((row) => row.values);
  return runStatement(origin, { method: 'insert', sql, bindings, returning }, (response, _decoded, stored) => {
    const count = returning === undefined ? stored : (response as Row[]).length;
    if (count !== undefined && count < rows.length)
      throw notInserted(origin, table, rows.length, count, { sql, bindings });
    return madeBy(action, table, plan, response);
  });
}

/** The error of rows that were not stored; the table is looked at once more, since it may have got a trigger. */
export function notInserted(
  { shelf, options, model }: Origin,
  table: Table,
  sent: number,
  stored: number,
  query?: FailedQuery,
): NoRowsInsertedError {
  catalogueOf(shelf, options).forget(table);
  const what = sent === 1 ? 'the row was not stored' : `${stored} of ${sent} rows were stored, and none is kept`;
  return new NoRowsInsertedError(
    `${model ?? 'Table'} '${table.name}': ${what}: a trigger, a rule or a conflict clause of the table has seen to that`,
    { model, table: table.name, query },
  );
}

/** An INSERT into a table that may store other rows than it is sent. */
async function sendAndCheck(insertion: Insertion, origin: Origin): Promise<unknown[]> {
  const { action, rows } = insertion;
  const [{ table }] = rows;
  const blind = isBlind(table);
  if (blind) {
    // A key that was there before is another row's.
    const given = rows.map((row) => keyConditionsOf(action, row, undefined));
    if ((await countStored(origin, table, given)) > 0) throw notInserted(origin, table, rows.length, 0);
  }
  const made = await send(insertion, origin);
  if (table.inserts?.unsettled !== true && !blind) return made;
  const keys = rows.map((row, i) => keyConditionsOf(action, row, made[i]));
  const stored = await countStored(origin, table, keys);
  if (stored < rows.length) throw notInserted(origin, table, rows.length, stored);
  return made;
}

/** Whether an INSERT into a table has to be run so that it can be undone. */
export function isUndone(table: Table): boolean {
  return table.inserts !== undefined && (table.inserts.skips || table.inserts.unsettled || isBlind(table));
}

/** Throws where a row that an upsert has handed back is not there any more. */
export async function requireStored(action: Action, row: EncodedRow, made: Row, origin: Origin): Promise<void> {
  const { table } = row;
  if (table.inserts?.unsettled !== true) return;
  if ((await countStored(origin, table, [keyConditionsOf(action, row, made)])) === 0)
    throw notInserted(origin, table, 1, 0);
}

/** Whether rows may get other keys than they were sent with, and the database cannot say which. */
function isBlind({ inserts, dialect }: Table): boolean {
  return inserts?.rekeys === true && !dialect.capabilities.returning;
}

/** Which row an INSERT has made, by the table's own key, else by the model's; none where it has neither. */
function keyConditionsOf(action: Action, row: EncodedRow, made: unknown): Condition[] {
  const { table, columns, values, expressions } = row;
  const names = primaryKeyOf(action, table);
  const [only] = names;
  const known: Row =
    typeof made !== 'object' || made === null || made instanceof Date || made instanceof Uint8Array
      ? { [only as string]: made }
      : (made as Row);
  return names.map((column) => {
    const value = known[column];
    if (value !== undefined && value !== null)
      return { column, value: table.encodeConstraint(table.find(column), column, value, action.origin.model) };
    // Beside SQL, values are not in the order of their columns.
    const given = expressions === undefined ? values[columns.indexOf(column)] : undefined;
    return { column, value: given ?? null };
  });
}

/** The columns of a table's primary key, as far as the catalogue knows it; else those that the model takes for its key. */
export function primaryKeyOf({ syncing }: Action, table: Table): readonly string[] {
  const own = primaryKey(table);
  return own.length > 0 ? own : keyColumns(syncing).filter((name) => table.columns?.has(name) !== false);
}

function primaryKey({ columns }: Table): readonly string[] {
  return [...(columns?.values() ?? [])].filter((column) => column.primaryKey > 0).map(({ name }) => name);
}

/** How many rows of the table have one of these keys; those that have no key to be found by count as stored. */
async function countStored(origin: Origin, table: Table, keys: readonly (readonly Condition[])[]): Promise<number> {
  const found = new Set<unknown>();
  const isUnique = primaryKey(table).length > 0;
  for (const conditions of keys) {
    if (conditions.length === 0) {
      found.add(conditions);
      continue;
    }
    const sql = selectSql(
      table,
      conditions.map(({ column }) => column),
      conditions,
      1,
    );
    const rows = await runStatement(
      origin,
      { method: 'select', sql, bindings: bindingsOf(conditions) },
      (response) => (response as unknown[]).length,
    );
    // Two models of one primary key are one row.
    if (rows > 0) found.add((isUnique ? keyOf(conditions.map(({ value }) => value)) : undefined) ?? conditions);
  }
  return found.size;
}

/** What the database has made for the rows of an INSERT: a row for each, or the key alone that the driver reports of one. */
function madeBy(action: Action, table: Table, { names, returning }: InsertPlan, response: unknown): unknown[] {
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
interface InsertPlan {
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
function insertPlan(action: Action, { table, columns, expressions }: EncodedRow, rows: number): InsertPlan {
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
  const rekeyed = table.inserts?.rekeys === true && returning;
  const asked = rekeyed ? [...keys, ...primaryKey(table)] : keys.filter((name) => !columns.includes(name));
  const missing = asked.filter((name) => table.columns?.has(name) !== false);
  const defaults = refreshes
    ? described.filter((column) => column.hasDefault || column.generated).map((column) => column.name)
    : [];
  const { holder } = table;
  if (refreshes && holder?.hasDefault === true && !columns.includes(holder.name)) defaults.push(holder.name);
  const names = [...new Set([...missing, ...defaults, ...(refreshes ? (expressions?.keys() ?? []) : [])])];
  // A view without a key has to say at least how many rows it took.
  const [first] = table.columns?.keys() ?? [];
  if (rekeyed && names.length === 0 && first !== undefined) names.push(first);
  const reportable = (name: string | undefined): boolean =>
    table.columns === undefined || table.generatedKey === null || name === table.generatedKey;
  // Where it is not known whether the driver's word is this column's, RETURNING is safer.
  const sure = table.generatedKey !== null || !returning;
  const reports = rows === 1 && insertId && sure && expressions === undefined && !rekeyed;
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
