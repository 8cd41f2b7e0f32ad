import type { Knex } from 'knex';
import { rawSql } from '../sql/statements.js';
import type { Column, Table } from '../table.js';
import { clausesOf, ownColumn } from './constraints.js';

/**
 * Fits a builder to columns that must be read through an expression: those that it lists by name come without loss,
 * and what it orders by is the column, not the expression, which has the same name and is text where the column is a
 * number. Clauses are replaced, not changed: knex's clones of a builder share them.
 */
export function fitInexact(builder: Knex.QueryBuilder, table: Table, knex: Knex): void {
  const clauses = clausesOf(builder);
  const has = (sought: string): boolean => clauses.some(({ grouping }) => grouping === sought);
  const stars: readonly unknown[] = has('join') ? [`${table.name}.*`] : ['*', `${table.name}.*`];
  const isPlain = table.selection === `${table.qualifier}.*`;
  const isUnion = has('union');
  for (const [i, clause] of clauses.entries()) {
    const { grouping, value, type } = clause;
    if (grouping === 'columns' && Array.isArray(value)) {
      const listed = (value as unknown[]).map((each) => {
        if (stars.includes(each)) return isPlain ? each : rawSql(knex, table.selection);
        const column = inexactColumn(each, table);
        return column === undefined ? each : rawSql(knex, table.selected(column));
      });
      clauses[i] = { ...clause, value: listed };
    } else if (grouping === 'order' && type === 'orderByBasic' && !isUnion) {
      const column = inexactColumn(value, table);
      const name = column && `${table.qualifier}.${table.dialect.quote(column.name)}`;
      if (name !== undefined) clauses[i] = { ...clause, value: rawSql(knex, name) };
    }
  }
}

/** The table's own column that an expression names, if it must be read through an expression. */
function inexactColumn(expression: unknown, table: Table): Column | undefined {
  const name = ownColumn(expression, table);
  const column = name === undefined ? undefined : table.columns?.get(name);
  return column?.codec?.select === undefined ? undefined : column;
}
