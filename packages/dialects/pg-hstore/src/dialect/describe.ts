import { askOn, type ColumnDescription, type TableDescription } from '@shelf/core';
import type { Knex } from 'knex';
import { insertEffects, INSERTS, type InsertsRow } from './insert-effects.js';
import { isExact, kindOf, type BaseType } from './kinds.js';

/** What is said of a type in brackets: `numeric(10, 2)`, `varchar(20)`, `timestamptz(0)`; undefined where nothing is. */
export interface Modifiers {
  /** How many digits a numeric holds, and how many of them after the point. */
  readonly digits: number | undefined;
  readonly scale: number | undefined;
  /** How many characters a text holds. */
  readonly length: number | undefined;
  /** How many digits after the second a temporal type keeps. */
  readonly precision: number | undefined;
}

/** A column with what PostgreSQL says besides; the modifiers of an array are those of its elements. */
export interface PgColumn extends ColumnDescription, Modifiers {
  readonly precision: number | undefined;
  /** The type behind domains, in pg_type's words. */
  readonly base: BaseType;
  /** The type that values are cast to, quoted where it has to be: without lengths, since a cast would cut. */
  readonly cast: string;
  /** The type of an array's elements. */
  readonly element: BaseType | undefined;
  /** What stands between an array's elements. */
  readonly delimiter: string;
  /** The column is part of a key: primary, foreign, or one that foreign keys point to. */
  readonly isKey: boolean;
}

interface Row {
  readonly name: string;
  readonly type: string;
  readonly cast: string;
  readonly base: string;
  readonly base_kind: string;
  readonly element: string | null;
  readonly element_kind: string | null;
  readonly delimiter: string;
  readonly modifier: number;
  readonly nullable: boolean;
  readonly has_default: boolean;
  readonly generated: boolean;
  readonly deterministic: boolean;
  readonly position: number | null;
  readonly is_key: boolean;
  readonly path: string;
  readonly temporary: boolean;
}

/** What the client answers. */
interface Answer {
  response: { readonly rows: readonly unknown[] };
}

const LONGEST_IDENTIFIER = 63;

const COLUMNS = `
with recursive relation as (select to_regclass(?)::oid as oid),
types as (
  select a.attnum, t.oid, t.typname, t.typtype, t.typbasetype, t.typelem, t.typlen, t.typdelim,
    a.atttypmod as modifier, a.attnotnull or t.typnotnull as required, t.typdefault is not null as has_default
  from pg_catalog.pg_attribute a
  join relation r on r.oid = a.attrelid
  join pg_catalog.pg_type t on t.oid = a.atttypid
  where a.attnum > 0 and not a.attisdropped
  union all
  select d.attnum, t.oid, t.typname, t.typtype, t.typbasetype, t.typelem, t.typlen, t.typdelim,
    b.typtypmod, d.required or t.typnotnull, d.has_default or t.typdefault is not null
  from types d
  join pg_catalog.pg_type b on b.oid = d.oid
  join pg_catalog.pg_type t on t.oid = d.typbasetype
  where d.typtype = 'd'
)
select a.attname::text as name, lower(format_type(a.atttypid, a.atttypmod)) as type,
  format_type(t.oid, -1) as cast, t.typname::text as base, t.typtype::text as base_kind,
  e.typname::text as element, e.typtype::text as element_kind, t.typdelim::text as delimiter, t.modifier,
  not t.required as nullable,
  t.has_default or a.atthasdef or a.attidentity <> '' as has_default,
  a.attgenerated <> '' as generated,
  coalesce(c.collisdeterministic, true) as deterministic,
  (select position::int4 from pg_catalog.pg_index i, unnest(i.indkey) with ordinality as k (attnum, position)
    where i.indrelid = a.attrelid and i.indisprimary and k.attnum = a.attnum) as position,
  exists (select from pg_catalog.pg_constraint k
    where (k.conrelid = a.attrelid and k.contype in ('p', 'f') and a.attnum = any(k.conkey))
      or (k.confrelid = a.attrelid and a.attnum = any(k.confkey))) as is_key,
  current_schemas(false)::text as path,
  (select c.relpersistence = 't' from pg_catalog.pg_class c where c.oid = r.oid) as temporary
from relation r
join pg_catalog.pg_attribute a on a.attrelid = r.oid
join types t on t.attnum = a.attnum and t.typtype <> 'd'
left join pg_catalog.pg_type e on e.oid = t.typelem and t.typlen = -1 and t.typelem <> 0
left join pg_catalog.pg_collation c on c.oid = a.attcollation
order by a.attnum`;

