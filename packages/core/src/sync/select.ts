import type { Knex } from 'knex';
import { isHeard } from '../events.js';
import type { ModelInstance, Row } from '../instance.js';
import { formattedBy } from '../model/attributes.js';
import { tableNameOf } from '../model/query.js';
import { bindingsOf, rawSql, selectSql, type Condition } from '../sql/statements.js';
import type { Action } from './action.js';
import { LostPrecision, type Table } from '../table.js';
import { clausesOf, heardCopy, isJoined, limitToFirst, starOfJoin } from './clauses.js';
import { encodedCopy } from './encoded-copy.js';
import { fitInexact } from './inexact.js';
import { listedAs } from './listed.js';
import { lockRows } from './lock.js';
import { namesIn } from './named.js';
import { hasOwnSql, ownColumn } from './own-column.js';
import { aggregateNames, resultOf } from './results.js';
import type { Reading } from './reading.js';
import { runBuilder, runStatement } from './run.js';
import { takeOff } from './taken.js';

/** Runs a SELECT: constraints, scopes, `fetching`, the query, decoding. */
export async function selectRows(action: Action, kind: 'select' | 'first', attributes?: Row): Promise<Row[]> {
  const { syncing, options } = action;
  const pending = action.table();
  let table = pending instanceof Promise ? await pending : pending;
  if (attributes !== undefined) {
    const formatted = formattedBy(syncing as ModelInstance, attributes);
    const sought = action.sought(table, Object.keys(formatted));
    if (sought instanceof Promise) table = await sought;
    const constrain = (current: Table): void =>
      action.constrain(current, conditionsFrom(syncing as ModelInstance, formatted, current));
    try {
      constrain(table);
    } catch (error) {
      await action.again(table, error, constrain);
    }
  }
  const narrowed = action.applyScopes(kind);
  if (narrowed !== undefined && (await narrowed) === false) return [];
  if (table.dialect.capabilities.rowLocking) lockRows(() => action.query, options.lock);
  const columns = columnsOf(action);
  if (isHeard(syncing)) {
    if (kind === 'first' && action.builder !== undefined) limitToFirst(action.query);
    await syncing.triggerThen('fetching', syncing, columns, options);
    // A handler may have set them.
    for (const check of syncing.shelf.stages.check) check(syncing, options);
  }
  for (;;) {
    const pendingTable = action.table();
    const described = pendingTable instanceof Promise ? await pendingTable : pendingTable;
    const sought = action.sought(described, namesIn(action.builder, described, columns));
    const current = sought instanceof Promise ? await sought : sought;
    try {
      if (action.builder === undefined) return await selectWritten(action, current, columns, kind === 'first');
      const rows = await selectBuilt(action, current, columns, kind);
      takeOff(action.scopes, rows, action.context(kind));
      return rows;
    } catch (error) {
      if (!(error instanceof LostPrecision)) throw error;
      const { tables } = action;
      tables.readExactly(error.table, error.column);
      // A scope's table is looked up by the scope, which cannot wait.
      const { name, schema } = error.table;
      if (error.table !== current) await tables.table(name, schema, undefined, options);
    }
  }
}

/** Attributes, through `format`, as conditions: encoded by column, never dropped. */
function conditionsFrom(model: ModelInstance, formatted: Row, table: Table): Condition[] {
  const name = model.constructor.name;
  return Object.keys(formatted).map((column) => {
    table.checkName(column, name);
    return { column, value: table.encodeConstraint(table.column(column, name), column, formatted[column], name) };
  });
}

/** The columns that `fetching` handlers see and may change in place. */
function columnsOf(action: Action): unknown[] {
  const { columns } = action.options;
  if (columns !== undefined) return Array.isArray(columns) ? [...columns] : [columns];
  if (
    action.builder !== undefined &&
    clausesOf(action.builder).some(({ grouping, value }) => grouping === 'columns' && hasLength(value))
  ) {
    return [];
  }
  return [`${tableNameOf(action.syncing)}.*`];
}

function hasLength(value: unknown): boolean {
  return !Array.isArray(value) || value.length > 0;
}

function isAll(columns: readonly unknown[], table: Table): boolean {
  return columns.length === 1 && columns[0] === `${table.name}.*`;
}

/** The short way: SQL that Shelf has written before, on a prepared statement. */
function selectWritten(action: Action, table: Table, columns: readonly unknown[], first: boolean): Promise<Row[]> {
  const all = isAll(columns, table);
  const names = all ? undefined : columns.map((column) => ownColumn(column, table));
  if (names?.some((name) => name === undefined) === true || names?.length === 0) {
    void action.query;
    return selectBuilt(action, table, columns, first ? 'first' : 'select');
  }
  const conditions = action.pending;
  const sql = selectSql(table, names as string[] | undefined, conditions, first ? 1 : undefined);
  const bindings = bindingsOf(conditions);
  const statement = { method: 'select', sql, bindings, reads: table.columns, unpacking: table.unpacking } as const;
  return runStatement<Row[] | Promise<Row[]>>(action.origin, statement, (response, already) => {
    const rows = response as Row[];
    if (hasGrown(table, rows)) return decodeAgain(action, table, rows, already);
    table.decode(rows, all || table.holder === undefined ? undefined : new Set(names as string[]), already);
    return rows;
  }) as Promise<Row[]>;
}

