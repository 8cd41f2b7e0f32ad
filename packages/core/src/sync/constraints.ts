import type { Knex } from 'knex';
import type { Scope, ScopeContext } from '../scope.js';
import type { Table } from '../table.js';
import { clausesOf, isJoined, type Clause, type Group } from './clauses.js';
import { joinedColumn, type JoinedTables } from './joined-tables.js';
import { encodeOperand, operatorOf, type Compared } from './operators.js';
import { hasOwnSql, ownColumn, withOwnSql } from './own-column.js';
import { namedJoin } from './qualified.js';
import { computes } from './results.js';

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

/** What a query's conditions may name. */
interface Names {
  readonly table: Table;
  readonly model: string | undefined;
  /** Whether the query joins tables, so that an unknown name may be a column of theirs. */
  readonly joined: boolean;
  readonly others: JoinedTables | undefined;
  /** Whether a name means a result that the query computes, and not a column. */
  readonly isResult: (name: string) => boolean;
}

/**
 * Encodes the values that a builder compares columns with, as an attribute of that column is encoded, and refuses undefined, objects and
 * arrays where single values belong, and operators that are none; in groups of conditions, and in HAVING, too. What names an
 * attribute without a column, or a column that is called otherwise in the database, gets its SQL. Clauses are replaced, not changed:
 * knex's clones of a builder share them.
 *
 * @param others the tables that the query joins; a column of one that is not known takes any single value
 */
export function encodeConstraints(
  builder: Knex.QueryBuilder,
  table: Table,
  model: string | undefined,
  others?: JoinedTables,
): void {
  const written = [...clausesOf(builder)];
  let found: ((name: string) => boolean) | undefined;
  const isResult = (name: string): boolean => (found ??= computes(written, []))(name);
  encodeClauses(builder, { table, model, joined: isJoined(builder), others, isResult });
}

function encodeClauses(builder: Knex.QueryBuilder, names: Names): void {
  const { table, joined } = names;
  const clauses = clausesOf(builder);
  for (const [i, clause] of clauses.entries()) {
    if (clause.grouping === 'join' && table.renamed !== undefined) clauses[i] = namedJoin(builder, clause, table);
    if (clause.grouping !== 'where' && clause.grouping !== 'having') continue;
    const encoded = encodedValue(clause, names);
    const named = clause.grouping === 'where' && hasOwnSql(table) ? withSql(builder, clause, table, joined) : undefined;
    if (encoded !== undefined || named !== undefined) clauses[i] = { ...clause, ...named, ...encoded };
  }
}

/** The encoded value of a clause, or undefined where there is nothing to encode. */
function encodedValue(clause: Clause, names: Names): { readonly value: unknown } | undefined {
  const { type, column, operator, value } = clause;
  const compared = (): Compared => comparedWith(clause, column, names);
  if (clause.asColumn === true) {
    operatorOf(compared(), operator, names.model);
    return undefined;
  }
  switch (type) {
    case 'whereWrapped':
    case 'havingWrapped':
      return typeof value === 'function' ? { value: encodeGroup(value as Group, names) } : undefined;
    case 'whereBasic':
    case 'havingBasic':
      return { value: encodeOperand(compared(), operator, value, names.model) };
    case 'whereLike':
    case 'whereILike':
      return { value: encodeOperand(compared(), 'like', value, names.model) };
    case 'whereIn':
    case 'havingIn':
    case 'whereBetween':
    case 'havingBetween':
      return Array.isArray(value) ? { value: encodeList(clause, value as unknown[], names) } : undefined;
    default:
      return undefined;
  }
}

function encodeGroup(write: Group, names: Names): Group {
  return function (this: Knex.QueryBuilder, inner) {
    write.call(this, inner);
    encodeClauses(inner, names);
  };
}

/** Whose column a condition is on: this table's, one's that it joins, or nobody's that is known. */
function comparedWith({ grouping }: Clause, column: unknown, { table, joined, others, isResult }: Names): Compared {
  const name = String(column);
  if (grouping === 'having' && isResult(name)) return { table, column: undefined, name };
  const own = ownColumn(column, table, joined);
  const found = own === undefined ? undefined : table.find(own);
  if (found !== undefined) return { table, column: found, name };
  // What the database may still take for a column is compared with the same care.
  const other = others === undefined ? undefined : joinedColumn(others, column);
  if (other !== undefined) return { ...other, name };
  const { holder } = table;
  const folded = holder === undefined ? joinedColumn(new Map([[table.name, table]]), column) : undefined;
  return { table, column: folded?.column, name };
}

function encodeList(clause: Clause, values: readonly unknown[], names: Names): unknown[] {
  const { column } = clause;
  const encode = (one: unknown, value: unknown): unknown =>
    encodeOperand(comparedWith(clause, one, names), 'in', value, names.model);
  if (!Array.isArray(column)) return values.map((value) => encode(column, value));
  const columns = column as unknown[];
  return values.map((tuple) =>
    Array.isArray(tuple) ? (tuple as unknown[]).map((value, i) => encode(columns[i], value)) : tuple,
  );
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
