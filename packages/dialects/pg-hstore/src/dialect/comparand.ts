import type { ColumnDescription } from '@shelf/core';
import type { PgColumn } from './describe.js';

/**
 * The SQL of a column where it is compared with another: as text where PostgreSQL has no `=` for their types, such as
 * `varchar = integer`. Two types of one family are left alone, so that their indexes serve.
 */
export function comparand(sql: string, column: ColumnDescription, other: ColumnDescription): string {
  const family = familyOf(column);
  if (family === familyOf(other) || isFoldedText(column)) return sql;
  return `cast(${sql} as ${isFoldedText(other) ? (other as PgColumn).cast : 'text'})`;
}

/** What a type compares with. */
function familyOf(column: ColumnDescription): string {
  const { kind, type, base } = column as Partial<PgColumn> & ColumnDescription;
  // An attribute in an hstore: it is what its SQL says, whatever it is read as.
  if (base === undefined) return type === 'numeric' ? 'number' : type;
  switch (kind) {
    case 'integer':
    case 'bigint':
    case 'float':
    case 'decimal':
      return 'number';
    case 'date':
    case 'datetime':
      return 'instant';
    case 'text':
      return base.isEnum ? base.name : 'text';
    case 'other':
      return base.name;
    default:
      return kind;
  }
}

/** Text that has an equality of its own, which it keeps: without regard to case, or to trailing blanks. */
function isFoldedText(column: ColumnDescription): boolean {
  const { base } = column as Partial<PgColumn>;
  return base?.name === 'citext' || base?.name === 'bpchar';
}
