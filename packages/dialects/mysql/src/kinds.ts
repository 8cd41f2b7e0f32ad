import type { ColumnKind } from '@shelf/core';

const KINDS: Readonly<Record<Exclude<ColumnKind, 'boolean' | 'other'>, readonly string[]>> = {
  integer: ['tinyint', 'smallint', 'mediumint', 'int', 'year'],
  bigint: ['bigint', 'bit'],
  float: ['float', 'double', 'real'],
  decimal: ['decimal', 'numeric'],
  text: ['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'enum', 'set', 'inet4', 'inet6'],
  uuid: ['uuid'],
  binary: ['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob'],
  json: ['json'],
  date: ['date'],
  time: ['time'],
  datetime: ['datetime', 'timestamp'],
};

const KIND_OF: ReadonlyMap<string, ColumnKind> = new Map(
  Object.entries(KINDS).flatMap(([kind, types]) => types.map((type) => [type, kind as ColumnKind])),
);

/**
 * What a column holds. MySQL has no booleans: TINYINT(1) is what BOOLEAN makes, and BIT(1) what other tools make.
 *
 * @param data the type's name alone, lower case
 * @param declared the whole type, lower case
 */
export function kindOf(data: string, declared: string): ColumnKind {
  if (declared === 'bit(1)' || /^tinyint\(1\)(?! unsigned)/.test(declared)) return 'boolean';
  return KIND_OF.get(data) ?? 'other';
}

/** Whether two values are equal in SQL exactly when they are in JavaScript. Most collations fold case and accents, and pad with spaces. */
export function isExact(kind: ColumnKind, collation: string | undefined, data: string): boolean {
  if (kind !== 'text') return true;
  if (data === 'inet4' || data === 'inet6' || data === 'enum') return true;
  return collation !== undefined && /_(nopad|0900)_bin$/i.test(collation);
}
