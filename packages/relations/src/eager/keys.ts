import type { Dialect, List } from '@shelf/core';
import { rawSql, type Column, type ShelfInternals } from '@shelf/core/inside';
import type { Knex } from 'knex';
import { tuplesOf, type Keys } from './groups.js';
import { comparandOf } from '../comparand.js';
import type { Path } from '../kinds/kind.js';
import type { Pairing, ParentRows } from '../pairing.js';
import { toColumn, type Tables } from '../tables.js';

/** What the list of keys is called in SQL. */
const LISTED = 'shelf_keys';

const lists = new WeakMap<Keys, List | undefined>();

/** The list of some keys, written once. */
function listOf(dialect: Dialect, columns: readonly (Column | undefined)[], keys: Keys): List | undefined {
  if (!lists.has(keys)) lists.set(keys, dialect.list?.(keys, columns as never));
  return lists.get(keys);
}

/**
 * Narrows a query to the rows that hold one of many keys in these columns.
 *
 * @param locks whether the rows will be locked
 * @returns whether it is narrowed to a range
 */
export function whereKeyIn(
  query: Knex.QueryBuilder,
  names: readonly Knex.Raw[],
  columns: readonly (Column | undefined)[],
  keys: Keys,
  { knex, dialect }: ShelfInternals,
  locks: boolean,
): boolean {
  const [only] = names;
  const list = listOf(dialect, columns, keys);
  if (list === undefined) {
    void (names.length === 1
      ? query.whereIn(only as never, keys[0] as never)
      : query.whereIn(names as never, tuplesOf(keys) as never));
    return false;
  }
  const { span, members = membersOf(list, names.length) } = list;
  // Of a range, locks would keep others out of the gaps at its ends too.
  if (span !== undefined && !locks) {
    void query.where(knex.raw('? between ? and ?', [only, ...span] as never));
    return true;
  }
  const left = names.length === 1 ? '?' : `(${names.map(() => '?').join(', ')})`;
  void query.where(knex.raw(`${left} in (${members.sql})`, [...names, ...members.bindings] as never));
  return false;
}

/** The SELECT of a list's keys without their positions. */
function membersOf({ sql, bindings }: List, width: number): NonNullable<List['members']> {
  const values = Array.from({ length: width }, (_, i) => `v${i}`).join(', ');
  return { sql: `select ${values} from (${sql}) as ${LISTED}`, bindings };
}

/** The position of a key in the list, where that is joined. */
export const POSITION_IN_LIST: string = `${LISTED}.shelf_n`;

/** What keys are listed as: values of the columns that they are compared with, or ids of the parents' rows. */
export function listedColumns(tables: Tables, { rows }: Pairing): readonly (Column | undefined)[] {
  return rows?.idColumns ?? tables.to;
}

/** Joins the list of keys, so that the database itself says which key a row has. */
export function joinKeys(
  query: Knex.QueryBuilder,
  path: Path,
  tables: Tables,
  pairing: Pairing,
  keys: Keys,
  knex: Knex,
): void {
  const { dialect } = tables.target;
  const { from, rows } = pairing;
  const given = listOf(dialect, listedColumns(tables, pairing), keys) ?? union(path, tables, pairing, keys);
  const { sql, bindings } = rows === undefined ? given : keysOfRows(rows, path, given, dialect);
  // The caller may have named a column of the target without its table.
  const names = [...path.to.map((_, i) => `v${i}`), 'n'].map((name) => `${name} as shelf_${name}`).join(', ');
  const list = knex.raw(`(select ${names} from (${sql}) as shelf_list) as ${LISTED}`, bindings as never);
  void query.join(list as never, (join) => {
    // The row's column stands on the left: its collation decides.
    for (const [i, name] of path.to.entries()) {
      const theirs = rows === undefined ? undefined : from[i];
      const left = comparandOf(dialect, toColumn(tables, name), tables.to[i], theirs);
      const right = comparandOf(dialect, `${LISTED}.shelf_v${i}`, theirs, tables.to[i]);
      void join.on(rawSql(knex, left) as never, '=', rawSql(knex, right) as never);
    }
  });
}

/** The keys of parents' rows, of a list of their ids. */
function keysOfRows(
  { table, ids, columns }: ParentRows,
  path: Path,
  { sql, bindings }: Keyed,
  { quote }: Dialect,
): Keyed {
  const qualifier = quote('shelf_parents');
  const keys = path.from.map((name, i) => `${columns.sql(name, qualifier)} as v${i}`).join(', ');
  const on = ids.map((name, i) => `${columns.sql(name, qualifier)} = shelf_ids.v${i}`).join(' and ');
  return {
    sql: `select ${keys}, shelf_ids.n as n from (${sql}) as shelf_ids join ${table.quoted} as ${qualifier} on ${on}`,
    bindings,
  };
}

interface Keyed {
  readonly sql: string;
  readonly bindings: readonly unknown[];
}

/** The keys in a UNION whose first SELECT finds nothing, but says by its columns what types the values have. */
function union(path: Path, tables: Tables, { rows }: Pairing, keys: Keys): Keyed {
  const tuples = tuplesOf(keys);
  const selects = tuples.map((tuple, n) => `select ${tuple.map((_, i) => `? as v${i}`).join(', ')}, ${n} as n`);
  const holder = rows?.table ?? tables.pivot ?? tables.target;
  if (holder.columns !== undefined) {
    const columns = (rows?.ids ?? path.to).map((name, i) => `${holder.sql(name, '')} as v${i}`).join(', ');
    selects.unshift(`select ${columns}, 0 as n from ${holder.quoted} where 1 = 0`);
  }
  return { sql: selects.join(' union all '), bindings: tuples.flat() };
}

/** The most keys that one query may bind besides its other bindings; any number where a list binds them all at once. */
export function keysAtOnce(
  { dialect }: ShelfInternals,
  columns: readonly (Column | undefined)[],
  keys: Keys,
  others: number,
): number {
  if (listOf(dialect, columns, keys) !== undefined) return Infinity;
  return Math.max(1, Math.floor((dialect.capabilities.maxBindings - others) / columns.length));
}

/** A list in SQL alone is a compound SELECT, which databases take in moderate lengths. */
export const KEYS_IN_A_UNION = 200;
