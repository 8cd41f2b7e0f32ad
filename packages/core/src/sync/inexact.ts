import type { Knex } from 'knex';
import { rawSql } from '../sql/statements.js';
import type { Column } from '../column.js';
import type { Table } from '../table.js';
import { clausesOf, isJoined, starOfJoin } from './clauses.js';
import { computed, isComputed } from './computed.js';
import { listedAs } from './listed.js';
import { hasOwnSql, needsSql, ownColumn, withOwnSql } from './own-column.js';
import { computes } from './results.js';

/**
 * Fits a builder to columns that must be read through an expression, and to attributes in a column that holds several:
 * those that it lists by name come without loss, and what it orders by is the column, not the expression, which has the
 * same name and is text where the column is a number. Clauses are replaced, not changed: knex's clones of a builder share them.
 *
 * @param columns what the query lists besides its clauses
 * @param reading whether values come without loss, as models read them, or as the driver has them; then `*` is left to knex
 */
export function fitInexact(
  builder: Knex.QueryBuilder,
  table: Table,
  knex: Knex,
  columns: readonly unknown[] = [],
  reading: 'without loss' | 'as named' = 'without loss',
): void {
  const clauses = clausesOf(builder);
  const joined = isJoined(builder);
  const lossless = reading === 'without loss';
  const stars: readonly unknown[] = joined ? [`${table.name}.*`] : ['*', `${table.name}.*`];
  const inexact = (expression: unknown): Column | undefined => {
    const column = inexactColumn(expression, table, joined);
    return lossless || needsSql(column) ? column : undefined;
  };
  const isStarPlain = table.selection === `${table.qualifier}.*`;
  const isUnion = clauses.some(({ grouping }) => grouping === 'union');
  // Looked up where it is asked for, which is seldom, in the clauses as the caller wrote them.
  const written = [...clauses];
  let isResult: ((name: string) => boolean) | undefined;
  const sqlOf = (value: unknown, isOrder: boolean): unknown => {
    if (Array.isArray(value)) return (value as unknown[]).map((each) => sqlOf(each, isOrder));
    const column = inexact(value);
    if (column === undefined) return value;
    // An order is by the result of that name; a group is by the column, where there is one.
    if (isOrder || column.dynamic === true) {
      isResult ??= computes(written, columns);
      if (isResult(value as string)) return value;
    }
    return rawSql(knex, table.sql(column.name));
  };
  for (const [i, clause] of clauses.entries()) {
    const { grouping, value, type, distinctOn } = clause;
    if (isComputed(clause)) {
      if (hasOwnSql(table)) clauses[i] = computed(clause, (each) => withOwnSql(each, table, builder, joined));
    } else if (grouping === 'columns' && (Array.isArray(value) || type === 'pluck')) {
      const listed = [value].flat().flatMap((each: unknown) => {
        if (!lossless && (each === '*' || stars.includes(each))) return each;
        if (stars.includes(each)) return isStarPlain ? each : rawSql(knex, table.selection);
        if (each === '*' && table.renamed !== undefined) return starOfJoin(clauses, rawSql(knex, table.selection));
        const column = inexact(each);
        if (column === undefined) return hasOwnSql(table) ? listedAs(each, table, knex, joined) : each;
        return rawSql(knex, distinctOn === true ? table.sql(column.name) : table.selected(column));
      });
      clauses[i] = { ...clause, value: listed };
    } else if (
      (grouping === 'order' && type === 'orderByBasic' && !isUnion) ||
      (grouping === 'group' && type === 'groupByBasic')
    ) {
      const fitted = sqlOf(value, grouping === 'order');
      // knex says nothing of NULL after raw SQL, but does after a list of it.
      if (fitted !== value) clauses[i] = { ...clause, value: placesNull(clause.nulls) ? [fitted].flat() : fitted };
    } else if (grouping === 'having' && clause.column !== undefined) {
      const fitted = sqlOf(clause.column, false);
      if (fitted !== clause.column) clauses[i] = { ...clause, column: fitted };
    }
  }
}

function placesNull(nulls: unknown): boolean {
  return typeof nulls === 'string' && nulls !== '';
}

/** The table's own column that an expression names, if it must be read through an expression. */
function inexactColumn(expression: unknown, table: Table, joined: boolean): Column | undefined {
  const name = ownColumn(expression, table, joined);
  const column = name === undefined ? undefined : table.find(name);
  return needsSql(column) || column?.codec?.select !== undefined ? column : undefined;
}
