import {
  attributeFor,
  hasNames,
  keyColumns,
  LostPrecision,
  rawSql,
  type Column,
  type Row,
  type Table,
  sampleOf,
} from '@shelf/core/inside';
import type { Knex } from 'knex';
import type { Path } from '../kinds/kind.js';
import type { Relation } from '../relation.js';
import { divisionOf, type Division } from './division.js';
import { groupsOf } from '../shape.js';
import type { Tables } from '../tables.js';

/** What pivot columns are called in rows and in JSON, before their own name. */
export const PREFIX = '_pivot_';

/** The pivot's columns that are read with each row: its model's key, the keys on both sides, and those of `withPivot`. */
export function pivotNames(relation: Relation, path: Path, table: Table): readonly string[] {
  const { pivot } = path;
  if (pivot === undefined) return [];
  const sample = pivot.model === undefined ? relation.owner.shelf.Model.prototype : sampleOf(pivot.model);
  const own = pivot.model === undefined ? [] : keyColumns(sample);
  const known = own.filter((name) => table.columns?.has(name) !== false);
  const listed = relation.pivotColumns.map((name) => attributeFor(sample, name));
  return [...new Set([...known, ...path.to, ...pivot.on.map(([name]) => name), ...listed])];
}

/** The pivot's columns as a query lists them: under their prefix, and without loss. */
export function selectedPivot(
  query: Knex.QueryBuilder,
  { pivot }: Path,
  tables: Tables,
  names: readonly string[],
  knex: Knex,
): Knex.Raw[] {
  const table = tables.pivot as Table;
  const { target } = tables;
  const { quote } = table.dialect;
  const groups = groupsOf(query);
  const called = tables.pivotAlias ?? table.name;
  return names.map((name) => {
    const column = table.column(name, undefined);
    // Who groups by the target's key has its columns, and not those between that hold the same.
    const grouped = groups.length > 0 && !groups.includes(`${called}.${name}`);
    const theirs = grouped ? pivot?.on.find(([ours]) => ours === name)?.[1] : undefined;
    const isSame = theirs !== undefined && target.find(theirs)?.type === column?.type;
    const own = isSame ? target.sql(theirs) : table.sql(name, tables.pivotName);
    return rawSql(knex, `${column?.codec?.select?.(own) ?? own} as ${quote(PREFIX + name)}`);
  });
}

/** Moves the pivot's columns, under their prefix, out of the rows, decoded. Throws LostPrecision where the driver has rounded one. */
export function takePivots(table: Table, names: readonly string[], rows: Row[]): Row[] {
  return moved(
    rows,
    names,
    PREFIX,
    names.map((name) => table.find(name)),
    table,
  );
}

/**
 * Moves columns that were selected under a prefix out of the rows, decoded, with their prefix. Each row gives way to one that never
 * had them: V8 makes a dictionary of an object that loses properties, and every copy of it takes a microsecond or two ever after.
 */
export function moved(
  rows: Row[],
  names: readonly string[],
  prefix: string,
  columns: readonly (Column | undefined)[],
  table: Table,
): Row[] {
  const keys = names.map((name) => prefix + name);
  for (const [i, column] of columns.entries()) {
    const lost = column?.codec?.lost;
    if (lost !== undefined)
      for (const row of rows) if (lost(row[keys[i] as string])) throw new LostPrecision(table, names[i] as string);
  }
  const decoders = columns.map((column) => column?.codec?.decode);
  const all = new Array<Row>(rows.length);
  let division: Division | undefined;
  for (let n = 0; n < rows.length; n++) {
    const row = rows[n] as Row;
    // knex's `postProcessResponse` may have given rows of their own names.
    if (division === undefined || !hasNames(row, division.names))
      division = divisionOf(table, Object.keys(row), keys, decoders);
    all[n] = division.taken(row);
    rows[n] = division.kept(row);
  }
  return all;
}
