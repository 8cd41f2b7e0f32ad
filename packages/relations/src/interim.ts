import { clausesOf, encodeConstraints, type CallOptions, type ModelClass } from '@shelf/core/inside';
import type { Knex } from 'knex';
import type { Path } from './kinds/kind.js';
import { sampleOf } from './names.js';
import { pivotAlias, type Tables } from './tables.js';

/** Narrows a query that holds the table between to what the scopes of its class leave of it; waits only where there are some. */
export function narrowInterim(
  query: Knex.QueryBuilder,
  path: Path,
  tables: Tables,
  options: CallOptions,
): Promise<void> | undefined {
  const { pivot } = path;
  if (pivot?.model === undefined || sampleOf(pivot.model).scopes.length === 0) return undefined;
  return narrow(query, pivot.table, pivot.model, tables, options);
}

async function narrow(
  query: Knex.QueryBuilder,
  table: string,
  Interim: ModelClass,
  tables: Tables,
  options: CallOptions,
): Promise<void> {
  const target = sampleOf(Interim);
  const { knex } = target.shelf;
  const name = table === tables.target.name ? pivotAlias(table) : table;
  const context = { action: 'select', table: name, options, target } as const;
  // Apart, since its values are encoded by the columns of the table between.
  const between = knex.queryBuilder().from(name);
  for (const scope of target.scopes)
    if ((await scope.constrain?.(between, context)) === false) void between.where(knex.raw('1 = 0') as never);
  const described = tables.pivot as NonNullable<Tables['pivot']>;
  encodeConstraints(between, name === table ? described : described.as(name), target.constructor.name);
  const clauses = clausesOf(between);
  const conditions = clauses.filter(({ grouping }) => grouping === 'where');
  if (conditions.length > 0) void query.where((inner) => void clausesOf(inner).push(...conditions));
  clausesOf(query).push(...clauses.filter((each) => !conditions.includes(each)));
}
