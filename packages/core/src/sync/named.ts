import type { Knex } from 'knex';
import type { Table } from '../table.js';
import { clausesOf, isJoined, type Clause, type Group } from './clauses.js';
import { hasOwnSql, ownColumn, unknownColumn } from './own-column.js';

/**
 * What a query names of a table whose names are not enough for SQL: in its conditions and groups of them, and in what it
 * lists and orders by. Some may be columns that were added since the table was described.
 *
 * @param columns what it lists besides
 */
export function namesIn(
  builder: Knex.QueryBuilder | undefined,
  table: Table,
  columns: readonly unknown[] = [],
): readonly string[] {
  if (!hasOwnSql(table)) return NO_NAMES;
  const joined = builder !== undefined && isJoined(builder);
  const expressions = builder === undefined ? columns : [...columns, ...expressionsOf(builder)];
  return expressions.flatMap(
    (expression) => ownColumn(expression, table, joined) ?? unknownColumn(expression, table, joined) ?? [],
  );
}

const NO_NAMES: readonly string[] = Object.freeze([]);

function expressionsOf(builder: Knex.QueryBuilder): readonly unknown[] {
  return clausesOf(builder).flatMap((clause) => expressionsIn(clause, builder));
}

function expressionsIn(
  { grouping, type, column, value, asColumn }: Clause,
  builder: Knex.QueryBuilder,
): readonly unknown[] {
  if (grouping === 'columns' || grouping === 'order' || grouping === 'group') return [value].flat();
  if (grouping !== 'where') return [];
  if (type === 'whereWrapped' && typeof value === 'function') {
    // What a group holds is known once it has been written; knex writes it whenever it compiles the query.
    const { client } = builder as unknown as { readonly client: { queryBuilder(): Knex.QueryBuilder } };
    const inner = client.queryBuilder();
    (value as Group).call(inner, inner);
    return expressionsOf(inner);
  }
  return [column, asColumn === true ? value : undefined].flat();
}
