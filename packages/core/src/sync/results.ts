import { isPlainObject } from '../codecs/plain-object.js';
import type { Clause } from './clauses.js';

/** The name that an expression in knex's form gives to its result, unless it is a plain column: `price as most`, `other.price`. */
export function resultOf(expression: string): string | undefined {
  const [, as] = splitAlias(expression);
  return as ?? /\.([^.]+)$/.exec(expression)?.[1];
}

/** What an expression in knex's form is of, and what it calls that: `price as most`. */
export function splitAlias(expression: unknown): readonly [of: unknown, as: string | undefined] {
  const [, of, as] = (typeof expression === 'string' && /^(.*) as (.*)$/i.exec(expression)) || [];
  return of === undefined ? [expression, undefined] : [of, as];
}

/** The names that an aggregate gives to results: `max('price as most')`, `max({ most: 'price' })`, `max('price', { as: 'most' })`. */
export function aggregateNames({ type, value, alias }: Clause): readonly string[] {
  if (type === 'analytic' && typeof alias === 'string') return [alias];
  if (type !== 'aggregate') return [];
  if (isPlainObject(value)) return Object.keys(value);
  const [, as = alias] = splitAlias(value);
  return as === undefined ? [] : [as];
}

/**
 * Whether an ORDER BY of a name may mean a result that a query computes, which goes before the table's column of that
 * name. What raw SQL and subqueries call their results is in their text.
 *
 * @param columns what the query lists besides its clauses
 */
export function computes(clauses: readonly Clause[], columns: readonly unknown[]): (name: string) => boolean {
  const listing = clauses.filter(({ grouping }) => grouping === 'columns');
  const names = new Set(listing.flatMap(aggregateNames));
  const texts: string[] = [];
  for (const each of [
    ...columns,
    ...listing.filter(({ type }) => type !== 'aggregate').flatMap(({ value }) => value),
  ]) {
    if (typeof each === 'string') names.add(resultOf(each) ?? '');
    else if (isPlainObject(each)) for (const name of Object.keys(each)) names.add(name);
    else texts.push(String(each));
  }
  // With a table before it, a name is a column's.
  return (name) => !name.includes('.') && (names.has(name) || texts.some((text) => text.includes(name)));
}
