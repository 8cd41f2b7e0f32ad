import type { Knex } from 'knex';
import { InvalidValueError } from '../errors.js';
import type { ModelInstance } from '../instance.js';
import { rawSql } from '../sql/statements.js';
import type { Table } from '../table.js';
import { Action } from './action.js';
import { clausesOf } from './clauses.js';
import { encodeConstraints, enclose } from './constraints.js';
import { fitInexact } from './inexact.js';
import { primaryKeyOf } from './insert.js';
import { isUnion } from './union.js';
import { keyConditions } from './key-conditions.js';

/** The parts of a knex builder that there is one of. */
interface Single {
  /** What it is from: a name, or a derived table. */
  readonly table?: unknown;
  readonly limit?: unknown;
  readonly offset?: unknown;
  readonly lock?: unknown;
  readonly waitMode?: unknown;
}

function singleOf(builder: Knex.QueryBuilder): Single {
  return (builder as unknown as { _single: Single })._single;
}

function isDerived(builder: Knex.QueryBuilder): boolean {
  const { table } = singleOf(builder);
  return table !== undefined && typeof table !== 'string';
}

const SELECTING: ReadonlySet<string> = new Set(['join', 'group', 'having', 'union', 'with']);

/**
 * Whether a query says more about its rows than an UPDATE or DELETE can: knex drops what a database has no such form for, and then
 * writes more rows than were selected.
 */
export function selectsRows(builder: Knex.QueryBuilder): boolean {
  const { limit, offset, waitMode } = singleOf(builder);
  if (isDerived(builder) || limit !== undefined || offset !== undefined || waitMode !== undefined) return true;
  return clausesOf(builder).some(
    ({ grouping, distinct, distinctOn }) =>
      SELECTING.has(grouping) || (grouping === 'columns' && (Boolean(distinct) || distinctOn === true)),
  );
}

/**
 * The builder of an UPDATE or DELETE, in which the rows that a query selects are listed by their primary key. It repeats what else is
 * said of the rows, since a database may look at a row again when it has waited for another writer's lock. In an object, since a
 * builder is a promise that would be run.
 *
 * @param builder the query, with its values encoded
 */
export async function listSelected(
  action: Action,
  kind: 'update' | 'delete',
  builder: Knex.QueryBuilder,
  table: Table,
): Promise<{ readonly target: Knex.QueryBuilder }> {
  const keys = primaryKeyOf(action, table);
  refuseUnlessRows(action, builder, keys);
  const repeats = !isDerived(builder) && !clausesOf(builder).some(({ grouping }) => NARROWED_ELSEWHERE.has(grouping));
  const { target } = repeats ? { target: withConditionsAlone(builder) } : await inScopes(action, kind, table);
  const { knex } = action.syncing.shelf;
  enclose(target);
  void target.whereIn(keys.map((key) => rawSql(knex, table.sql(key))) as never, keysOf(builder, table, keys, knex));
  return { target };
}

/** Refuses rows that have no key to be listed by, and those that are no rows of the table. */
function refuseUnlessRows(
  { origin: { model, table } }: Action,
  builder: Knex.QueryBuilder,
  keys: readonly string[],
): void {
  const because = (why: string): InvalidValueError =>
    new InvalidValueError(`${model ?? 'A model'} of table '${table}': ${why}`, { model, table });
  if (keys.length === 0)
    throw because('a query with a limit, a join or the like is written by the primary key, and the table has none');
  for (const { grouping, distinct, distinctOn, value } of clausesOf(builder)) {
    if (grouping === 'columns' && Boolean(distinct) && distinctOn !== true && Array.isArray(value) && value.length > 0)
      throw because('distinct values are no rows, and cannot be written');
  }
}

/** Where a query has one of these, its conditions may be on another table, or on some of its rows alone. */
const NARROWED_ELSEWHERE: ReadonlySet<string> = new Set(['join', 'with', 'union']);

function withConditionsAlone(builder: Knex.QueryBuilder): Knex.QueryBuilder {
  const outer = builder.clone().clear('limit').clear('offset');
  const clauses = clausesOf(outer);
  const conditions = clauses.filter(({ grouping }) => grouping === 'where');
  clauses.splice(0, clauses.length, ...conditions);
  return outer;
}

/** The rows that the model stands for, whatever its query says: its key, and its scopes. */
async function inScopes(
  { syncing, options, origin, from }: Action,
  kind: 'update' | 'delete',
  table: Table,
): Promise<{ readonly target: Knex.QueryBuilder }> {
  const all = new Action(syncing, options);
  if (from === undefined) all.constrain(table, keyConditions(syncing as ModelInstance, table));
  const narrowed = all.applyScopes(kind);
  if (narrowed !== undefined) await narrowed;
  // A scope's limit has been among what selected them.
  const target = withConditionsAlone(all.query);
  if (options.withSchema !== undefined) void target.withSchema(options.withSchema);
  encodeConstraints(target, table, origin.model);
  return { target };
}

const SELECTED = 'shelf_selected';

/**
 * SELECT of the keys. What is selected stands in a CTE: MySQL changes no table that it reads in a subquery unless that is a table of
 * its own, and PostgreSQL may run a subquery with a lock or a random order once for each row.
 */
function keysOf(builder: Knex.QueryBuilder, table: Table, keys: readonly string[], knex: Knex): Knex.QueryBuilder {
  const selected = builder.clone();
  const names = isUnion(selected)
    ? keys.map((key) => table.quote(key))
    : keys.map((_, i) => table.dialect.quote(`shelf_key_${i}`));
  if (!isUnion(selected)) selectKeys(selected, table, names, keys, knex);
  fitInexact(selected, table, knex);
  return knex
    .queryBuilder()
    .with(SELECTED, selected)
    .from(SELECTED)
    .select(names.map((name) => rawSql(knex, `${table.dialect.quote(SELECTED)}.${name}`)));
}

function selectKeys(
  selected: Knex.QueryBuilder,
  table: Table,
  names: readonly string[],
  keys: readonly string[],
  knex: Knex,
): void {
  const clauses = clausesOf(selected);
  const has = (grouping: string): boolean => clauses.some((clause) => clause.grouping === grouping);
  const distinct = clauses.some(
    ({ grouping, distinct: each, distinctOn }) => grouping === 'columns' && Boolean(each) && distinctOn !== true,
  );
  const distinctOn = clauses.some((clause) => clause.distinctOn === true);
  const { limit, offset, lock } = singleOf(selected);
  if (distinct) void selected.select(`${table.name}.*`);
  // A group's conditions may be on what it lists.
  else if (!distinctOn && !has('group') && !has('having')) {
    void selected.clearSelect();
    if (limit === undefined && offset === undefined && lock === undefined) void selected.clearOrder().distinct();
  }
  void selected.select(keys.map((key, i) => rawSql(knex, `${table.sql(key)} as ${names[i]}`)));
}
