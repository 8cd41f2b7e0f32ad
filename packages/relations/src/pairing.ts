import {
  attributeOf,
  idNames,
  isSynced,
  own,
  tableNameOf,
  type CallOptions,
  type Column,
  type ModelInstance,
  type Table,
} from '@shelf/core/inside';
import type { Path } from './kinds/kind.js';
import { columnsOf, type Columns, type Tables } from './tables.js';

/** How the keys of parents are compared with those of related rows. */
export interface Pairing {
  /** The columns of the parents that hold their keys; undefined where they are not described. */
  readonly from: readonly (Column | undefined)[];
  /** Where what parents hold is not what their columns do: the parents' rows, whose columns are compared instead. */
  readonly rows: ParentRows | undefined;
}

/** The rows of parents, by their ids. */
export interface ParentRows {
  readonly table: Table;
  readonly ids: readonly string[];
  readonly idColumns: readonly (Column | undefined)[];
  readonly columns: Columns;
}

/** How the keys of parents of one class are compared; by their rows only where all of them stand for what is in these. */
export async function pairingOf(
  parents: readonly ModelInstance[],
  path: Path,
  tables: Tables,
  options: CallOptions,
): Promise<Pairing> {
  const [first] = parents;
  const { bindsAs } = tables.target.dialect;
  if (first === undefined || bindsAs === undefined || typeof tableNameOf(first) !== 'string')
    return { from: [], rows: undefined };
  const columns = await columnsOf(first, options);
  const from = path.from.map((name) => columns.column(name));
  const { table } = columns;
  const isCoarse = from.some((column, i) => {
    const to = tables.to[i];
    return column !== undefined && to !== undefined && !bindsAs(column, to);
  });
  if (!isCoarse || table === undefined || !parents.every((parent) => standsForRow(parent, path)))
    return { from, rows: undefined };
  const ids = idNames(first);
  return { from, rows: { table, ids, idColumns: ids.map((name) => table.find(name)), columns } };
}

/** Whether a parent has a row that holds what the parent does. */
function standsForRow(parent: ModelInstance, path: Path): boolean {
  const ids = idNames(parent);
  if (!isSynced(parent) || ids.length === 0) return false;
  if (ids.some((name) => own(parent._row, name) === undefined || own(parent._row, name) === null)) return false;
  return ![...ids, ...path.from.map((name) => attributeOf(parent, name))].some((name) => parent.hasChanged(name));
}

/** An integer of 64 bits as it is written. */
const INTEGER = /^(?:0|-?[1-9]\d{0,18})$/;

/** Whether a text can be the integer that a column holds: `01` is none, as it is not equal to 1 where the two columns are compared. */
export function isWritten(value: unknown, from: Column | undefined, to: Column | undefined): boolean {
  if (from?.kind !== 'text' || (to?.kind !== 'integer' && to?.kind !== 'bigint')) return true;
  return typeof value !== 'string' || INTEGER.test(value);
}
