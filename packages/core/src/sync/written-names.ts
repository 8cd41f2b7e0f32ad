import type { Knex } from 'knex';
import { isPlainObject } from '../codecs/plain-object.js';
import type { Table } from '../table.js';

/** What knex keeps of a builder beside its clauses. */
interface Single {
  readonly table?: unknown;
  readonly schema?: string;
  insert?: unknown;
  update?: Record<string, unknown>;
  counter?: Record<string, unknown>;
  returning?: unknown;
  readonly options?: unknown;
  onConflict?: unknown;
  merge?: { readonly updates?: unknown };
}

/** What a builder keeps beside its clauses; its own, since knex's copies share what is in it. */
export function singleOf(builder: Knex.QueryBuilder): Single {
  return (builder as unknown as { _single: Single })._single;
}

/** What a builder does: `select`, `first`, `update`. */
export function methodOf(builder: Knex.QueryBuilder): string | undefined {
  return (builder as unknown as { readonly _method?: string })._method;
}

/** Puts the names that the database has for columns into what a builder writes and hands back. */
export function nameWritten(builder: Knex.QueryBuilder, table: Table): void {
  if (table.renamed === undefined) return;
  const single = singleOf(builder);
  const stored = (name: string): string => table.find(name)?.stored ?? name;
  const inRow = (row: unknown): unknown =>
    isPlainObject(row) ? Object.fromEntries(Object.entries(row).map(([name, value]) => [stored(name), value])) : row;
  const inList = (names: unknown): unknown =>
    Array.isArray(names) ? names.map((each) => (typeof each === 'string' ? stored(each) : each)) : names;
  const { insert, update, counter, returning, onConflict, merge } = single;
  if (insert !== undefined) single.insert = Array.isArray(insert) ? insert.map(inRow) : inRow(insert);
  if (update !== undefined) single.update = inRow(update) as Record<string, unknown>;
  if (counter !== undefined) single.counter = inRow(counter) as Record<string, unknown>;
  if (returning !== undefined) single.returning = [returning].flat().map((each) => handedBack(each, stored));
  if (onConflict !== undefined) single.onConflict = inList(onConflict);
  if (merge !== undefined)
    single.merge = { updates: Array.isArray(merge.updates) ? inList(merge.updates) : inRow(merge.updates) };
}

/** What RETURNING lists comes under the name that it was asked for by. */
function handedBack(name: unknown, stored: (name: string) => string): unknown {
  if (typeof name !== 'string') return name;
  const column = stored(name);
  return column === name ? name : `${column} as ${name}`;
}
