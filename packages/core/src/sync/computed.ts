import type { Clause } from './clauses.js';

/** A column in what a window is divided and ordered by, as knex keeps it. */
type Part = string | { readonly column: unknown };

/** What a SELECT computes: with a function of a window, or of JSON. */
interface Computed extends Clause {
  readonly order?: readonly Part[];
  readonly partitions?: readonly Part[];
  readonly params?: Extraction;
}

/** A function of JSON; `jsonExtract` takes several at once, as lists or as objects. */
interface Extraction {
  readonly column: unknown;
}

/** The clause with the SQL of the columns that it names. */
export function computed(clause: Clause, sqlOf: (expression: unknown) => unknown): Clause {
  const { order, partitions, params } = clause as Computed;
  const part = (each: Part): unknown => (typeof each === 'string' ? { column: sqlOf(each) } : partOf(each, sqlOf));
  return {
    ...clause,
    ...(order !== undefined && { order: order.map(part) }),
    ...(partitions !== undefined && { partitions: partitions.map(part) }),
    ...(params !== undefined && { params: extraction(params, sqlOf) }),
  };
}

function partOf<P extends Extraction>(part: P, sqlOf: (expression: unknown) => unknown): P {
  return { ...part, column: sqlOf(part.column) };
}

function extraction(params: Extraction, sqlOf: (expression: unknown) => unknown): Extraction {
  const { column } = params;
  if (!Array.isArray(column)) return partOf(params, sqlOf);
  const several = (column as (Extraction | readonly unknown[])[]).map((each) =>
    'column' in each ? partOf(each, sqlOf) : [sqlOf(each[0]), ...each.slice(1)],
  );
  return { ...params, column: several };
}
