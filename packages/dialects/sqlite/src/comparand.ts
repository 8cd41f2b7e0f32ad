import type { ColumnDescription } from '@shelf/core';

/**
 * The SQL of a column where it is compared with another: a text is read as an integer, beside one, where it is written as one; SQLite itself
 * would take `01` for 1. The integer is left alone, so that its index serves.
 */
export function comparand(sql: string, column: ColumnDescription, other: ColumnDescription): string {
  if (column.kind !== 'text' || !isInteger(other)) return sql;
  return `case when cast(cast(${sql} as integer) as text) = ${sql} collate binary then cast(${sql} as integer) end`;
}

/** Whether a value of one column is compared, where another column is, as the column itself. An instant may be stored in several forms. */
export function bindsAs(from: ColumnDescription, to: ColumnDescription): boolean {
  if (from.kind === 'datetime') return false;
  if (from.kind === to.kind || (isNumber(from) && isNumber(to))) return true;
  return (from.kind === 'text' && isInteger(to)) || (isInteger(from) && to.kind === 'text');
}

function isInteger({ kind }: ColumnDescription): boolean {
  return kind === 'integer' || kind === 'bigint';
}

function isNumber(column: ColumnDescription): boolean {
  return isInteger(column) || column.kind === 'float' || column.kind === 'decimal';
}
