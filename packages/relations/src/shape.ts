import { clausesOf, computes } from '@shelf/core/inside';
import type { Knex } from 'knex';

interface Single {
  readonly limit?: unknown;
  readonly offset?: unknown;
  readonly lock?: unknown;
}

function singleOf(query: Knex.QueryBuilder): Single {
  return (query as unknown as { readonly _single: Single })._single;
}

function has(query: Knex.QueryBuilder, ...groupings: readonly string[]): boolean {
  return clausesOf(query).some(({ grouping }) => groupings.includes(grouping));
}

/** How many rows a query skips, and how many it takes of those that follow. */
export interface Range {
  readonly offset: number;
  readonly limit: number;
}

/** The rows that a query's LIMIT and OFFSET leave. */
export function rangeOf(query: Knex.QueryBuilder): Range {
  const { limit, offset } = singleOf(query);
  return { offset: Number(offset ?? 0), limit: limit === undefined ? Infinity : Number(limit) };
}

/** How many of so many rows a range leaves. */
export function sizeWithin({ offset, limit }: Range, rows: number): number {
  return Math.max(0, Math.min(rows - offset, limit));
}

/** Whether a query says how many rows, or from which on. */
export function isLimited(query: Knex.QueryBuilder): boolean {
  const { limit, offset } = singleOf(query);
  return limit !== undefined || offset !== undefined;
}

/** Whether a query locks the rows that it reads. */
export function isLocking(query: Knex.QueryBuilder): boolean {
  return singleOf(query).lock !== undefined;
}

/** Whether a query says in which order its rows come. */
export function isOrdered(query: Knex.QueryBuilder): boolean {
  return has(query, 'order');
}

/** Whether a query groups its rows. */
export function isGrouped(query: Knex.QueryBuilder): boolean {
  return has(query, 'group');
}

/** What a query groups its rows by. */
export function groupsOf(query: Knex.QueryBuilder): readonly unknown[] {
  return clausesOf(query)
    .filter(({ grouping }) => grouping === 'group')
    .flatMap(({ value }) => value);
}

/** Whether rows that are equal count once. */
export function isDistinct(query: Knex.QueryBuilder): boolean {
  return clausesOf(query).some(({ grouping, distinct }) => grouping === 'columns' && Boolean(distinct));
}

/** Whether a query has rows of one kind for each value of some columns: `distinctOn`. */
export function isDistinctOn(query: Knex.QueryBuilder): boolean {
  return clausesOf(query).some(({ distinctOn }) => distinctOn === true);
}

/** Whether a query has conditions on its groups, which may name what it computes. */
export function filtersGroups(query: Knex.QueryBuilder): boolean {
  return has(query, 'having');
}

/** Whether a query makes one row of all: it aggregates, or has HAVING, without groups. */
export function makesOneRow(query: Knex.QueryBuilder): boolean {
  if (isGrouped(query)) return false;
  return filtersGroups(query) || clausesOf(query).some(({ type }) => type === 'aggregate');
}

/** Rows of a plain SELECT can be numbered; DISTINCT, groups, unions and locks are lost or refused in a derived table. */
export function isPlainSelect(query: Knex.QueryBuilder): boolean {
  return !isLocking(query) && !has(query, 'group', 'having', 'union') && !isDistinct(query) && !makesOneRow(query);
}

/** Whether a query may order by what it computes, which a window function within it cannot. */
export function ordersByResult(query: Knex.QueryBuilder): boolean {
  const clauses = clausesOf(query);
  const isResult = computes(clauses, []);
  return clauses.some(({ grouping, value }) => grouping === 'order' && typeof value === 'string' && isResult(value));
}
