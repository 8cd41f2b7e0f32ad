import {
  clausesOf,
  encodeConstraints,
  heldScopes,
  narrowByScope,
  type CallOptions,
  type ModelInstance,
  sampleOf,
} from '@shelf/core/inside';
import type { Scope, ScopeContext } from '@shelf/core';
import type { Knex } from 'knex';
import type { Path } from './kinds/kind.js';
import { pivotAliasOf, type Tables } from './tables.js';

/** The scopes of the rows between, and the query that they are to narrow. */
export interface Interim {
  /** Apart, since its values are encoded by the columns of the table between. */
  readonly rows: Knex.QueryBuilder;
  readonly scopes: readonly Scope[];
  readonly context: ScopeContext;
}

/** What narrows the rows between of a path; undefined where nothing does. */
export function interimOf({ pivot }: Path, targetTable: string, options: CallOptions): Interim | undefined {
  const target = pivot?.model && sampleOf(pivot.model);
  if (pivot === undefined || target === undefined) return undefined;
  const scopes = heldScopes(target.scopes, options);
  if (scopes.length === 0) return undefined;
  const table = pivotAliasOf(pivot.table, targetTable) ?? pivot.table;
  return {
    rows: target.shelf.knex.queryBuilder().from(table),
    scopes,
    context: { action: 'select', table, options, target },
  };
}

/** Narrows a query that holds the table between to what the scopes of its class leave of it; waits only where there are some. */
export function narrowInterim(
  query: Knex.QueryBuilder,
  path: Path,
  tables: Tables,
  options: CallOptions,
): Promise<void> | undefined {
  const interim = interimOf(path, tables.target.name, options);
  return interim && narrow(query, interim, path, tables);
}

async function narrow(
  query: Knex.QueryBuilder,
  { rows, scopes, context }: Interim,
  path: Path,
  tables: Tables,
): Promise<void> {
  for (const scope of scopes) {
    if ((await narrowByScope(scope, rows, context)) === false)
      void rows.where((context.target as ModelInstance).shelf.knex.raw('1 = 0') as never);
  }
  narrowBy(query, rows, path, tables);
}

/** Adds what scopes have put on a query for the rows between. */
export function narrowBy(query: Knex.QueryBuilder, rows: Knex.QueryBuilder, { pivot }: Path, tables: Tables): void {
  if (pivot?.model === undefined) return;
  const described = tables.pivot as NonNullable<Tables['pivot']>;
  const { name } = sampleOf(pivot.model).constructor;
  encodeConstraints(rows, tables.pivotAlias === undefined ? described : described.as(tables.pivotAlias), name);
  const clauses = clausesOf(rows);
  const conditions = clauses.filter(({ grouping }) => grouping === 'where');
  if (conditions.length > 0) void query.where((inner) => void clausesOf(inner).push(...conditions));
  clausesOf(query).push(...clauses.filter((each) => !conditions.includes(each)));
}
