import { InvalidValueError } from '@shelf/core';
import { isPlainObject } from '@shelf/core/codecs';
import { rawOf, type Table } from '@shelf/core/inside';
import type { Knex } from 'knex';
import { withoutPlaceholders } from '../dialect/placeholders.js';
import type { Filter } from './types/options.js';

/** Checks what came as `filter`; nothing narrows where there is none. */
export function checkFilter(filter: unknown): Filter | undefined {
  if (filter === undefined || filter === null) return undefined;
  if (Array.isArray(filter)) {
    const wrong = (filter as unknown[]).find((each) => typeof each !== 'string' || each.trim() === '');
    if (wrong === undefined) return filter as readonly string[];
  } else if (isPlainObject(filter)) return filter as Filter;
  throw new InvalidValueError(
    "`filter` takes an object of values, { owner_id: 123 }, or an array of conditions in SQL, ['age > 3']",
  );
}

/** Whether a filter narrows nothing. */
export function isEmptyFilter(filter: Filter): boolean {
  return Object.keys(filter).length === 0;
}

/** Narrows a query to the rows that a filter describes. */
export function narrow(query: Knex.QueryBuilder, table: Table, filter: Filter): void {
  if (isConditions(filter)) {
    // The caller's own SQL, each by itself: an `or` in one does not reach the next, and a comment at its end not the bracket.
    for (const condition of filter) void query.whereRaw(rawOf(query, `(${withoutPlaceholders(condition)}\n)`));
  } else {
    for (const [name, value] of Object.entries(filter)) equal(query, table, name, value);
  }
}

function isConditions(filter: Filter): filter is readonly string[] {
  return Array.isArray(filter);
}

/** Narrows a query to the rows with this value: of a column, or of an attribute that has none. Name and value are data. */
export function equal(query: Knex.QueryBuilder, table: Table, name: string, value: unknown): void {
  const bound = table.encodeConstraint(table.column(name, undefined), name, value, undefined);
  const sql = rawOf(query, table.sql(name));
  void (bound === null ? query.whereNull(sql as never) : query.where(sql as never, '=', bound as never));
}

/** Orders a query by the key; by that of the table where it has no such column, as it has not if each model says its own. */
export function inOrder(query: Knex.QueryBuilder, table: Table, key: string): void {
  const names = table.columns?.has(key) === true ? [key] : primaryKey(table);
  for (const name of names) void query.orderBy(rawOf(query, table.sql(name)) as never);
}

function primaryKey({ columns }: Table): string[] {
  const parts = [...(columns?.values() ?? [])].filter((column) => column.primaryKey > 0);
  return parts.sort((a, b) => a.primaryKey - b.primaryKey).map(({ name }) => name);
}
