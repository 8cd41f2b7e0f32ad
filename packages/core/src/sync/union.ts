import type { Knex } from 'knex';
import type { CallOptions } from '../instance.js';
import type { Table } from '../table.js';
import { clausesOf } from './clauses.js';
import { DEFERRED, encodeConstraints } from './constraints.js';

/** What stands around a union, and not in its first SELECT. */
const AROUND: ReadonlySet<string> = new Set(['order', DEFERRED]);

/** Whether a query is of several SELECTs. */
export function isUnion(builder: Knex.QueryBuilder): boolean {
  return clausesOf(builder).some(({ grouping }) => grouping === 'union');
}

/**
 * Puts a UNION into a derived table that is called as the table, so that what is added from here on narrows all of its rows and not
 * those of its first SELECT alone: a key, a scope, a join. Order and limit stay around it.
 */
export function encloseUnion(
  builder: Knex.QueryBuilder,
  table: Table,
  { withSchema }: CallOptions,
  model: string | undefined,
): void {
  if (!isUnion(builder)) return;
  const clauses = clausesOf(builder);
  const inner = builder.clone().clear('limit').clear('offset');
  const within = clausesOf(inner);
  within.splice(0, Infinity, ...within.filter(({ grouping }) => !AROUND.has(grouping)));
  if (withSchema !== undefined) void inner.withSchema(withSchema);
  if (!within.some(({ grouping }) => grouping === 'columns')) void inner.select(`${table.name}.*`);
  encodeConstraints(inner, table, model);
  clauses.splice(0, Infinity, ...clauses.filter(({ grouping }) => AROUND.has(grouping)));
  void builder.from(inner.as(table.name.slice(table.name.lastIndexOf('.') + 1)) as never);
}
