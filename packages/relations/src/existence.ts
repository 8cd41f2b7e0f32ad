import { InvalidRelationError, type Scope } from '@shelf/core';
import {
  inheritedOptions,
  rawSql,
  type CallOptions,
  type CollectionInstance,
  type ModelInstance,
} from '@shelf/core/inside';
import type { Knex } from 'knex';
import { isCollection } from './binding.js';
import { comparandOf } from './comparand.js';
import type { Constraint } from './eager/tree.js';
import type { Path } from './kinds/kind.js';
import { relationOf } from './related.js';
import { relatedRows } from './related-rows.js';
import { columnsOf, tablesOf, toColumn, type Columns } from './tables.js';

/** The related rows as they are called where a query asks whether there are any. */
const RELATED = 'shelf_related';

/**
 * The scope of models that have related rows, or have none: EXISTS, with the related rows in a derived table, so that a
 * table may be related to itself.
 *
 * @param names the relation's name, and those nested in it
 */
function existenceOf(
  model: ModelInstance,
  names: readonly string[],
  constraint: Constraint | undefined,
  wanted: boolean,
): Scope {
  const [name, ...nested] = names as [string, ...string[]];
  // Declared here, so that a wrong name is refused where it is written.
  const { relation, related } = relationOf(model, name);
  const deeper = relation.paths.map((path) =>
    nested.length === 0 ? undefined : existenceOf(new path.target.model(), nested, constraint, true),
  );

  const exists = async (
    path: Path,
    i: number,
    options: CallOptions,
    owner: Columns,
  ): Promise<{ readonly found: Knex.QueryBuilder }> => {
    const { knex, dialect } = model.shelf;
    const { quote } = dialect;
    const tables = await tablesOf(model.shelf, path, options);
    const below = deeper[i];
    const own = below === undefined ? constraint : undefined;
    const keys = path.to.map((column, n) => {
      const key = comparandOf(dialect, toColumn(tables, column), tables.to[n], owner.column(path.from[n] as string));
      return [rawSql(knex, key), `shelf_key_${n}`] as const;
    });
    const scopes = below === undefined ? [] : [below];
    const { rows, range } = await relatedRows(relation, related, path, tables, own, options, () => keys, scopes);
    const found = knex.queryBuilder().from(rows.as(RELATED));
    if (range.offset === 0) void found.select(knex.raw('1'));
    // Without groups these are all rows that the parent has.
    else void found.select(knex.raw('count(*)')).having(knex.raw('count(*)') as never, '>', range.offset);
    if (range.limit === 0) void found.where(knex.raw('1 = 0') as never);
    for (const [n, column] of path.from.entries()) {
      const left = rawSql(knex, `${quote(RELATED)}.${quote(`shelf_key_${n}`)}`);
      const right = comparandOf(dialect, owner.sql(column), owner.column(column), tables.to[n]);
      void found.where(left as never, '=', rawSql(knex, right) as never);
    }
    return { found };
  };

  return {
    name: `${wanted ? 'having' : 'not having'} ${relation.label}`,
    once: true,
    async constrain(query, { options, table }) {
      const { knex } = model.shelf;
      const passed = inheritedOptions(model.shelf, options);
      const owner = await columnsOf(model, passed, table);
      const found = await Promise.all(relation.paths.map((path, i) => exists(path, i, passed, owner)));
      const ways = (inner: Knex.QueryBuilder): void => {
        for (const [i, each] of found.entries()) {
          void inner.orWhere((way) => {
            for (const [column, value] of Object.entries(relation.paths[i]?.when ?? {})) {
              const name_ = rawSql(knex, owner.sql(column));
              // Without it NOT would be NULL where the column is.
              void way.whereNotNull(name_ as never).where(name_ as never, '=', value as never);
            }
            void way.whereExists(each.found);
          });
        }
      };
      void (wanted ? query.where(ways) : query.whereNot(ways));
    },
  };
}

/** Reads the arguments of `whereHas`. */
export function existenceFrom(
  target: ModelInstance | CollectionInstance,
  name: unknown,
  constraint: unknown,
  wanted: boolean,
): Scope {
  const model = isCollection(target) ? new target.model() : target;
  const { name: model_ } = model.constructor;
  if (typeof name !== 'string')
    throw new InvalidRelationError(`${model_}: a relation's name is a string, not ${typeof name}`, { model: model_ });
  if (constraint !== undefined && typeof constraint !== 'function')
    throw new InvalidRelationError(`${model_}: the second argument is a function that constrains '${name}'`, {
      model: model_,
    });
  return existenceOf(model, name.split('.'), constraint as Constraint | undefined, wanted);
}
