import type { Knex } from 'knex';
import { isHeard } from '../events.js';
import type { Row } from '../instance.js';
import { countSql } from '../sql/statements.js';
import type { Sync } from '../sync.js';
import type { Table } from '../table.js';
import { clausesOf, encodeConstraints } from './constraints.js';
import { runBuilder, runStatement } from './run.js';

/** Runs a SELECT count: scopes, `counting`, the query. */
export async function countRows(sync: Sync, column: string | undefined): Promise<number> {
  const { syncing, options } = sync;
  const pending = sync.table();
  const table = pending instanceof Promise ? await pending : pending;
  if (syncing.scopes.length > 0) sync.applyScopes('count');
  if (isHeard(syncing)) await syncing.triggerThen('counting', syncing, options);
  const counted = column === undefined || column === '*' ? undefined : column;
  if (sync.builder === undefined && (counted === undefined || table.columns?.has(counted) === true)) {
    const rows = (await runStatement(sync.origin, { method: 'select', sql: countSql(table, counted), bindings: [] })) as Row[];
    return toNumber(rows[0]?.['count']);
  }
  return countBuilt(sync, sync.query, table, counted);
}

/** Counts what a builder would fetch, however it is joined, grouped, distinct or limited. */
export async function countBuilt(sync: Sync, query: Knex.QueryBuilder, table: Table, column?: string): Promise<number> {
  const builder = query.clone().clearOrder();
  if (sync.options.withSchema !== undefined) void builder.withSchema(sync.options.withSchema);
  encodeConstraints(builder, table, sync.origin.model);
  const counting = isPlain(builder) ? builder.clearSelect().count({ count: column ?? '*' }) : countOfSubquery(sync, builder, table, column);
  const rows = (await runBuilder(sync.origin, counting as Knex.QueryBuilder)) as Row[];
  return toNumber(rows[0]?.['count']);
}

/** Every row that matches the conditions is a row of the result. */
function isPlain(builder: Knex.QueryBuilder): boolean {
  const { _single: single } = builder as unknown as { _single: { limit?: unknown; offset?: unknown } };
  if (single.limit !== undefined || single.offset !== undefined) return false;
  return clausesOf(builder).every(
    ({ grouping, distinct }) => grouping !== 'group' && grouping !== 'having' && grouping !== 'union' && (grouping !== 'columns' || !distinct),
  );
}

function countOfSubquery(sync: Sync, builder: Knex.QueryBuilder, table: Table, column: string | undefined): Knex.QueryBuilder {
  const { knex } = sync.syncing.shelf;
  const chosen = clausesOf(builder).some(({ grouping, value }) => grouping === 'columns' && Array.isArray(value) && value.length > 0);
  const distinct = clausesOf(builder).some(({ grouping, distinct: each }) => grouping === 'columns' && Boolean(each));
  if (!chosen) void builder.select(distinct ? `${table.name}.*` : knex.raw('1 as counted'));
  return knex.queryBuilder().from(builder.as('counted_rows')).count({ count: column ?? '*' });
}

function toNumber(count: unknown): number {
  return Number(count ?? 0);
}
