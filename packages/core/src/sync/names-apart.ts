import type { Knex } from 'knex';
import { isPlainObject } from '../codecs/plain-object.js';
import { rawSql } from '../sql/statements.js';
import type { CallOptions, ShelfInternals } from '../instance.js';
import { clausesOf, type Clause } from './clauses.js';
import { isComputed } from './computed.js';
import { catalogueOf } from './run.js';
import { aggregateNames, resultOf, splitAlias } from './results.js';

/** One result of a SELECT: what it is called, and what lists it; under another name, where its own is taken. */
interface Result {
  readonly name: string;
  listed(as: string | undefined): unknown;
}

/**
 * Gives the results of a query names of their own, so that it can be a derived table: `distinct authors.*, books.id` has two called
 * `id`, which MySQL refuses there. Clauses are replaced, not changed.
 */
export async function nameApart(
  builder: Knex.QueryBuilder,
  shelf: ShelfInternals,
  options: CallOptions,
): Promise<void> {
  const clauses = clausesOf(builder);
  if (clauses.filter(({ grouping }) => grouping === 'columns').flatMap(({ value }) => value).length < 2) return;
  const taken = new Set<string>();
  for (const [i, clause] of clauses.entries()) {
    if (clause.grouping !== 'columns') continue;
    if (isComputed(clause) || !Array.isArray(clause.value)) {
      for (const name of aggregateNames(clause)) taken.add(name.toLowerCase());
      continue;
    }
    const value: unknown[] = [];
    for (const each of clause.value as unknown[]) value.push(...(await apart(each, clauses, shelf, options, taken)));
    clauses[i] = { ...clause, value };
  }
}

async function apart(
  expression: unknown,
  clauses: readonly Clause[],
  shelf: ShelfInternals,
  options: CallOptions,
  taken: Set<string>,
): Promise<unknown[]> {
  const results = await resultsOf(expression, clauses, shelf, options);
  const isTaken = results.map(({ name }) => {
    const found = taken.has(name.toLowerCase());
    taken.add(name.toLowerCase());
    return found;
  });
  if (!isTaken.includes(true)) return [expression];
  return results.map(({ listed }, i) => {
    if (isTaken[i] !== true) return listed(undefined);
    const as = `shelf_result_${taken.size}`;
    taken.add(as);
    return listed(as);
  });
}

async function resultsOf(
  expression: unknown,
  clauses: readonly Clause[],
  shelf: ShelfInternals,
  options: CallOptions,
): Promise<readonly Result[]> {
  if (isPlainObject(expression)) return Object.entries(expression).map(([name, of]) => aliased(name, of));
  if (typeof expression !== 'string') return [];
  const [of, as] = splitAlias(expression);
  if (as !== undefined) return [aliased(as, of)];
  if (!expression.endsWith('.*')) {
    const name = resultOf(expression) ?? expression;
    return [{ name, listed: (other) => (other === undefined ? expression : { [other]: expression }) }];
  }
  const called = expression.slice(0, -2);
  const source = sourceOf(called, clauses);
  const { knex } = shelf;
  const { withSchema } = options;
  const catalogue = catalogueOf(shelf, options);
  const table = catalogue.known(source, withSchema) ?? (await catalogue.table(source, withSchema));
  const qualifier = table.dialect.quote(called.slice(called.lastIndexOf('.') + 1));
  return [...(table.columns?.values() ?? [])].map((column) => {
    const sql = table.sql(column.name, qualifier);
    const name = column.stored ?? column.name;
    return { name, listed: (as_) => rawSql(knex, as_ === undefined ? sql : `${sql} as ${table.dialect.quote(as_)}`) };
  });
}

function aliased(name: string, of: unknown): Result {
  return { name, listed: (as) => ({ [as ?? name]: of }) };
}

/** The table that a query calls so. */
function sourceOf(called: string, clauses: readonly Clause[]): string {
  for (const clause of clauses) {
    const { grouping, table } = clause as Clause & { readonly table?: unknown };
    const [of, as] = grouping === 'join' ? splitAlias(table) : [];
    if (as === called && typeof of === 'string') return of;
  }
  return called;
}
