import { clausesOf } from '@shelf/core/inside';
import type { Knex } from 'knex';
import { isPlainSelect, rangeOf } from '../shape.js';

/** The rank of a row among those of its parent, in the SELECT that limits each of them. */
export const RANK = 'shelf_rank';

/** What the numbered rows are called. */
export const RANKED = 'shelf_ranked';

/** Thrown when only a query for each parent can limit the rows of each. */
export class NeedsQueryPerParent extends Error {}

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
  const { limit, offset } = rangeOf(query);
  const [orderSql, orderBindings] = orderOf(query, knex) ?? [fallback.map(() => '?').join(', '), fallback];
  const ranked = query.clone().clear('limit').clear('offset').clear('order');
  const parents = partition.map(() => '?').join(', ');
  void ranked.select(
    knex.raw(`row_number() over (partition by ${parents} order by ${orderSql}) as ${RANK}`, [
      ...partition,
      ...orderBindings,
    ] as never),
  );
  const chosen = knex.queryBuilder().from(ranked.as(RANKED)).where(RANK, '>', offset).orderBy(RANK);
  return limit === Infinity ? chosen : chosen.where(RANK, '<=', offset + limit);
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
