import type { ColumnDescription } from '@shelf/core';
import type { MysqlColumn } from './describe.js';

/**
 * The SQL of a column where it is compared with another. A text is read as an integer, beside one, where it is written as one, and is compared
 * with all other types as text: MySQL itself would compare both as floats, so that `abc` is 0. Texts of two collations, which MySQL refuses to
 * compare, are compared by one of them.
 */
export function comparand(sql: string, column: ColumnDescription, other: ColumnDescription): string {
  if (column.kind === 'text') {
    if (isInteger(other))
      return `case when ${sql} regexp '^(0|-{0,1}[1-9][0-9]{0,18})$' then cast(${sql} as signed) end`;
    return other.kind === 'text' ? collated(sql, column as MysqlColumn, other as MysqlColumn) : sql;
  }
  return other.kind === 'text' && !isInteger(column) && column.kind !== 'binary' ? `cast(${sql} as char)` : sql;
}

function collated(sql: string, { charset, collation }: MysqlColumn, other: MysqlColumn): string {
  if (charset === undefined || other.charset === undefined || isMixed(collation, other.collation)) return sql;
  if (charset === other.charset)
    return `${sql} collate ${String(collation) < String(other.collation) ? collation : other.collation}`;
  return isUnicode(charset) || isUnicode(other.charset)
    ? sql
    : `convert(${sql} using utf8mb4) collate utf8mb4_general_ci`;
}

/** Whether the database knows itself by which collation two texts are compared: by the same, or by the bytes. */
function isMixed(one: string | undefined, other: string | undefined): boolean {
  return one === other || /_bin$/i.test(one ?? '') !== /_bin$/i.test(other ?? '');
}

function isUnicode(charset: string): boolean {
  return /^(utf|ucs)/i.test(charset);
}

/** Whether a value of one column is compared, where another column is, as the column itself. */
export function bindsAs(from: ColumnDescription, to: ColumnDescription): boolean {
  const { kind, type, charset, collation, precision = 0, isKey } = from as MysqlColumn;
  const { isKey: isKeyToo } = to as MysqlColumn;
  // A FLOAT is shown with six digits; a Date has milliseconds, and keys are read with all their digits.
  if (type.startsWith('float') || (kind === 'datetime' && precision > MILLISECONDS && !(isKey && isKeyToo)))
    return false;
  if (kind === 'text' && to.kind === 'text')
    return charset === (to as MysqlColumn).charset && collation === (to as MysqlColumn).collation;
  if (kind === to.kind) return kind !== 'float' || !to.type.startsWith('float');
  if (isInteger(from)) return isInteger(to) || to.kind === 'text' || to.kind === 'decimal';
  return kind === 'text' && isInteger(to);
}

const MILLISECONDS = 3;

function isInteger({ kind, type }: ColumnDescription): boolean {
  return kind === 'integer' || (kind === 'bigint' && !type.startsWith('bit'));
}
