import type { ColumnKind } from '@shelf/core';

/** A type may have any name, `constructor` too: only what is in here has a kind. */
const KINDS: ReadonlyMap<string, ColumnKind> = new Map<string, ColumnKind>([
  ['bool', 'boolean'],
  ['int2', 'integer'],
  ['int4', 'integer'],
  ['oid', 'integer'],
  ['int8', 'bigint'],
  ['float4', 'float'],
  ['float8', 'float'],
  ['numeric', 'decimal'],
  ['text', 'text'],
  ['varchar', 'text'],
  ['bpchar', 'text'],
  ['char', 'text'],
  ['name', 'text'],
  ['citext', 'text'],
  ['uuid', 'uuid'],
  ['bytea', 'binary'],
  ['json', 'json'],
  ['jsonb', 'json'],
  ['date', 'date'],
  ['time', 'time'],
  ['timetz', 'time'],
  ['timestamp', 'datetime'],
  ['timestamptz', 'datetime'],
]);

/** A type behind its domains. */
export interface BaseType {
  /** The name in pg_type: `int4`, `timestamptz`. */
  readonly name: string;
  readonly isEnum: boolean;
}

/** What a type holds. */
export function kindOf({ name, isEnum }: BaseType): ColumnKind {
  return isEnum ? 'text' : (KINDS.get(name) ?? 'other');
}

/** Types whose values can be equal in SQL and different as texts: trailing blanks, `1.0` and `1.00`, `1 day` and `24:00`. */
const FOLDING: ReadonlySet<string> = new Set([
  'citext',
  'bpchar',
  'numeric',
  'interval',
  'json',
  'jsonb',
  'money',
  'xml',
]);

/** Whether two values of a type are equal in SQL exactly when they are in JavaScript. */
export function isExact({ name }: BaseType, deterministic: boolean): boolean {
  return deterministic && !FOLDING.has(name);
}
