import type { Knex } from 'knex';
import type { Table } from '../table.js';
import { clausesOf, isJoined, type Clause } from './clauses.js';
import { ownColumn } from './own-column.js';

type Group = (this: Knex.QueryBuilder, inner: Knex.QueryBuilder) => void;

/** What a query names of a table that holds attributes without columns: its conditions, in groups too, and what it lists and orders by. */
export function namesIn(builder: Knex.QueryBuilder, table: Table, joined: boolean = isJoined(builder)): string[] {
  if (table.holder === undefined) return [];
  const own = (expression: unknown): string | readonly never[] => ownColumn(expression, table, joined) ?? [];
  return clausesOf(builder).flatMap((clause) => expressionsIn(clause, builder, table, joined).flatMap(own));
}

function expressionsIn(
  { grouping, type, column, value, asColumn }: Clause,
  builder: Knex.QueryBuilder,
  table: Table,
  joined: boolean,
): readonly unknown[] {
  if (grouping === 'columns' || grouping === 'order' || grouping === 'group') return [value].flat();
  if (grouping !== 'where') return [];
  if (type === 'whereWrapped' && typeof value === 'function') {
    // What a group holds is known once it has been written; knex writes it whenever it compiles the query.
    const { client } = builder as unknown as { readonly client: { queryBuilder(): Knex.QueryBuilder } };
    const inner = client.queryBuilder();
    (value as Group).call(inner, inner);
    return namesIn(inner, table, joined);
  }
  return [column, asColumn === true ? value : undefined].flat();
}
