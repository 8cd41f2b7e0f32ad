import { canonical, typeOf } from './column-types.js';
import { tableName, type RelationSchema } from './models.js';
import type { Condition, Selection } from './program.js';
import type { Row, Rows, Table } from './rows.js';
import type { TableName } from './schema.js';

/** All rows of all tables, as plain arrays. */
export type Tables = Readonly<Record<Table, readonly Row[]>>;

/** Member `i` of a list, counted round. */
export function at<T>(list: readonly T[], i: number): T {
  return list[i % list.length] as T;
}

/** Whether a value means the same to every reader: what is refused, or has several readings, the arrays cannot know. */
function isPlain(type: Parameters<typeof typeOf>[0], value: unknown): boolean {
  if (canonical(type, value)?.startsWith('no ') !== false) return false;
  if (type === 'instant') return value instanceof Date && value.getUTCFullYear() > 0 && value.getUTCFullYear() < 10_000;
  if (type === 'day')
    return value !== '0000-01-01' && value !== '2023-02-29' && /^\d{4}-\d\d-\d\d$/.test(String(value));
  if (type === 'boolean') return typeof value === 'boolean';
  if (typeof value === 'string' && ['integer', 'bigint', 'double', 'decimal'].includes(type))
    return /^-?\d+(\.\d+)?$/.test(value);
  return type !== 'json' && type !== 'binary';
}

/** The rows that a selection means, in its order; undefined where only the databases can tell. */
export function select(
  rows: Rows,
  table: TableName,
  all: readonly Row[],
  { conditions, order }: Selection,
): readonly Row[] | undefined {
  const columns = rows.compared(table);
  let selected = all;
  for (const condition of conditions) {
    const { name, type } = at(columns, condition.column);
    if (type === 'json') continue;
    const values = condition.values.map((value) => at(typeOf(type).values, value));
    if (!values.every((value) => isPlain(type, value))) return undefined;
    // A column of references or generated keys holds what no list of values knows.
    if (isReference(rows, table, name)) return undefined;
    const compare = typeOf(type).compare;
    if (compare === undefined && !['=', '<>', 'in', 'not in'].includes(condition.operator)) return undefined;
    const operands = values.map((value) => canonical(type, value) as string);
    selected = selected.filter((row) => holds(row[name] ?? null, condition.operator, operands, compare));
  }
  if (order === undefined) return selected;
  const column = at(rows.columns(table), order[0]);
  const compare = typeOf(column.type).compare;
  if (compare === undefined || column.nullable || isReference(rows, table, column.name)) return undefined;
  const turn = order[1] === 'asc' ? 1 : -1;
  return selected.toSorted((a, b) => turn * compare(a[column.name] as string, b[column.name] as string));
}

/** Whether a column holds a key that the database made, here or in the table that it refers to. */
function isReference(rows: Rows, table: TableName, name: string): boolean {
  if (name === 'id') return rows.schema[table].key === 'generated';
  return /^(author|prequel|subject)_/.test(name);
}

function holds(
  value: string | null,
  operator: Condition['operator'],
  operands: readonly string[],
  compare: ((a: string, b: string) => number) | undefined,
): boolean {
  if (value === null) return false;
  const equals = (operand: string): boolean =>
    compare === undefined ? operand === value : compare(value, operand) === 0;
  if (operator === 'in') return operands.some(equals);
  if (operator === 'not in') return !operands.some(equals);
  const [operand] = operands as [string];
  if (operator === '=') return equals(operand);
  if (operator === '<>') return !equals(operand);
  const order = compare?.(value, operand) ?? 0;
  return { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator];
}

/** The rows of `to` that belong to a row of `from`; those behind a pivot once for each pivot. */
export function relatedRows(rows: Rows, relation: RelationSchema, row: Row, tables: Tables): readonly Row[] {
  const { keys, morph, morphTo, to, from } = relation;
  if (keys === undefined) {
    const ends = (table: TableName): string => (table === 'authors' ? 'author' : 'book');
    const joins = (pivot: Row, table: TableName, end: Row): boolean =>
      rows.key(table).every((name) => end[name] !== null && pivot[`${ends(table)}_${name}`] === end[name]);
    return tables.pivots
      .filter((pivot) => joins(pivot, from, row))
      .flatMap((pivot) => tables[to].filter((end) => joins(pivot, to, end)));
  }
  const target = morphTo && row['subject_type'] === tableName(rows.prefix, 'books') ? 'books' : to;
  if (morphTo && row['subject_type'] !== tableName(rows.prefix, target)) return [];
  return tables[target].filter(
    (end) =>
      keys.every(([own, other]) => row[own] !== null && row[own] === end[other]) &&
      (morph === undefined || end['subject_type'] === morph),
  );
}
