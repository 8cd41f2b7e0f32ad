import { clausesOf, type Clause, type Column, type Table } from '@shelf/core/inside';
import type { Knex } from 'knex';
import type { Path } from '../kinds/kind.js';
import type { Tables } from '../tables.js';
import { isLimited, isPlainSelect } from '../shape.js';

/**
 * Has a query begin with the table between, by an outer join. A database that is asked for a large part of that table may begin with the
 * target, and look up what belongs to each of its rows: MariaDB takes half as long again then. Rows between that lead nowhere come
 * too, and have to be dropped.
 *
 * @param columns what the query lists
 * @returns the target's column that is NULL in those; undefined where the query has to stay as it is
 */
export function leadByPivot(
  query: Knex.QueryBuilder,
  columns: readonly unknown[],
  { pivot }: Path,
  { target }: Tables,
): string | undefined {
  const [on, ...more] = pivot?.on ?? [];
  const column = on?.[1];
  // By another column than the key, the target's rows would perhaps be looked up without an index.
  if (column === undefined || more.length > 0 || !isKey(column, target)) return undefined;
  if (columns.length !== 1 || columns[0] !== `${target.name}.*`) return undefined;
  if (isLimited(query) || !isPlainSelect(query)) return undefined;
  const clauses = clausesOf(query);
  const joins = clauses.filter(({ grouping }) => grouping === 'join');
  const [join] = joins as { joinType?: string }[];
  if (joins.length !== 1 || join?.joinType !== 'inner') return undefined;
  // The clause belongs to the queries too that this one is a clone of.
  const leading = Object.assign(Object.create(Object.getPrototypeOf(join) as object), join, {
    joinType: 'right',
  }) as Clause;
  clauses[clauses.indexOf(join as Clause)] = leading;
  return column;
}

function isKey(name: string, { columns = new Map<string, Column>() }: Table): boolean {
  if (columns.get(name)?.primaryKey !== 1) return false;
  for (const { primaryKey } of columns.values()) if (primaryKey > 1) return false;
  return true;
}
