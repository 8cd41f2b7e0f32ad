import type { Scope } from '@shelf/core';
import {
  clausesOf,
  enclose,
  encloseUnion,
  encodeConstraints,
  fitInexact,
  joinedTables,
  heldScopes,
  nameApart,
  narrowByScope,
  newBuilder,
  rawSql,
  type CallOptions,
  sampleOf,
} from '@shelf/core/inside';
import type { Knex } from 'knex';
import { isCollection, type Related } from './binding.js';
import { fixTarget, joinPivot } from './conditions.js';
import type { Constraint } from './eager/tree.js';
import { limitPerParent, RANKED } from './eager/window.js';
import { narrowInterim } from './interim.js';
import type { Path } from './kinds/kind.js';
import { pivotNames, selectedPivot } from './pivot/columns.js';
import type { Relation } from './relation.js';
import {
  filtersGroups,
  isDistinct,
  isDistinctOn,
  isGrouped,
  isLimited,
  isPlainSelect,
  makesOneRow,
  ordersByResult,
  rangeOf,
  type Range,
} from './shape.js';
import type { Tables } from './tables.js';

/** The related rows of many parents, to be asked whether or how many there are. */
export interface RelatedRows {
  /** The query for the rows, whoever's they are, and what tells the parents apart. In an object, since a builder is a promise that would be run. */
  readonly rows: Knex.QueryBuilder;
  /** Which of each parent's rows the relation has. */
  readonly range: Range;
}

/**
 * The query for the rows that a path leads to, with the query of the relation's method, a constraint, and what narrows the target's class.
 * Rows are distinct, and grouped, within each parent's.
 *
 * @param narrow adds to the query, and returns, what tells the parents apart: the SQL and the name that it has in the result
 */
export async function relatedRows(
  relation: Relation,
  related: Related,
  path: Path,
  tables: Tables,
  constraint: Constraint | undefined,
  options: CallOptions,
  narrow: (rows: Knex.QueryBuilder) => readonly (readonly [sql: Knex.Raw, as: string])[],
  scopes: readonly Scope[] = [],
): Promise<RelatedRows> {
  const target = sampleOf(path.target.model);
  const { name: model } = path.target.model;
  const { knex } = target.shelf;
  const query = isCollection(related) ? related._query : related._extra?.query;
  const rows: Knex.QueryBuilder = query?.clone().from(tables.target.name) ?? newBuilder(target);
  if (options.withSchema !== undefined) void rows.withSchema(options.withSchema);
  constraint?.call(path.target.model.forge(), rows);
  encloseUnion(rows, tables.target, options, model);
  const context = { action: 'select', table: tables.target.name, options, target } as const;
  const narrowBy = async (all: readonly Scope[], builder: Knex.QueryBuilder, table = context.table): Promise<void> => {
    for (const scope of all)
      if ((await narrowByScope(scope, builder, { ...context, table })) === false)
        void builder.where(knex.raw('1 = 0') as never);
  };
  await narrowBy(heldScopes(target.scopes, options), rows);
  // Rows that a limit leaves are those of the relation, whatever more is asked of them.
  const rankFirst = scopes.length > 0 && isLimited(rows);
  if (!rankFirst) await narrowBy(scopes, rows);
  enclose(rows);
  joinPivot(rows, path, tables, knex);
  await narrowInterim(rows, path, tables, options);
  fixTarget(rows, path, tables.target, knex);
  encodeConstraints(rows, tables.target, model, await joinedTables(target.shelf, rows, options));
  if (rankFirst) {
    const { ranked } = rankedRows(relation, tables, rows, narrow(rows));
    await narrowBy(scopes, ranked, RANKED);
    return { rows: ranked, range: { offset: 0, limit: Infinity } };
  }
  const { offset, limit } = rangeOf(rows);
  void rows.clearOrder().clear('limit').clear('offset');
  const parents = narrow(rows);
  // What it groups by, and what is distinct, has other names in the database.
  fitInexact(rows, tables.target, knex);
  if (makesOneRow(rows)) throw relation.error('makes one row of all, for each parent: it can only be fetched');
  if (isDistinct(rows)) {
    if (tables.pivot !== undefined && !isDistinctOn(rows))
      void rows.select(selectedPivot(rows, path, tables, pivotNames(relation, path, tables.pivot), knex));
    distinguish(
      rows,
      parents.map(([sql]) => sql),
    );
  } else if (!filtersGroups(rows)) void rows.clearSelect();
  if (isGrouped(rows)) for (const [sql] of parents) void rows.groupBy(sql as never);
  void rows.select(parents.map(([sql, as]) => knex.raw('? as ??', [sql, as])));
  await nameApart(rows, target.shelf, options);
  return { rows, range: { offset, limit: relation.kind.single ? Math.min(limit, 1) : limit } };
}

/** The rows of each parent that a limit leaves. In an object, as above. */
function rankedRows(
  relation: Relation,
  { target }: Tables,
  rows: Knex.QueryBuilder,
  parents: readonly (readonly [sql: Knex.Raw, as: string])[],
): { readonly ranked: Knex.QueryBuilder } {
  const { knex, dialect } = relation.owner.shelf;
  if (!dialect.capabilities.windowFunctions)
    throw relation.error(
      `has a limit, and the ${dialect.name} dialect no window functions: what is related to its rows cannot be asked for`,
    );
  if (!isPlainSelect(rows) || ordersByResult(rows))
    throw relation.error(
      'has a limit, and groups, DISTINCT or an order by what it computes: what is related to its rows cannot be asked for',
    );
  fitInexact(rows, target, knex);
  void rows.clearSelect().select(rawSql(knex, `${target.qualifier}.*`) as never);
  void rows.select(parents.map(([sql, as]) => knex.raw('? as ??', [sql, as])));
  const keys = [...(target.columns?.values() ?? [])].filter(({ primaryKey }) => primaryKey > 0);
  const fallback =
    keys.length > 0 ? keys.map(({ name }) => rawSql(knex, target.sql(name))) : parents.map(([sql]) => sql);
  const partition = parents.map(([sql]) => sql);
  const ranked = limitPerParent(rows, partition, fallback, knex).clearOrder();
  // MariaDB would merge it into what asks, and then not know it by its name.
  void ranked.limit(Number.MAX_SAFE_INTEGER);
  return { ranked: ranked.select(parents.map(([, as]) => rawSql(knex, `${RANKED}.${dialect.quote(as)}`))) };
}

/** Has DISTINCT ON keep one row of each kind for each parent. */
function distinguish(rows: Knex.QueryBuilder, parents: readonly Knex.Raw[]): void {
  const clauses = clausesOf(rows);
  for (const [i, clause] of clauses.entries())
    if (clause.distinctOn === true) clauses[i] = { ...clause, value: [...parents, ...(clause.value as unknown[])] };
}
