import type { Knex } from 'knex';
import type { Table } from '../table.js';
import type { Condition } from './condition.js';

export type { Condition };

/** SQL for one shape is written once per table and then found again by the shape's name. */
function written(table: Table, shape: string, write: () => string): string {
  let sql = table.statements.get(shape);
  if (sql === undefined) {
    sql = write();
    // Hostile or generated names must not fill the memory.
    if (table.statements.size >= 500) table.statements.clear();
    table.statements.set(shape, sql);
  }
  return sql;
}

/** Separates names in a shape; no column name holds it. */
const MARK = '\0';

/**
 * SQL without placeholders for a builder: a question mark in a quoted name stays one. knex's clients that number their
 * placeholders ($1) number that one too, unless it is escaped; the others send raw SQL as it is, escapes included.
 */
export function rawSql(knex: Pick<Knex, 'raw' | 'client'>, sql: string): Knex.Raw {
  if (!sql.includes('?')) return knex.raw(sql);
  const { positionBindings } = knex.client as { positionBindings(escaped: string): string };
  return knex.raw(positionBindings('"?"') === '"?"' ? sql : sql.replaceAll('?', '\\?'));
}

/**
 * The SQL of a statement by its columns and conditions. The latest of its kind is found by comparing them, without
 * making the shape's name: statements come in runs of a kind.
 */
function forShape(
  table: Table,
  kind: string,
  columns: readonly string[] | undefined,
  conditions: readonly Condition[],
  write: () => string,
): string {
  const latest = table.latest.get(kind);
  if (latest !== undefined && isSameList(latest.columns, columns) && isSameShape(latest.conditions, conditions))
    return latest.sql;
  const sql = written(table, `${kind}${MARK}${columns?.join(MARK) ?? ''}${MARK}${MARK}${shapeOf(conditions)}`, write);
  // The shape alone: values are not kept.
  const shape = conditions.map(({ column, value }) => ({ column, value: value === null ? null : true }));
  table.latest.set(kind, { columns, conditions: shape, sql });
  return sql;
}

/** Whether two lists have the same names in the same order. */
export function isSameList(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

function isSameShape(one: readonly Condition[], other: readonly Condition[]): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) {
    const [a, b] = [one[i] as Condition, other[i] as Condition];
    if (a.column !== b.column || (a.value === null) !== (b.value === null)) return false;
  }
  return true;
}

/** The values of the conditions that bind one. */
export function bindingsOf(conditions: readonly Condition[]): unknown[] {
  const bindings: unknown[] = [];
  for (const { value } of conditions) if (value !== null) bindings.push(value);
  return bindings;
}

/** The shape of a WHERE clause: its columns, told apart by whether they are compared with NULL. */
function shapeOf(conditions: readonly Condition[]): string {
  let shape = '';
  for (const { column, value } of conditions) shape += (value === null ? '0' : '=') + column + MARK;
  return shape;
}

function whereClause(table: Table, conditions: readonly Condition[], qualify: boolean): string {
  if (conditions.length === 0) return '';
  const qualifier = qualify ? table.qualifier : '';
  const parts = conditions.map(
    ({ column, value }) => `${table.sql(column, qualifier)} ${value === null ? 'is null' : '= ?'}`,
  );
  return ` where ${parts.join(' and ')}`;
}

/** SELECT of all columns, or of the given ones, where the conditions hold. */
export function selectSql(
  table: Table,
  columns: readonly string[] | undefined,
  conditions: readonly Condition[],
  limit?: 1,
): string {
  const kind = `${limit === undefined ? 'select' : 'first'}${columns === undefined ? '*' : ''}`;
  return forShape(table, kind, columns, conditions, () => {
    const list =
      columns === undefined ? table.selection : columns.map((name) => selectedColumn(table, name)).join(', ');
    return `select ${list} from ${table.quoted}${whereClause(table, conditions, true)}${limit === undefined ? '' : ` limit ${limit}`}`;
  });
}

function selectedColumn(table: Table, name: string): string {
  const column = table.find(name);
  return column === undefined ? table.sql(name) : table.selected(column);
}

/** SELECT count of rows, or of a column's values that are not null. */
export function countSql(table: Table, column: string | undefined): string {
  return written(table, `c${column ?? ''}`, () => {
    const what = column === undefined ? '*' : table.sql(column);
    return `select count(${what}) as ${table.dialect.quote('count')} from ${table.quoted}`;
  });
}

/** The SQL of columns that are not set to a value that is bound. */
export type Expressions = ReadonlyMap<string, string> | undefined;

/** INSERT of `rows` rows of the given columns, with the columns to hand back. */
export function insertSql(
  table: Table,
  columns: readonly string[],
  rows: number,
  returning: readonly string[],
  expressions?: Expressions,
): string {
  const write = (): string => {
    const { capabilities } = table.dialect;
    const tuple = `(${columns.map((name) => expressions?.get(name) ?? '?').join(', ')})`;
    const values =
      columns.length === 0
        ? capabilities.emptyInsert
        : `(${columns.map((name) => table.quote(name)).join(', ')}) values ${new Array<string>(rows).fill(tuple).join(', ')}`;
    return `insert into ${table.quoted} ${values}${returningClause(table, returning)}`;
  };
  if (expressions !== undefined) return write();
  return written(table, `i${rows}${MARK}${columns.join(MARK)}${MARK}${MARK}${returning.join(MARK)}`, write);
}

/** The list after RETURNING; empty where nothing is asked back. */
export function returningClause(table: Table, names: readonly string[]): string {
  if (names.length === 0) return '';
  const list = names.map((name) => {
    const quoted = table.quote(name);
    const called = table.dialect.quote(name);
    const codec = table.columns?.get(name)?.codec;
    const read = (codec?.exact ?? codec)?.select?.(quoted) ?? quoted;
    return read === called ? read : `${read} as ${called}`;
  });
  return ` returning ${list.join(', ')}`;
}

/** The SET list of an UPDATE: values to bind, then columns that count one up. */
export function setList(
  table: Table,
  columns: readonly string[],
  increments: readonly string[],
  expressions?: Expressions,
): string {
  const counted = increments.map((column) => countedUp(table.quote(column), table.quote(column)));
  const set = columns.map((column) => {
    const sql = expressions?.get(column);
    return sql === undefined ? table.assignment(column) : `${table.quote(column)} = ${sql}`;
  });
  return [...set, ...counted].join(', ');
}

/** The assignment that counts a quoted column up from what it was `before`. */
export function countedUp(column: string, before: string): string {
  return `${column} = ${oneMore(before)}`;
}

/** One more than a number, of which NULL is none. */
export function oneMore(number: string): string {
  return `coalesce(${number}, 0) + 1`;
}

/** UPDATE of the given columns where the conditions hold. */
export function updateSql(
  table: Table,
  columns: readonly string[],
  conditions: readonly Condition[],
  increments: readonly string[],
  expressions?: Expressions,
): string {
  const write = (): string =>
    `update ${table.quoted} set ${setList(table, columns, increments, expressions)}${whereClause(table, conditions, false)}`;
  if (expressions !== undefined) return write();
  // Two marks end the names: a column that counts up is never taken for one that is set.
  const kind = increments.length === 0 ? 'update' : `update${MARK}${increments.join(MARK)}${MARK}${MARK}`;
  return forShape(table, kind, columns, conditions, write);
}

/** DELETE where the conditions hold. */
export function deleteSql(table: Table, conditions: readonly Condition[]): string {
  return forShape(table, 'delete', undefined, conditions, () => {
    return `delete from ${table.quoted}${whereClause(table, conditions, false)}`;
  });
}
