import type { Knex } from 'knex';
import type { Column } from '../column.js';
import type { CallOptions, ShelfInternals } from '../instance.js';
import type { Table } from '../table.js';
import { clausesOf } from './clauses.js';
import { catalogueOf } from './run.js';

/** The tables that a query joins, by what it calls them. */
export type JoinedTables = ReadonlyMap<string, Table>;

/** Describes the tables that a query joins by name, since values are compared with their columns too; undefined where it joins none. */
export function joinedTables(
  shelf: ShelfInternals,
  builder: Knex.QueryBuilder,
  options: CallOptions,
): JoinedTables | undefined | Promise<JoinedTables> {
  const names = joinedNames(builder);
  if (names.length === 0) return undefined;
  const tables = catalogueOf(shelf, options);
  const { schema = options.withSchema } = (builder as unknown as { readonly _single: { schema?: string } })._single;
  const pending = names.map(([alias, name]) => [alias, tables.known(name, schema) ?? name] as const);
  if (pending.every((each): each is readonly [string, Table] => typeof each[1] !== 'string')) return new Map(pending);
  return Promise.all(
    pending.map(async ([alias, table]) => {
      const described = typeof table === 'string' ? tables.table(table, schema, undefined, options) : table;
      return [alias, await described] as const;
    }),
  ).then((described) => new Map(described));
}

/** What a query calls the tables that it joins, and their names; subqueries have none. */
function joinedNames(builder: Knex.QueryBuilder): (readonly [alias: string, name: string])[] {
  return clausesOf(builder).flatMap((clause) => {
    const { grouping, table } = clause as { readonly grouping: string; readonly table?: unknown };
    if (grouping !== 'join') return [];
    if (typeof table === 'string') {
      const [name = '', alias = name.slice(name.lastIndexOf('.') + 1)] = table.split(/ as /i);
      return [[alias.trim(), name.trim()] as const];
    }
    if (typeof table !== 'object' || table === null) return [];
    return Object.entries(table).flatMap(([alias, name]) => (typeof name === 'string' ? [[alias, name] as const] : []));
  });
}

/** The column of a joined table that an expression names; undefined where it is not clearly one. */
export function joinedColumn(
  tables: JoinedTables,
  expression: unknown,
): { readonly table: Table; readonly column: Column } | undefined {
  if (typeof expression !== 'string') return undefined;
  const dot = expression.lastIndexOf('.');
  const name = expression.slice(dot + 1);
  const qualifier = expression.slice(0, Math.max(dot, 0)).toLowerCase();
  for (const [alias, table] of tables) {
    if (dot >= 0 && qualifier !== alias.toLowerCase() && qualifier !== table.name.toLowerCase()) continue;
    const column = table.columns?.get(name) ?? table.foldedColumn(name);
    if (column !== undefined) return { table, column };
  }
  return undefined;
}
