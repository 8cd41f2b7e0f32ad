import {
  tableNameOf,
  transactionOf,
  type CallOptions,
  type Column,
  type ShelfInternals,
  type Table,
} from '@shelf/core/inside';
import type { Path } from './kinds/kind.js';
import { sampleOf } from './names.js';

/** The tables of a path, described. */
export interface Tables {
  readonly target: Table;
  readonly pivot: Table | undefined;
  /** How the pivot's columns are qualified. */
  readonly pivotName: string;
  /** The columns of `path.to`. */
  readonly to: readonly (Column | undefined)[];
}

/** Describes the tables of a path. */
export async function tablesOf(shelf: ShelfInternals, path: Path, options: CallOptions): Promise<Tables> {
  const target = await describe(shelf, targetTable(path), options);
  const pivot = path.pivot && (await describe(shelf, path.pivot.table, options));
  return tablesFrom(path, target, pivot);
}

/** The same, without waiting, for tables that have been described. */
export function knownTablesOf(shelf: ShelfInternals, path: Path, options: CallOptions, before: Tables): Tables {
  const known = (table: Table): Table => shelf.catalogue.known(table.name, options.withSchema) ?? table;
  return tablesFrom(path, known(before.target), before.pivot && known(before.pivot));
}

function tablesFrom(path: Path, target: Table, pivot: Table | undefined): Tables {
  const holder = pivot ?? target;
  const { name } = path.target.model;
  const alias =
    pivot !== undefined && pivot.name === target.name ? pivot.dialect.quote(pivotAlias(pivot.name)) : undefined;
  return {
    target,
    pivot,
    pivotName: alias ?? pivot?.qualifier ?? '',
    to: path.to.map((each) => holder.column(each, name)),
  };
}

/** A pivot that is the target's own table needs another name beside it. */
export function pivotAlias(table: string): string {
  return `${table.slice(table.lastIndexOf('.') + 1)}_pivot`;
}

/** The name of the table that a path leads to. */
function targetTable(path: Path): string {
  return tableNameOf(sampleOf(path.target.model));
}

function describe(shelf: ShelfInternals, name: string, options: CallOptions): Table | Promise<Table> {
  const schema = options.withSchema;
  return shelf.catalogue.known(name, schema) ?? shelf.catalogue.table(name, schema, transactionOf(shelf, options));
}

/** The qualified SQL name of a column that holds a path's key. */
export function toColumn(tables: Tables, name: string): string {
  const { target, pivot, pivotName } = tables;
  return pivot === undefined
    ? `${target.qualifier}.${target.dialect.quote(name)}`
    : pivotColumn(tables, name, pivotName);
}

/** The qualified SQL name of a pivot's column. */
export function pivotColumn({ target }: Tables, name: string, qualifier: string): string {
  return `${qualifier}.${target.dialect.quote(name)}`;
}
