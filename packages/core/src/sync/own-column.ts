import type { Knex } from 'knex';
import { rawSql } from '../sql/statements.js';
import type { Column } from '../column.js';
import type { Table } from '../table.js';

/**
 * The table's own column that an expression in a builder names, or its attribute without a column; undefined when it
 * is not clearly one: a dot is knex's, unless the table's name stands before it, and so is ` as `.
 */
export function ownColumn(expression: unknown, table: Table, joined = false): string | undefined {
  if (typeof expression !== 'string' || table.columns === undefined) return undefined;
  const called = table.called(expression);
  if (called !== undefined) return called;
  const prefix = `${table.name}.`;
  const rest = expression.startsWith(prefix) ? expression.slice(prefix.length) : undefined;
  const calledSo = rest === undefined ? undefined : table.called(rest);
  if (calledSo !== undefined) return calledSo;
  return table.holder === undefined ? undefined : unknownColumn(expression, table, joined);
}

/** The name in an expression that would be a column of the table, if there were one of that name. */
export function unknownColumn(expression: unknown, table: Table, joined: boolean): string | undefined {
  if (typeof expression !== 'string') return undefined;
  const prefix = `${table.name}.`;
  const rest = expression.startsWith(prefix) ? expression.slice(prefix.length) : undefined;
  const name = rest ?? (joined || expression.includes('.') ? undefined : expression);
  return name === undefined || name === '*' || / as /i.test(name) ? undefined : name;
}

/** Whether a table has anything whose name in a builder is not its name in SQL. */
export function hasOwnSql({ holder, renamed }: Table): boolean {
  return holder !== undefined || renamed !== undefined;
}

/** Whether SQL has to stand in a builder where this is named. */
export function needsSql(column: Column | undefined): boolean {
  return column !== undefined && (column.dynamic === true || column.stored !== undefined);
}

/** The SQL of this table's column where its name in a builder is not enough for knex; else the expression itself. */
export function withOwnSql(expression: unknown, table: Table, builder: Knex.QueryBuilder, joined: boolean): unknown {
  const name = ownColumn(expression, table, joined);
  return name === undefined || !needsSql(table.find(name)) ? expression : rawOf(builder, table.sql(name));
}

/** SQL without placeholders, for a builder at hand. */
export function rawOf(builder: Knex.QueryBuilder, sql: string): Knex.Raw {
  const { client } = builder as unknown as { readonly client: Knex.Client & Pick<Knex, 'raw'> };
  return rawSql({ client, raw: client.raw.bind(client) as Knex['raw'] }, sql);
}
