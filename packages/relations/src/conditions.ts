import { InvalidValueError } from '@shelf/core';
import { isSynced, nameQualified, qualifyOwn, rawSql, type ModelInstance, type Table } from '@shelf/core/inside';
import type { Knex } from 'knex';
import type { Path } from './kinds/kind.js';
import { comparandOf } from './comparand.js';
import { pivotSource, toColumn, type Tables } from './tables.js';

/** Joins the table between; names without a table are the target's. */
export function joinPivot(query: Knex.QueryBuilder, path: Path, tables: Tables, knex: Knex): void {
  const { pivot } = path;
  if (pivot === undefined) return;
  qualifyOwn(query, tables.target);
  void query.join(pivotSource(path, tables), (join) => {
    for (const [ours, theirs] of pivot.on) {
      const left = rawSql(knex, pointer(tables, ours, theirs));
      void join.on(left as never, '=', rawSql(knex, pointed(tables, ours, theirs)) as never);
    }
  });
  const between = tables.pivot as Table;
  nameQualified(query, tables.pivotAlias === undefined ? between : between.as(tables.pivotAlias));
}

/** The SQL of a column of the table between, as it is compared with the target's that it points to. */
export function pointer({ target, pivot, pivotName }: Tables, ours: string, theirs: string): string {
  const between = pivot as Table;
  return comparandOf(target.dialect, between.sql(ours, pivotName), between.find(ours), target.find(theirs));
}

/** The SQL of a column of the target, as it is compared with that of the table between which points to it. */
export function pointed({ target, pivot }: Tables, ours: string, theirs: string): string {
  return comparandOf(target.dialect, target.sql(theirs), target.find(theirs), pivot?.find(ours));
}

/** Narrows a query to the rows that the path's target holds besides its key: of one morph type. */
export function fixTarget(query: Knex.QueryBuilder, { fixed, target }: Path, table: Table, knex: Knex): void {
  for (const [name, value] of Object.entries(fixed ?? {})) {
    const encoded = table.encodeConstraint(table.column(name, target.model.name), name, value, target.model.name);
    void query.where(rawSql(knex, table.sql(name)) as never, '=', encoded as never);
  }
}

/** Narrows a query to the rows whose key columns hold a parent's values. */
export function whereKey(
  query: Knex.QueryBuilder,
  path: Path,
  tables: Tables,
  values: readonly unknown[],
  knex: Knex,
): void {
  for (const [i, name] of path.to.entries()) {
    void query.where(rawSql(knex, toColumn(tables, name)) as never, '=', values[i] as never);
  }
}

/** Groups a query by the columns that hold a parent's key too, so that they can be read: each parent's rows are groups of their own. */
export function groupByKey(query: Knex.QueryBuilder, path: Path, tables: Tables, knex: Knex): void {
  for (const name of path.to) void query.groupBy(rawSql(knex, toColumn(tables, name)) as never);
}

/** A parent's values in the form in which they are bound for a path's key columns. */
export function encodeKey(path: Path, tables: Tables, values: readonly unknown[]): unknown[] {
  return values.map((value, i) => encodePart(path, tables, value, i));
}

/** The same; undefined where the parent has a row, and a column cannot hold its value: then it holds it nowhere. */
export function encodedKey(
  parent: ModelInstance,
  path: Path,
  tables: Tables,
  values: readonly unknown[],
): unknown[] | undefined {
  try {
    return encodeKey(path, tables, values);
  } catch (error) {
    if (isSynced(parent) && error instanceof InvalidValueError) return undefined;
    throw error;
  }
}

/** One of a parent's values in the form in which it is bound for a path's key column. */
function encodePart(path: Path, tables: Tables, value: unknown, i: number): unknown {
  const column = tables.to[i];
  const holder = tables.pivot ?? tables.target;
  return holder.encodeConstraint(column, path.to[i] as string, fitting(column, value), path.target.model.name);
}

/** A number may be the key of rows that hold it as text: the id of a morph, say. */
export function fitting(column: { readonly kind: string } | undefined, value: unknown): unknown {
  return column?.kind === 'text' && (typeof value === 'number' || typeof value === 'bigint') ? String(value) : value;
}
