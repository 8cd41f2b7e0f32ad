import type { Knex } from 'knex';
import { isPlainObject } from '../codecs/plain-object.js';
import type { Table } from '../table.js';
import { clausesOf, type Clause, type Group } from './clauses.js';
import { computed, isComputed } from './computed.js';
import { needsSql, rawOf } from './own-column.js';
import { splitAlias } from './results.js';

type SqlOf = (expression: unknown) => unknown;

/**
 * Puts, anywhere in a query that joins a table, the SQL of its columns in the place of names that the table's own stands before:
 * `books_tags.sortOrder`. Clauses are replaced, not changed: knex's clones of a builder share them.
 */
export function nameQualified(builder: Knex.QueryBuilder, table: Table): void {
  if (table.renamed === undefined) return;
  const sqlOf = qualifiedSql(builder, table);
  const clauses = clausesOf(builder);
  for (const [i, clause] of clauses.entries()) clauses[i] = named(clause, builder, table, sqlOf);
}

function named(clause: Clause, builder: Knex.QueryBuilder, table: Table, sqlOf: SqlOf): Clause {
  const { grouping, type, column, value, asColumn } = clause;
  switch (grouping) {
    case 'join':
      return joinWithSql(clause, sqlOf);
    case 'order':
    case 'group':
      return { ...clause, value: Array.isArray(value) ? (value as unknown[]).map(sqlOf) : sqlOf(value) };
    case 'columns':
      if (isComputed(clause)) return computed(clause, sqlOf);
      return Array.isArray(value)
        ? { ...clause, value: (value as unknown[]).flatMap((each) => listed(each, builder, table)) }
        : clause;
    case 'where':
    case 'having':
      if (type === 'whereWrapped' && typeof value === 'function')
        return { ...clause, value: group(value as Group, table) };
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

function group(write: Group, table: Table): Group {
  return function (this: Knex.QueryBuilder, inner) {
    write.call(this, inner);
    nameQualified(inner, table);
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
