import type { Dialect, List } from '@shelf/core';
import { rawSql, type Column, type ShelfInternals } from '@shelf/core/inside';
import type { Knex } from 'knex';
import type { Path } from '../kinds/kind.js';
import { toColumn, type Tables } from '../tables.js';

/** What the list of keys is called in SQL. */
export const LISTED = 'shelf_keys';

type Tuples = readonly (readonly unknown[])[];

const lists = new WeakMap<Tuples, List | undefined>();

/** The list of some keys, written once. */
function listOf(dialect: Dialect, columns: readonly (Column | undefined)[], tuples: Tuples): List | undefined {
  if (!lists.has(tuples)) lists.set(tuples, dialect.list?.(tuples, columns as never));
  return lists.get(tuples);
}

/** Narrows a query to the rows that hold one of many keys in these columns. */
export function whereKeyIn(
  query: Knex.QueryBuilder,
  names: readonly Knex.Raw[],
  columns: readonly (Column | undefined)[],
  tuples: Tuples,
  { knex, dialect }: ShelfInternals,
): void {
  const [only] = names;
  const list = listOf(dialect, columns, tuples);
  if (list === undefined) {
    void (names.length === 1
      ? query.whereIn(only as never, tuples.map(([value]) => value) as never)
      : query.whereIn(names as never, tuples as never));
    return;
  }
  const left = names.length === 1 ? '?' : `(${names.map(() => '?').join(', ')})`;
  const values = names.map((_, i) => `v${i}`).join(', ');
  void query.where(
    knex.raw(`${left} in (select ${values} from (${list.sql}) as ${LISTED})`, [...names, ...list.bindings] as never),
  );
}

/** Joins the list of keys, so that the database itself says which key a row has: its position is `shelf_keys.n`. */
export function joinKeys(query: Knex.QueryBuilder, path: Path, tables: Tables, tuples: Tuples, knex: Knex): void {
  const list = listOf(tables.target.dialect, tables.to, tuples) ?? union(tuples);
  void query.join(knex.raw(`(${list.sql}) as ${LISTED}`, list.bindings as never) as never, (join) => {
    // The row's column stands on the left: its collation decides.
    for (const [i, name] of path.to.entries())
      void join.on(rawSql(knex, toColumn(tables, name)) as never, '=', knex.raw(`${LISTED}.v${i}`) as never);
  });
}

function union(tuples: Tuples): { readonly sql: string; readonly bindings: readonly unknown[] } {
  const selects = tuples.map((tuple, n) => `select ${tuple.map((_, i) => `? as v${i}`).join(', ')}, ${n} as n`);
  return { sql: selects.join(' union all '), bindings: tuples.flat() };
}

/** The most keys that one query may bind besides its other bindings; any number where a list binds them all at once. */
export function keysAtOnce(
  { dialect }: ShelfInternals,
  columns: readonly (Column | undefined)[],
  tuples: Tuples,
  others: number,
): number {
  if (listOf(dialect, columns, tuples) !== undefined) return Infinity;
  return Math.max(1, Math.floor((dialect.capabilities.maxBindings - others) / columns.length));
}

/** A list in SQL alone is a compound SELECT, which databases take in moderate lengths. */
export const KEYS_IN_A_UNION = 200;
