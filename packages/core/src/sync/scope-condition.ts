import type { Knex } from 'knex';
import { InvalidValueError } from '../errors.js';
import type { Table } from '../table.js';
import type { Action } from './action.js';
import { clausesOf } from './clauses.js';
import { encodeConstraints } from './constraints.js';
import { namesIn } from './named.js';
import { rawOf } from './own-column.js';
import { qualifyOwn } from './qualified.js';
import { compile } from './run.js';

/** A condition in SQL, with what it binds. */
export type SqlCondition = Pick<Knex.Sql, 'sql' | 'bindings'>;

const NEVER: SqlCondition = Object.freeze({ sql: '1 = 0', bindings: [] });

/**
 * The scopes of an action as one condition on a stored row, for a statement whose WHERE is not knex's to write; undefined where they
 * narrow nothing. Its columns stand with their table, since such a statement knows the row that was to be inserted too.
 */
export async function scopeCondition(action: Action, described: Table): Promise<SqlCondition | undefined> {
  if (!action.scopes.some(({ constrain }) => constrain !== undefined)) return undefined;
  if ((await action.applyScopes('update')) === false) return NEVER;
  const builder = action.query.clone();
  const table = await action.sought(described, namesIn(builder, described));
  const { origin } = action;
  if (clausesOf(builder).some(({ grouping }) => grouping !== 'where')) {
    const { model, table: name } = origin;
    throw new InvalidValueError(
      `${model ?? 'Table'} '${name}': an upsert takes scopes that narrow by conditions, and nothing else`,
      { model, table: name },
    );
  }
  qualifyOwn(builder, table);
  encodeConstraints(builder, table, origin.model);
  const one = rawOf(builder, '1');
  const { sql } = compile(origin, builder.clone().clearWhere().select(one));
  const narrowed = compile(origin, builder.select(one));
  const condition = narrowed.sql.slice(`${sql} where `.length);
  return condition === '' ? undefined : { sql: condition, bindings: narrowed.bindings };
}
