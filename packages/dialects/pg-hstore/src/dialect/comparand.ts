import type { ColumnDescription } from '@shelf/core';
import type { PgColumn } from './describe.js';

/** A key of 64 bits as an integer is written: no sign before 0, no zeros in front. */
const INTEGER = '^(0|-{0,1}[1-9][0-9]{0,17})$';
const LONGEST = '^-{0,1}[1-9][0-9]{18}$';

/**
 * The SQL of a column where it is compared with another: as text where PostgreSQL has no `=` for their types, such as
 * `varchar = uuid`. Two types of one family are left alone, so that their indexes serve; and so is an integer, which a text is read as where
 * it is written as one.
 */
export function comparand(sql: string, column: ColumnDescription, other: ColumnDescription): string {
  const family = familyOf(column);
  if (family === familyOf(other) || isFoldedText(column)) return sql;
  if (isPlainText(column) && isInteger(other)) return readAsInteger(sql);
  if (isInteger(column) && isPlainText(other)) return sql;
  return `cast(${sql} as ${isFoldedText(other) ? (other as PgColumn).cast : 'text'})`;
}

/** A text that is no integer is equal to none, and fails nothing. */
function readAsInteger(sql: string): string {
  return (
    `case when ${sql} ~ '${INTEGER}' then cast(${sql} as bigint)` +
    ` when ${sql} ~ '${LONGEST}' and ltrim(${sql}, '-') <= '9223372036854775807' collate "C" then cast(${sql} as bigint) end`
  );
}

/** Whether a value of one column is compared, where another column is, as the column itself. */
export function bindsAs(from: ColumnDescription, to: ColumnDescription): boolean {
  const { kind, precision, isKey, base, element } = from as Partial<PgColumn> & ColumnDescription;
  const { base: other, isKey: isKeyToo } = to as Partial<PgColumn>;
  // An attribute in an hstore is what its SQL says.
  if (base === undefined || other === undefined || element !== undefined) return true;
  // A Date has milliseconds; keys are read with all their digits.
  if (kind === 'datetime' && (precision ?? 0) > MILLISECONDS && !(isKey === true && isKeyToo === true)) return false;
  if (base.name === other.name) return true;
  if (isPlainText(from) || isInteger(from))
    return isPlainText(to) || isInteger(to) || (isInteger(from) && other.name === 'numeric');
  return base.name === 'uuid' && isPlainText(to);
}

const MILLISECONDS = 3;

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

function isInteger({ kind }: ColumnDescription): boolean {
  return kind === 'integer' || kind === 'bigint';
}

/** Text that compares as it is written: also an attribute in an hstore. */
function isPlainText(column: ColumnDescription): boolean {
  return familyOf(column) === 'text' && !isFoldedText(column);
}

/** Text that has an equality of its own, which it keeps: without regard to case, or to trailing blanks. */
function isFoldedText(column: ColumnDescription): boolean {
  const { base } = column as Partial<PgColumn>;
  return base?.name === 'citext' || base?.name === 'bpchar';
}
