import type { Knex } from 'knex';
import type { Scope, ScopeContext } from '../scope.js';
import type { Table } from '../table.js';
import { clausesOf, isJoined, type Clause, type Group } from './clauses.js';
import { hasOwnSql, ownColumn, withOwnSql } from './own-column.js';
import { namedJoin } from './qualified.js';

/** Marks, among a builder's clauses, a scope for that query alone; knex passes over a grouping that it does not know. */
export const DEFERRED = 'shelf deferred';

/** Adds a scope to a builder: it narrows this query, and its clones, when it runs. */
export function defer(builder: Knex.QueryBuilder, scope: Scope): void {
  clausesOf(builder).push({ grouping: DEFERRED, value: scope });
}

/** The scopes that a builder brings along. */
export function deferredIn(builder: Knex.QueryBuilder): readonly Scope[] {
  const deferred: Scope[] = [];
  for (const { grouping, value } of clausesOf(builder)) if (grouping === DEFERRED) deferred.push(value as Scope);
  return deferred;
}

/**
 * Puts the conditions so far into brackets where one is an alternative, so that what is added from here on narrows all
 * of them: `a or b` and then a scope or a key means `(a or b) and scope`.
 */
export function enclose(builder: Knex.QueryBuilder): void {
  const conditions = clausesOf(builder).filter(({ grouping }) => grouping === 'where');
  if (!conditions.some(({ bool }) => bool === 'or')) return;
  void builder.clearWhere();
  void builder.where((inner) => void clausesOf(inner).push(...conditions));
}

/**
 * Lets a scope narrow a query, if it does. Alternatives stand in brackets, those before it and those that it adds: it narrows all of
 * the query, and leads to nothing that the query does not select.
 */
export function narrowByScope(
  scope: Scope,
  query: Knex.QueryBuilder,
  context: ScopeContext,
): ReturnType<NonNullable<Scope['constrain']>> {
  enclose(query);
  const before = [...clausesOf(query)];
  const narrowed = scope.constrain?.(query, context);
  if (narrowed instanceof Promise)
    return narrowed.then((each) => {
      encloseAdded(query, before);
      return each;
    });
  encloseAdded(query, before);
  return narrowed;
}

function encloseAdded(builder: Knex.QueryBuilder, before: readonly Clause[]): void {
  const clauses = clausesOf(builder);
  if (!clauses.some(isAlternative)) return;
  const added = clauses.filter((each) => each.grouping === 'where' && !before.includes(each));
  clauses.splice(0, Infinity, ...clauses.filter((each) => !added.includes(each)));
  void builder.where((inner) => void clausesOf(inner).push(...added));
}

function isAlternative({ grouping, bool }: Clause): boolean {
  return grouping === 'where' && bool === 'or';
}

/** Operators whose right side is a value of the column's own type; others (LIKE, JSON operators) have their own. */
const COMPARISONS: ReadonlySet<unknown> = new Set([
  '=',
  '<',
  '>',
  '<=',
  '>=',
  '<>',
  '!=',
  'in',
  'not in',
  'is',
  'is not',
]);

/**
 * Encodes the values that a builder compares this table's columns with, as an attribute of that column is encoded,
 * and refuses undefined, objects and arrays where single values belong; in groups of conditions too. What names an
 * attribute without a column, or a column that is called otherwise in the database, gets its SQL. Clauses are replaced, not changed: knex's clones of a builder share them.
 *
 * @param joined whether the query joins tables, so that an unknown name may be a column of theirs
 */
export function encodeConstraints(
  builder: Knex.QueryBuilder,
  table: Table,
  model: string | undefined,
  joined: boolean = isJoined(builder),
): void {
  const encode = (column: unknown, value: unknown): unknown => {
    if (isExpression(value)) return value;
    const name = ownColumn(column, table, joined);
    const own = name === undefined ? undefined : table.find(name);
    return table.encodeConstraint(own, String(column), value, model);
  };
  const encodeGroup = (write: Group): Group =>
    function (this: Knex.QueryBuilder, inner) {
      write.call(this, inner);
      encodeConstraints(inner, table, model, joined);
    };
  const clauses = clausesOf(builder);
  for (const [i, clause] of clauses.entries()) {
    if (clause.grouping === 'join' && table.renamed !== undefined) clauses[i] = namedJoin(builder, clause, table);
    if (clause.grouping !== 'where') continue;
    const encoded = encodedValue(clause, encode, encodeGroup);
    const named = hasOwnSql(table) ? withSql(builder, clause, table, joined) : undefined;
    if (encoded !== undefined || named !== undefined) clauses[i] = { ...clause, ...named, ...encoded };
  }
}

/** The encoded value of a clause, or undefined where there is nothing to encode. */
function encodedValue(
  clause: Clause,
  encode: (column: unknown, value: unknown) => unknown,
  encodeGroup: (write: Group) => Group,
): { readonly value: unknown } | undefined {
  const { type, column, operator, value } = clause;
  if (clause.asColumn === true) return undefined;
  switch (type) {
    case 'whereWrapped':
      return typeof value === 'function' ? { value: encodeGroup(value as Group) } : undefined;
    case 'whereBasic':
      return value === undefined || COMPARISONS.has(operator) ? { value: encode(column, value) } : undefined;
    case 'whereIn':
    case 'whereBetween':
      return Array.isArray(value) ? { value: encodeList(column, value as unknown[], encode) } : undefined;
    default:
      return undefined;
  }
}

function encodeList(
  column: unknown,
  values: readonly unknown[],
  encode: (column: unknown, value: unknown) => unknown,
): unknown[] {
  if (!Array.isArray(column)) return values.map((value) => encode(column, value));
  const columns = column as unknown[];
  return values.map((tuple) =>
    Array.isArray(tuple) ? (tuple as unknown[]).map((value, i) => encode(columns[i], value)) : tuple,
  );
}

/** Subqueries, raw SQL and references are knex's to compile. */
function isExpression(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { isRawInstance, toSQL } = value as { isRawInstance?: boolean; toSQL?: unknown };
  return isRawInstance === true || typeof toSQL === 'function';
}

/** The columns of a clause with the SQL of those that names are not enough for; undefined where it has none. */
function withSql(
  builder: Knex.QueryBuilder,
  { column, value, asColumn }: Clause,
  table: Table,
  joined: boolean,
): { readonly column: unknown; readonly value?: unknown } | undefined {
  const sqlOf = (each: unknown): unknown => withOwnSql(each, table, builder, joined);
  const named = Array.isArray(column) ? (column as unknown[]).map(sqlOf) : sqlOf(column);
  if (asColumn === true) return { column: named, value: sqlOf(value) };
  return named === column ? undefined : { column: named };
}
