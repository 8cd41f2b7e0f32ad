import type { Scope } from '@shelf/core';
import { enclose, encodeConstraints, newBuilder, type CallOptions } from '@shelf/core/inside';
import type { Knex } from 'knex';
import { isCollection, type Related } from './binding.js';
import { fixTarget, joinPivot } from './conditions.js';
import type { Constraint } from './eager/tree.js';
import { narrowInterim } from './interim.js';
import type { Path } from './kinds/kind.js';
import { sampleOf } from './names.js';
import type { Tables } from './tables.js';

/**
 * The query for the rows that a path leads to, whoever's they are, to be asked whether or how many there are: with the
 * query of the relation's method, a constraint, and what narrows the target's class.
 */
export async function relatedRows(
  related: Related,
  path: Path,
  tables: Tables,
  constraint: Constraint | undefined,
  options: CallOptions,
  scopes: readonly Scope[] = [],
): Promise<{ readonly rows: Knex.QueryBuilder }> {
  const target = sampleOf(path.target.model);
  const { knex } = target.shelf;
  const query = isCollection(related) ? related._query : related._extra?.query;
  const rows = query?.clone().from(tables.target.name) ?? newBuilder(target);
  if (options.withSchema !== undefined) void rows.withSchema(options.withSchema);
  constraint?.call(path.target.model.forge(), rows);
  const context = { action: 'select', table: tables.target.name, options, target } as const;
  for (const scope of [...target.scopes, ...scopes]) {
    enclose(rows);
    if ((await scope.constrain?.(rows, context)) === false) void rows.where(knex.raw('1 = 0') as never);
  }
  enclose(rows);
  joinPivot(rows, path, tables, knex);
  await narrowInterim(rows, path, tables, options);
  fixTarget(rows, path, tables.target, knex);
  encodeConstraints(rows, tables.target, path.target.model.name);
  // In an object, since a builder is a promise that would be run.
  return { rows: rows.clearSelect().clearOrder() };
}
