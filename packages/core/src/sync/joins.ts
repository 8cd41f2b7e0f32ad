import type { Clause } from './clauses.js';

/** A condition of a join, as knex keeps it. */
interface On {
  readonly type: string;
  readonly column?: unknown;
  readonly value?: unknown;
}

interface Join extends Clause {
  readonly clauses: readonly On[];
}

/** A join with the SQL of its columns in the place of their names; those of groups stay as they are. */
export function joinWithSql(join: Clause, sqlOf: (expression: unknown) => unknown): Clause {
  const { clauses } = join as Join;
  const named = clauses.map((on) => {
    const column = sqlOf(on.column);
    return on.type === 'onBasic' ? { ...on, column, value: sqlOf(on.value) } : { ...on, column };
  });
  // knex's join has methods and a type of its own.
  return Object.assign(Object.create(Object.getPrototypeOf(join) as object) as Join, join, { clauses: named });
}
