import { isPlainObject } from '../codecs/plain-object.js';
import type { Clause } from './clauses.js';
import { splitAlias } from './results.js';

type SqlOf = (expression: unknown) => unknown;

/** A column in what a window is divided and ordered by, as knex keeps it. */
type Part = string | Named;

interface Named {
  readonly column: unknown;
}

/** What a SELECT computes: an aggregate, a function of a window, or one of JSON. */
interface Computed extends Clause {
  readonly order?: readonly Part[];
  readonly partitions?: readonly Part[];
  readonly params?: Named;
}

/** Whether a clause lists what functions make of columns. */
export function isComputed({ grouping, type }: Clause): boolean {
  return grouping === 'columns' && (type === 'aggregate' || type === 'analytic' || type === 'json');
}

/** The clause with the SQL of the columns that it names. */
export function computed(clause: Clause, sqlOf: SqlOf): Clause {
  const { type, order, partitions, params } = clause as Computed;
  if (type === 'aggregate') return { ...clause, ...aggregated(clause, sqlOf) };
  const part = (each: Part): unknown => (typeof each === 'string' ? { column: sqlOf(each) } : withSql(each, sqlOf));
  return {
    ...clause,
    ...(order !== undefined && { order: order.map(part) }),
    ...(partitions !== undefined && { partitions: partitions.map(part) }),
    ...(params !== undefined && { params: extraction(params, sqlOf) }),
  };
}

/** What an aggregate is of, in one of knex's forms: `count('colour as n')`, `count({ n: 'colour' })`, `countDistinct('colour', 'size')`. */
function aggregated({ value, alias }: Clause, sqlOf: SqlOf): Pick<Clause, 'value' | 'alias'> {
  const each = (of: unknown): unknown => (Array.isArray(of) ? (of as unknown[]).map(sqlOf) : sqlOf(of));
  if (isPlainObject(value))
    return { value: Object.fromEntries(Object.entries(value).map(([as, of]) => [as, each(of)])), alias };
  const [of, as = alias] = splitAlias(value);
  const sql = each(of);
  if (sql === of) return { value, alias };
  return { value: as === undefined ? [sql].flat() : { [as]: sql }, alias: undefined };
}

function withSql<N extends Named>(named: N, sqlOf: SqlOf): N {
  return { ...named, column: sqlOf(named.column) };
}

/** A function of JSON; `jsonExtract` takes several columns at once, as lists or as objects. */
function extraction(params: Named, sqlOf: SqlOf): Named {
  const { column } = params;
  if (!Array.isArray(column)) return withSql(params, sqlOf);
  const several = (column as (Named | unknown[])[]).map((each) =>
    'column' in each ? withSql(each, sqlOf) : each.with(0, sqlOf(each[0])),
  );
  return { ...params, column: several };
}