/** The long way: the builder that the user, a scope or a handler has constrained. */
async function selectBuilt(
  action: Action,
  described: Table,
  columns: readonly unknown[],
  kind: 'select' | 'first',
): Promise<Row[]> {
  const encoded = encodedCopy(action, action.query, described, heardCopy);
  const { copy: builder, table } = encoded instanceof Promise ? await encoded : encoded;
  const { knex } = action.syncing.shelf;
  if (action.options.withSchema !== undefined) void builder.withSchema(action.options.withSchema);
  if (kind === 'first') limitToFirst(builder);
  const joined = isJoined(builder);
  const names = namesRead(builder, columns, table, joined);
  fitInexact(builder, table, knex, columns);
  if (columns.length > 0)
    void builder.select(columns.flatMap((column) => readable(column, builder, table, knex, joined)) as string[]);
  const query = finished(action, builder, columns, kind);
  const alone = isOfThisTableAlone(builder, columns, table);
  const reading: Reading = {
    decodable: alone ? table.columns : undefined,
    unpacking: names.has(table.holder?.name ?? '') ? table.unpacking : undefined,
    decoded: undefined,
  };
  const response = await runBuilder(action.origin, query, reading);
  const rows = (Array.isArray(response) ? response : response === undefined ? [] : [response]) as Row[];
  if (alone && hasGrown(table, rows)) return await decodeAgain(action, table, rows, reading.decoded);
  table.decode(rows, names, reading.decoded);
  return rows;
}

/** The SELECT with what the scopes read besides, and with what they put around it. */
function finished(
  action: Action,
  builder: Knex.QueryBuilder,
  columns: readonly unknown[],
  kind: 'select' | 'first',
): Knex.QueryBuilder {
  const { scopes } = action;
  if (scopes.length === 0) return builder;
  const context = { ...action.context(kind), columns };
  const besides = scopes.flatMap((scope) => scope.columns?.(builder, context) ?? []);
  if (besides.length > 0) void builder.select(besides);
  return scopes.reduce((query, scope) => scope.wrap?.(query, context) ?? query, builder);
}

/** Whether a query reads all columns of this table and no others. */
function isOfThisTableAlone(builder: Knex.QueryBuilder, columns: readonly unknown[], table: Table): boolean {
  const listing = clausesOf(builder).filter(({ grouping }) => grouping === 'columns').length;
  return isAll(columns, table) && listing === 1;
}

/** A column in the form in which it comes without loss. */
function readable(column: unknown, builder: Knex.QueryBuilder, table: Table, knex: Knex, joined: boolean): unknown {
  if (column === '*' && joined && table.renamed !== undefined)
    return starOfJoin(clausesOf(builder), rawSql(knex, table.selection));
  if (column === `${table.name}.*` || (column === '*' && !joined))
    return table.selection === `${table.dialect.quote(table.name)}.*` ? column : rawSql(knex, table.selection);
  const own = ownColumn(column, table, joined);
  const found = own === undefined ? undefined : table.find(own);
  if (found !== undefined) return rawSql(knex, table.selected(found));
  return hasOwnSql(table) ? listedAs(column, table, knex, joined) : column;
}

/** Which result columns are surely this table's own, since drivers do not say where a column comes from. */
function namesRead(
  builder: Knex.QueryBuilder,
  columns: readonly unknown[],
  table: Table,
  joined: boolean,
): ReadonlySet<string> {
  const listing = clausesOf(builder).filter(({ grouping }) => grouping === 'columns');
  // An aggregate of a column is not the column.
  const listed = listing.filter(({ type }) => type !== 'aggregate').flatMap(({ value }) => value as unknown[]);
  const expressions = [...columns, ...listed.filter((each) => typeof each === 'string')];
  const star = expressions.some((each) => each === `${table.name}.*` || each === '*');
  const names = new Set<string>(star ? table.columns?.keys() : []);
  if (star && table.holder !== undefined) names.add(table.holder.name);
  for (const expression of expressions) {
    const own = ownColumn(expression, table, joined);
    if (own !== undefined) names.add(own);
    else if (typeof expression === 'string') names.delete(resultOf(expression) ?? '');
  }
  for (const name of listing.flatMap(aggregateNames)) names.delete(name);
  return names;
}

/** Whether the table has got columns since it was described. */
function hasGrown(table: Table, rows: readonly Row[]): boolean {
  const { columns, holder } = table;
  const first = rows[0];
  // Attributes without a column do not show whether it has; such a table is read by a list of its columns.
  if (first === undefined || columns === undefined || holder !== undefined) return false;
  for (const name of Object.keys(first)) if (!columns.has(name)) return true;
  return false;
}

async function decodeAgain(
  action: Action,
  table: Table,
  rows: Row[],
  already: ReadonlySet<string> | undefined,
): Promise<Row[]> {
  action.tables.forget(table);
  const grown = await action.table();
  grown.decode(rows, undefined, already);
  return rows;
}
