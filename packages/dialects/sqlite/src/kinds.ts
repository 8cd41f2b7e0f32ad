import type { ColumnKind } from '@shelf/core';

const KINDS: Readonly<Record<Exclude<ColumnKind, 'other'>, readonly string[]>> = {
  boolean: ['boolean', 'bool'],
  integer: ['integer', 'int', 'tinyint', 'smallint', 'mediumint', 'int2', 'int4', 'int16', 'int32'],
  bigint: ['bigint', 'int8', 'int64', 'big int', 'bigserial'],
  float: ['real', 'float', 'double', 'double precision', 'float4', 'float8'],
  decimal: ['decimal', 'numeric', 'dec', 'number', 'money'],
  text: [
    'text',
    'tinytext',
    'mediumtext',
    'longtext',
    'clob',
    'citext',
    'string',
    'enum',
    'char',
    'varchar',
    'nchar',
    'nvarchar',
    'varchar2',
    'character',
    'character varying',
    'varying character',
    'native character',
  ],
  uuid: ['uuid', 'guid', 'uniqueidentifier'],
  binary: ['blob', 'tinyblob', 'mediumblob', 'longblob', 'binary', 'varbinary', 'bytea', 'image'],
  json: ['json', 'jsonb'],
  date: ['date'],
  time: ['time'],
  datetime: [
    'datetime',
    'datetime2',
    'smalldatetime',
    'timestamp',
    'timestamptz',
    'timestamp with time zone',
    'timestamp without time zone',
  ],
};

const KIND_OF: ReadonlyMap<string, ColumnKind> = new Map(
  Object.entries(KINDS).flatMap(([kind, types]) => types.map((type) => [type, kind as ColumnKind])),
);

/** What a column holds, by its declared type: case, lengths and `unsigned` do not matter. */
export function kindOf(declared: string): ColumnKind {
  return KIND_OF.get(bareType(declared)) ?? KIND_OF_AFFINITY[affinityOf(declared)];
}

/** For types of other databases: `longvarchar` holds text. INTERVAL and POINT hold INT in their names and no integers. */
const KIND_OF_AFFINITY: Readonly<Record<Affinity, ColumnKind>> = {
  text: 'text',
  blob: 'binary',
  real: 'float',
  integer: 'other',
  numeric: 'other',
  none: 'other',
};

/** `VARCHAR(255)`, `Unsigned Big Int` and `timestamp(3) with time zone` without what does not change their kind. */
function bareType(declared: string): string {
  return declared
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' ')
    .replace(/\b(un)?signed\b/g, ' ')
    .trim()
    .replace(/\s+/g, ' ');
}

/** What a type is declared with in brackets: 10 and 2 of `decimal(10, 2)`; SQLite itself takes no notice of them. */
export function declaredNumbers(declared: string): readonly number[] {
  const [, numbers] = /\(\s*(\d+(?:\s*,\s*\d+)?)\s*\)/.exec(declared) ?? [];
  return numbers === undefined ? [] : numbers.split(',').map(Number);
}

/** How SQLite converts what is stored in a column. */
export type Affinity = 'integer' | 'text' | 'blob' | 'real' | 'numeric' | 'none';

/** SQLite's own rules, in its order; a column without a type has none: https://sqlite.org/datatype3.html#determination_of_column_affinity */
export function affinityOf(declared: string): Affinity {
  const type = declared.toLowerCase();
  if (type.includes('int')) return 'integer';
  if (/char|clob|text/.test(type)) return 'text';
  if (type === '') return 'none';
  if (type.includes('blob')) return 'blob';
  return /real|floa|doub/.test(type) ? 'real' : 'numeric';
}
