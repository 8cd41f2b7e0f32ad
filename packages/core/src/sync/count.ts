import type { Knex } from 'knex';
import { show } from '../codecs/show.js';
import { InvalidValueError } from '../errors.js';
import { isHeard } from '../events.js';
import { attributeFor } from '../naming.js';
import type { Row } from '../instance.js';
import { countSql, rawSql } from '../sql/statements.js';
import type { Action } from './action.js';
import type { Table } from '../table.js';
import { clausesOf } from './clauses.js';
import { encodedCopy } from './encoded-copy.js';
import { fitInexact } from './inexact.js';
import { namesIn } from './named.js';
import { nameApart } from './names-apart.js';
import { ownColumn } from './own-column.js';
import { runBuilder, runStatement } from './run.js';

/** Runs a SELECT count: scopes, `counting`, the query. */
export async function countRows(action: Action, column: string | undefined): Promise<number> {
  const { syncing, options } = action;
  if (column !== undefined && typeof column !== 'string')
    throw new InvalidValueError(`count() takes the name of a column, not ${show(column)}`, {
      table: action.origin.table,
    });
  const counted = column === undefined || column === '*' ? undefined : attributeFor(syncing, column);
  const pending = action.table();
  const described = pending instanceof Promise ? await pending : pending;
  const table = counted === undefined ? described : await action.sought(described, [counted]);
  const narrowed = action.applyScopes('count');
  if (narrowed !== undefined && (await narrowed) === false) return 0;
  if (isHeard(syncing)) await syncing.triggerThen('counting', syncing, options);
  if (action.builder === undefined && (counted === undefined || table.find(counted) !== undefined)) {
    const statement = { method: 'select', sql: countSql(table, counted), bindings: [] } as const;
    return await runStatement(action.origin, statement, (rows) => toNumber((rows as Row[])[0]?.['count']));
  }
  return await countBuilt(action, action.query, table, counted);
}

/** Counts what a builder would fetch, however it is joined, grouped, distinct or limited. */
export async function countBuilt(
  action: Action,
  query: Knex.QueryBuilder,
  described: Table,
  column?: string,
): Promise<number> {
  const sought = await action.sought(described, namesIn(query.clone().clearOrder(), described));
  const { copy: builder, table } = await encodedCopy(action, query, sought, (each) => each.clone().clearOrder());
  if (action.options.withSchema !== undefined) void builder.withSchema(action.options.withSchema);
  const { counting } = isPlain(builder)
    ? { counting: countOfRows(action, builder, table, column) }
    : await countOfSubquery(action, builder, table, column);
  const rows = (await runBuilder(action.origin, counting)) as Row[];
  return toNumber(rows[0]?.['count']);
}

/** A column of the table by its full name, since a joined table may have one of that name too. */
function sqlOf(action: Action, column: string, table: Table): Knex.Raw | Knex.Ref<string, Record<string, string>> {
  const { knex } = action.syncing.shelf;
  const name = ownColumn(column, table);
  return name === undefined ? knex.ref(column) : rawSql(knex, table.sql(name));
}

/** Every row that matches the conditions is a row of the result. */
function isPlain(builder: Knex.QueryBuilder): boolean {
  const { _single: single } = builder as unknown as { _single: { limit?: unknown; offset?: unknown } };
  if (single.limit !== undefined || single.offset !== undefined) return false;
  return clausesOf(builder).every(
    ({ grouping, type, distinct }) =>
      grouping !== 'group' &&
      grouping !== 'having' &&
      grouping !== 'union' &&
      (grouping !== 'columns' || (!distinct && type !== 'aggregate')),
  );
}

function countOfRows(
  action: Action,
  builder: Knex.QueryBuilder,
  table: Table,
  column: string | undefined,
): Knex.QueryBuilder {
  const counted = column === undefined ? '*' : (sqlOf(action, column, table) as unknown as string);
  return builder.clearSelect().count({ count: counted });
}

/** In an object, since a builder is a promise that would be run. */
async function countOfSubquery(
  action: Action,
  builder: Knex.QueryBuilder,
  table: Table,
  column: string | undefined,
): Promise<{ readonly counting: Knex.QueryBuilder }> {
  const { options } = action;
  const { knex } = action.syncing.shelf;
  const chosen = clausesOf(builder).some(
    ({ grouping, value }) => grouping === 'columns' && Array.isArray(value) && value.length > 0,
  );
  const distinct = clausesOf(builder).some(({ grouping, distinct: each }) => grouping === 'columns' && Boolean(each));
  const isUnion = clausesOf(builder).some(({ grouping }) => grouping === 'union');
  // Of distinct rows, and of a union's, a column cannot be added without counting other rows.
  const counted = column !== undefined && !distinct && !isUnion;
  if (counted) void builder.select(knex.raw('? as ??', [sqlOf(action, column, table), 'counted']));
  else if (!chosen) void builder.select(distinct || isUnion ? `${table.name}.*` : knex.raw('1 as counted'));
  // What scopes read besides tells rows apart, too.
  if (distinct && column === undefined) void builder.select(besidesOf(action, builder));
  await nameApart(builder, action.syncing.shelf, options);
  fitInexact(builder, table, knex);
  const counting = knex
    .queryBuilder()
    .from(builder.as('counted_rows'))
    .count({ count: counted ? 'counted' : (column ?? '*') });
  return { counting };
}

function besidesOf(action: Action, builder: Knex.QueryBuilder): Knex.Raw[] {
  const context = { ...action.context('count'), columns: [] };
  return action.scopes.flatMap((scope) => scope.columns?.(builder, context) ?? []);
}

function toNumber(count: unknown): number {
  return Number(count ?? 0);
}
