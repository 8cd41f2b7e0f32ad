import { clausesOf } from '@shelf/core/inside';
import type { Knex } from 'knex';

/** The rank of a row among those of its parent, in the SELECT that limits each of them. */
export const RANK = 'shelf_rank';

/** Thrown when only a query for each parent can limit the rows of each. */
export class NeedsQueryPerParent extends Error {}

interface Single {
  readonly limit?: unknown;
  readonly offset?: unknown;
  readonly lock?: unknown;
}

function singleOf(query: Knex.QueryBuilder): Single {
  return (query as unknown as { readonly _single: Single })._single;
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

/**
 * A limit or offset holds for each parent, not for all together: rows are numbered within their parent's, in the
 * query's order, and chosen by number.
 *
 * @param partition SQL of what tells the parents apart
 * @param fallback SQL of the order where the query has none
 */
export function limitPerParent(
  query: Knex.QueryBuilder,
  partition: readonly Knex.Raw[],
  fallback: readonly Knex.Raw[],
  knex: Knex,
): Knex.QueryBuilder {
  if (!isPlainSelect(query)) throw new NeedsQueryPerParent();
  const { limit, offset } = singleOf(query);
  const [orderSql, orderBindings] = orderOf(query, knex) ?? [fallback.map(() => '?').join(', '), fallback];
  const ranked = query.clone().clear('limit').clear('offset').clear('order');
  const parents = partition.map(() => '?').join(', ');
  void ranked.select(
    knex.raw(`row_number() over (partition by ${parents} order by ${orderSql}) as ${RANK}`, [
      ...partition,
      ...orderBindings,
    ] as never),
  );
  const skipped = Number(offset ?? 0);
  const chosen = knex.queryBuilder().from(ranked.as('shelf_ranked')).where(RANK, '>', skipped).orderBy(RANK);
  return limit === undefined ? chosen : chosen.where(RANK, '<=', skipped + Number(limit));
}

/** Rows of a plain SELECT can be numbered; DISTINCT, groups, unions and locks are lost or refused in a derived table. */
export function isPlainSelect(query: Knex.QueryBuilder): boolean {
  if (isLocking(query)) return false;
  const clauses = clausesOf(query);
  if (clauses.some(({ grouping }) => grouping === 'group' || grouping === 'having' || grouping === 'union'))
    return false;
  return !clauses.some(({ grouping, distinct }) => grouping === 'columns' && Boolean(distinct));
}

/** What stands after ORDER BY; undefined where nothing does. */
function orderOf(query: Knex.QueryBuilder, knex: Knex): [sql: string, bindings: readonly unknown[]] | undefined {
  const order = clausesOf(query).filter(({ grouping }) => grouping === 'order');
  if (order.length === 0) return undefined;
  const alone = knex.queryBuilder().from('t');
  clausesOf(alone).push(...order);
  const { sql, bindings } = alone.toSQL();
  return [sql.slice(sql.indexOf(' order by ') + ' order by '.length), bindings];
}