/** Reads the columns of a table, a view or a partition from PostgreSQL's catalogue. */
export async function describe(
  knex: Knex,
  table: string,
  schema?: string,
  signal?: AbortSignal,
): Promise<TableDescription | undefined> {
  const parts = schema === undefined ? [table] : [schema, table];
  // A longer name would be cut, and then find another table.
  if (parts.some((part) => part === '' || Buffer.byteLength(part) > LONGEST_IDENTIFIER || part.includes('\0')))
    return undefined;
  const asking = await askOn<Answer>(knex, signal);
  try {
    // Past knex.raw, because `postProcessResponse` may rename what comes back.
    const bindings = [parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.')];
    const ask = async (sql: string): Promise<readonly unknown[]> =>
      (await asking.send({ sql, bindings: [...bindings] })).response.rows;
    const rows = (await ask(COLUMNS)) as readonly Row[];
    const [first] = rows;
    if (first === undefined) return undefined;
    const columns = rows.map(columnOf);
    const [inserts] = (await ask(INSERTS)) as readonly InsertsRow[];
    return {
      name: table,
      columns,
      generatedKey: generatedKeyOf(columns),
      inserts: insertEffects(inserts),
      path: schema === undefined ? first.path : undefined,
      temporary: first.temporary,
    };
  } finally {
    await asking.release();
  }
}

function columnOf(row: Row): PgColumn {
  const base = baseOf(row.base, row.base_kind);
  const kind = row.element === null ? kindOf(base) : 'other';
  return {
    name: row.name,
    kind,
    type: row.type,
    nullable: row.nullable,
    hasDefault: row.has_default || row.generated,
    generated: row.generated,
    primaryKey: row.position ?? 0,
    exact: row.element === null && isExact(base, row.deterministic),
    base,
    cast: row.cast,
    element: row.element === null ? undefined : baseOf(row.element, row.element_kind),
    delimiter: row.delimiter,
    ...modifiersOf(row.element ?? row.base, row.modifier),
    isKey: row.is_key,
  };
}

const NO_MODIFIERS: Modifiers = { digits: undefined, scale: undefined, length: undefined, precision: undefined };

/** Takes apart what pg_attribute keeps in one number, -1 where there is nothing; lengths and digits have 4 added. */
function modifiersOf(type: string, modifier: number): Modifiers {
  switch (type) {
    case 'numeric': {
      if (modifier < 0) return NO_MODIFIERS;
      const both = modifier - 4;
      // The scale has eleven bits, the first of which is its sign.
      return { ...NO_MODIFIERS, digits: both >> 16, scale: ((both & 0x7ff) ^ 0x400) - 0x400 };
    }
    case 'varchar':
    case 'bpchar':
      return modifier < 0 ? NO_MODIFIERS : { ...NO_MODIFIERS, length: modifier - 4 };
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
      return { ...NO_MODIFIERS, precision: modifier < 0 ? FINEST : modifier };
    case 'interval': {
      // The upper bits say which fields it has.
      const precision = modifier & 0xffff;
      return { ...NO_MODIFIERS, precision: modifier < 0 || precision === 0xffff ? FINEST : precision };
    }
    default:
      return NO_MODIFIERS;
  }
}

/** PostgreSQL's own precision, in digits after the second. */
const FINEST = 6;

function baseOf(name: string, kind: string | null): BaseType {
  return { name, isEnum: kind === 'e' };
}

/** The only column of the key, where the database makes its value. */
function generatedKeyOf(columns: readonly ColumnDescription[]): string | undefined {
  const keys = columns.filter(({ primaryKey }) => primaryKey > 0);
  const [key] = keys;
  return keys.length === 1 && key?.hasDefault === true ? key.name : undefined;
}
