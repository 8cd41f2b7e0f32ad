import {
  catalogueOf,
  describedTable,
  type CallOptions,
  type Column,
  type ModelClass,
  type ModelInstance,
  type ShelfInternals,
  type Table,
  sampleOf,
} from '@shelf/core/inside';
import type { Path } from './kinds/kind.js';
import { tableOf } from './names.js';

/** The tables of a path, described. */
export interface Tables {
  readonly target: Table;
  readonly pivot: Table | undefined;
  /** How the pivot's columns are qualified. */
  readonly pivotName: string;
  /** What the pivot is called in a query that holds the target too, where both have one name. */
  readonly pivotAlias: string | undefined;
  /** The columns of `path.to`. */
  readonly to: readonly (Column | undefined)[];
}

/** Describes the tables of a path. */
export async function tablesOf(shelf: ShelfInternals, path: Path, options: CallOptions): Promise<Tables> {
  const target = await describe(shelf, targetTable(path), options, path.target.model);
  const pivot = path.pivot && (await describe(shelf, path.pivot.table, options, pivotClass(shelf, path)));
  return tablesFrom(path, target, pivot);
}

/**
 * Has the table with the keys looked at once more, which seems to have no place for a parent's value: its columns may have got other types.
 * False where that has been done a short time ago.
 */
export function doubtKeys(shelf: ShelfInternals, { pivot, target }: Tables, options: CallOptions): boolean {
  return catalogueOf(shelf, options).doubt(pivot ?? target);
}

/** The tables of a path, without waiting, where they have been described. */
export function knownTablesOf(shelf: ShelfInternals, path: Path, options: CallOptions, before: Tables): Tables {
  const catalogue = catalogueOf(shelf, options);
  const known = (table: Table, { prototype }: ModelClass): Table =>
    catalogue.known(table.name, options.withSchema, prototype) ?? table;
  const target = known(before.target, path.target.model);
  return tablesFrom(path, target, before.pivot && known(before.pivot, pivotClass(shelf, path)));
}

/** The class of the rows between: of no class of their own, they are such as any model of the shelf sees. */
function pivotClass(shelf: ShelfInternals, { pivot }: Path): ModelClass {
  return pivot?.model ?? shelf.Model;
}

/** A table's columns, by their names. */
export interface Columns {
  /** The quoted and qualified SQL of one. */
  sql(name: string, qualifier?: string): string;
  /** What is known of one; undefined where its table is not described. */
  column(name: string): Column | undefined;
  /** The table, where it is described. */
  readonly table: Table | undefined;
}

/**
 * A parent's columns. Its table is described only where that matters to their SQL: a name may be that of an attribute
 * without a column, or not that of the column in the database, or types may not compare.
 *
 * @param called what the query calls the table
 */
export async function columnsOf(
  parent: ModelInstance,
  options: CallOptions,
  called: string = tableOf(parent),
): Promise<Columns> {
  const { shelf } = parent;
  const table = tableOf(parent);
  const { quote, dynamic, comparand, bindsAs } = shelf.dialect;
  const qualifier = quote(unqualified(called));
  if (dynamic === undefined && comparand === undefined && bindsAs === undefined && parent._naming === undefined)
    return { sql: (name, as = qualifier) => `${as}.${quote(name)}`, column: () => undefined, table: undefined };
  const described = await describe(shelf, table, options, parent.constructor);
  const { columns } = described;
  return {
    sql: (name, as = qualifier) => described.sql(name, as),
    column: (name) => described.find(name),
    table: columns === undefined ? undefined : described,
  };
}

function tablesFrom(path: Path, target: Table, pivot: Table | undefined): Tables {
  const holder = pivot ?? target;
  const { name } = path.target.model;
  const alias = pivot && pivotAliasOf(pivot.name, target.name);
  return {
    target,
    pivot,
    pivotName: alias === undefined ? (pivot?.qualifier ?? '') : target.dialect.quote(alias),
    pivotAlias: alias,
    to: path.to.map((each) => holder.column(each, name)),
  };
}

/** A table's name without its schema, which is what a query calls it by. */
function unqualified(table: string): string {
  return table.slice(table.lastIndexOf('.') + 1);
}

/** What a pivot is called beside a target whose name is its own, be it in another schema. */
export function pivotAliasOf(pivot: string, target: string): string | undefined {
  return unqualified(pivot) === unqualified(target) ? `${unqualified(pivot)}_pivot` : undefined;
}

/** The pivot as a query names it after FROM or JOIN. */
export function pivotSource({ pivot }: Path, { pivotAlias }: Tables): string {
  const { table } = pivot as NonNullable<Path['pivot']>;
  return pivotAlias === undefined ? table : `${table} as ${pivotAlias}`;
}

/** The name of the table that a path leads to. */
function targetTable(path: Path): string {
  return tableOf(sampleOf(path.target.model));
}

function describe(
  shelf: ShelfInternals,
  name: string,
  options: CallOptions,
  { prototype }: ModelClass,
): Table | Promise<Table> {
  return describedTable({ shelf, options }, name, prototype);
}

/** The qualified SQL name of a column that holds a path's key. */
export function toColumn(tables: Tables, name: string): string {
  const { target, pivot, pivotName } = tables;
  return pivot === undefined ? target.sql(name) : pivot.sql(name, pivotName);
}
