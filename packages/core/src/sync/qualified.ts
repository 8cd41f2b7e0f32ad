import type { Knex } from 'knex';
import { isPlainObject } from '../codecs/plain-object.js';
import type { Table } from '../table.js';
import { clausesOf, type Clause, type Group } from './clauses.js';
import { computed, isComputed } from './computed.js';
import { needsSql, rawOf } from './own-column.js';
import { aggregateNames, computes, splitAlias } from './results.js';

type SqlOf = (expression: unknown) => unknown;

/** How names in a builder are written instead. */
interface Renaming {
  /** What stands in a clause in the place of a name. */
  readonly sqlOf: SqlOf;
  /** What a SELECT lists in the place of a name. */
  listed(expression: unknown): unknown;
  /** Does the same in a group of conditions. */
  within(inner: Knex.QueryBuilder): void;
}

/**
 * Puts, anywhere in a query that joins a table, the SQL of its columns in the place of names that the table's own stands before:
 * `books_tags.sortOrder`. Clauses are replaced, not changed: knex's clones of a builder share them.
 */
export function nameQualified(builder: Knex.QueryBuilder, table: Table): void {
  if (table.renamed === undefined) return;
  const sqlOf = qualifiedSql(builder, table);
  const clauses = clausesOf(builder);
  const renaming: Renaming = {
    sqlOf,
    listed: (each) => listed(each, builder, table),
    within: (inner) => nameQualified(inner, table),
  };
  for (const [i, clause] of clauses.entries())
    clauses[i] = clause.grouping === 'join' ? joinWithSql(clause, sqlOf) : named(clause, renaming);
}

/**
 * Puts a table's name before those of its columns that stand alone, in a query to which another table will be joined that may have
 * columns of the same names. What a query computes keeps its name. Clauses are replaced, not changed.
 */
export function qualifyOwn(builder: Knex.QueryBuilder, table: Table): void {
  const clauses = clausesOf(builder);
  const isResult = computes([...clauses], []);
  const sqlOf: SqlOf = (expression) =>
    typeof expression === 'string' && !expression.includes('.') && table.called(expression) !== undefined
      ? `${table.name}.${expression}`
      : expression;
  const unlessResult: SqlOf = (each) => (typeof each === 'string' && isResult(each) ? each : sqlOf(each));
  const listed_ = (expression: unknown): unknown => {
    if (isPlainObject(expression))
      return Object.fromEntries(Object.entries(expression).map(([as, of]) => [as, sqlOf(of)]));
    const [of, as] = splitAlias(expression);
    return as === undefined ? sqlOf(expression) : `${String(sqlOf(of))} as ${as}`;
  };
  const within = (inner: Knex.QueryBuilder): void => qualifyOwn(inner, table);
  for (const [i, clause] of clauses.entries()) {
    // Without a name of its own, an aggregate is called after what it is of.
    if (clause.grouping === 'join' || (clause.type === 'aggregate' && aggregateNames(clause).length === 0)) continue;
    const isCondition = clause.grouping === 'where' || clause.grouping === 'columns';
    clauses[i] = named(clause, { sqlOf: isCondition ? sqlOf : unlessResult, listed: listed_, within });
  }
}

function named(clause: Clause, { sqlOf, listed: list, within }: Renaming): Clause {
  const { grouping, type, column, value, asColumn } = clause;
  switch (grouping) {
    case 'order':
    case 'group':
      return { ...clause, value: Array.isArray(value) ? (value as unknown[]).map(sqlOf) : sqlOf(value) };
    case 'columns':
      if (isComputed(clause)) return computed(clause, sqlOf);
      return Array.isArray(value) ? { ...clause, value: (value as unknown[]).flatMap(list) } : clause;
    case 'where':
    case 'having':
      if (type === 'whereWrapped' && typeof value === 'function')
        return { ...clause, value: group(value as Group, within) };
      if (column === undefined) return clause;
      return {
        ...clause,
        column: Array.isArray(column) ? (column as unknown[]).map(sqlOf) : sqlOf(column),
        ...(asColumn === true && { value: sqlOf(value) }),
      };
    default:
      return clause;
  }
}

function group(write: Group, within: Renaming['within']): Group {
  return function (this: Knex.QueryBuilder, inner) {
    write.call(this, inner);
    within(inner);
  };
}

/** The column that a name is of, where the table's name stands before it and SQL has to stand in its place. */
function columnIn(expression: unknown, table: Table): string | undefined {
  const prefix = `${table.name}.`;
  if (typeof expression !== 'string' || !expression.startsWith(prefix)) return undefined;
  const name = table.called(expression.slice(prefix.length));
  return name !== undefined && needsSql(table.find(name)) ? name : undefined;
}

function qualifiedSql(builder: Knex.QueryBuilder, table: Table): SqlOf {
  return (expression) => {
    const name = columnIn(expression, table);
    return name === undefined ? expression : rawOf(builder, table.sql(name));
  };
}

function listed(expression: unknown, builder: Knex.QueryBuilder, table: Table): unknown {
  const sqlAs = (of: unknown, as?: string): Knex.Raw | undefined => {
    const name = columnIn(of, table);
    return name === undefined ? undefined : rawOf(builder, `${table.sql(name)} as ${table.dialect.quote(as ?? name)}`);
  };
  if (isPlainObject(expression)) return Object.entries(expression).map(([as, of]) => sqlAs(of, as) ?? { [as]: of });
  return sqlAs(...splitAlias(expression)) ?? expression;
}

/** A condition of a join, as knex keeps it. */
interface On {
  readonly type: string;
  readonly column?: unknown;
  readonly value?: unknown;
}

interface Join extends Clause {
  readonly clauses: On[];
}

/** A join with this table's columns under their names in the database; those of other tables are the caller's to know. */
export function namedJoin(builder: Knex.QueryBuilder, join: Clause, table: Table): Clause {
  return joinWithSql(join, qualifiedSql(builder, table));
}

function joinWithSql(join: Clause, sqlOf: SqlOf): Clause {
  // knex's join has methods and a type of its own.
  return Object.assign(Object.create(Object.getPrototypeOf(join) as object) as Join, join, {
    clauses: conditionsWithSql((join as Join).clauses, sqlOf),
  });
}

function conditionsWithSql(clauses: readonly On[], sqlOf: SqlOf): On[] {
  return clauses.map((each) => {
    if (each.type === 'onWrapped') return { ...each, value: bracketsWithSql(each.value as Brackets, sqlOf) };
    const column = sqlOf(each.column);
    return Object.assign({}, each, each.type === 'onBasic' ? { column, value: sqlOf(each.value) } : { column });
  });
}

/** What `on(function () {…})` was given; knex calls it whenever it compiles the join. */
type Brackets = (this: Join, inner: Join) => void;

function bracketsWithSql(write: Brackets, sqlOf: SqlOf): Brackets {
  return function (this: Join, inner) {
    write.call(this, inner);
    inner.clauses.splice(0, Infinity, ...conditionsWithSql(inner.clauses, sqlOf));
  };
}
