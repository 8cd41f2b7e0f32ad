import {
  askOn,
  InvalidAttributeError,
  type ColumnDescription,
  type InsertEffects,
  type TableDescription,
} from '@shelf/core';
import type { Knex } from 'knex';
import { isExact, kindOf } from './kinds.js';
import type { Server } from './server.js';

/** A column as MySQL's catalogue describes it, as far as codecs and lists of keys have to know. */
export interface MysqlColumn extends ColumnDescription {
  /** The whole type, as `SHOW COLUMNS` has it: `enum('a','b')`, `int(10) unsigned`. */
  readonly declared: string;
  readonly charset: string | undefined;
  readonly collation: string | undefined;
  /** How many characters or bytes it holds. */
  readonly length: number | undefined;
  /** How many digits it holds, and how many of them after the point. */
  readonly digits: number | undefined;
  readonly scale: number | undefined;
  /** How many digits after the second. */
  readonly precision: number | undefined;
  /** It is part of the primary key or of a foreign key: its values have to come back exactly, to be found again. */
  readonly isKey: boolean;
}

interface ColumnRow {
  readonly name: string;
  readonly data: string;
  readonly declared: string;
  readonly nullable: 'YES' | 'NO';
  readonly byDefault: string | null;
  readonly extra: string;
  readonly charset: string | null;
  readonly collation: string | null;
  readonly length: number | string | null;
  readonly digits: number | null;
  readonly scale: number | null;
  readonly precision: number | null;
  readonly path: string | null;
}

interface KeyRow {
  readonly name: string;
  readonly position: number | null;
}

/** What the client answers. */
interface Answer {
  readonly response: readonly [rows: readonly object[]];
}

type Ask = <T>(sql: string) => Promise<readonly T[]>;

// Each under a name of its own: MySQL 8 answers in capitals what has none.
const COLUMNS =
  'column_name as name, data_type as data, column_type as declared, is_nullable as nullable, column_default as byDefault, extra as extra,' +
  ' character_set_name as charset, collation_name as collation, character_maximum_length as length,' +
  ' numeric_precision as digits, numeric_scale as scale, datetime_precision as "precision", database() as path';
const KEYS = "column_name as name, if(constraint_name = 'PRIMARY', ordinal_position, null) as position";

/** Over a result with a column of such a name the driver loses its connection; `__proto__` Shelf never asks for. */
const UNREADABLE = new Set(['__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__']);

function refusal(table: string, column: string): InvalidAttributeError {
  return new InvalidAttributeError(
    `Table '${table}' has a column called '${column}', which mysql2 cannot read: rename it, or read the table through a view without it`,
    { table, columns: [column] },
  );
}

/** Reads a table's, or a view's, columns from the catalogue. */
export async function describe(
  knex: Knex,
  server: Server,
  table: string,
  schema?: string,
  signal?: AbortSignal,
): Promise<TableDescription | undefined> {
  const asking = await askOn<Answer>(knex, signal);
  const where = `table_schema = ${schema === undefined ? 'database()' : '?'} and table_name = ?`;
  const bindings = schema === undefined ? [table] : [schema, table];
  // Past knex.raw, because `postProcessResponse` may rename what comes back.
  const ask: Ask = async (sql) => {
    const { response } = await asking.send({ sql, bindings });
    return response[0].map(inTexts) as never;
  };
  try {
    const rows = await ask<ColumnRow>(
      `select ${COLUMNS} from information_schema.columns where ${where} order by columns.ordinal_position`,
    );
    if (rows.length === 0) return undefined;
    const unreadable = rows.find(({ name }) => UNREADABLE.has(name))?.name;
    if (unreadable !== undefined) throw refusal(table, unreadable);
    const keys = await ask<KeyRow>(
      `select ${KEYS} from information_schema.key_column_usage where ${where} and (constraint_name = 'PRIMARY' or referenced_table_name is not null)`,
    );
    const json = await jsonColumns(ask, server, rows, where);
    return {
      name: table,
      columns: rows.map((row) => columnOf(row, server, keys, json)),
      inserts: await insertEffects(ask, keys, where),
      uniqueKeys: await uniqueKeys(ask, where),
      path: schema === undefined ? (rows[0]?.path ?? undefined) : undefined,
      generatedKey: rows.find(({ extra }) => /\bauto_increment\b/i.test(extra))?.name,
    };
  } finally {
    await asking.release();
  }
}

/** A session that has set its results to the character set `binary` gets bytes. */
function inTexts(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString() : (value as unknown)]),
  );
}

/** MariaDB's JSON is a LONGTEXT that a check keeps valid. */
async function jsonColumns(
  ask: Ask,
  server: Server,
  rows: readonly ColumnRow[],
  where: string,
): Promise<ReadonlySet<string>> {
  if (!server.isMariaDB || !rows.some(({ data }) => data === 'longtext')) return new Set();
  const checks = await ask<{ readonly clause: string }>(
    `select check_clause as clause from information_schema.check_constraints where ${where.replace('table_schema', 'constraint_schema')} and check_clause like 'json\\_valid(%'`,
  );
  const names = checks.flatMap(({ clause }) => /^json_valid\(`((?:[^`]|``)*)`\)$/i.exec(clause)?.[1] ?? []);
  return new Set(names.map((name) => name.replaceAll('``', '`')));
}

/** The unique keys of whole columns: one of the first letters of a column conflicts where the columns differ. */
async function uniqueKeys(ask: Ask, where: string): Promise<readonly (readonly string[])[]> {
  const parts = await ask<{ readonly name: string; readonly field: string | null; readonly part: unknown }>(
    `select index_name as name, column_name as field, sub_part as part from information_schema.statistics where ${where} and non_unique = 0 order by index_name, seq_in_index`,
  );
  const keys = new Map<string, (string | undefined)[]>();
  for (const { name, field, part } of parts) {
    const columns = keys.get(name) ?? [];
    columns.push(part === null && field !== null ? field : undefined);
    keys.set(name, columns);
  }
  return [...keys.values()].filter((columns): columns is string[] => !columns.includes(undefined));
}

/**
 * No trigger can leave a row out; one that runs before an INSERT can give it another key. Triggers are seen by those alone who may
 * make some.
 */
async function insertEffects(ask: Ask, keys: readonly KeyRow[], where: string): Promise<InsertEffects | undefined> {
  const triggers = await ask<{ readonly statement: string }>(
    `select action_statement as statement from information_schema.triggers where ${where.replace('table_schema', 'event_object_schema').replace('table_name', 'event_object_table')} and event_manipulation = 'INSERT' and action_timing = 'BEFORE'`,
  );
  const names = new Set(keys.map(({ name }) => name.toLowerCase()));
  const rekeys = triggers.some(({ statement }) => {
    const set = [...statement.matchAll(/\bnew\s*\.\s*(?:`((?:[^`]|``)+)`|([\w$\u0080-\uffff]+))/gi)];
    return set.some(([, quoted, plain]) => names.has((quoted?.replaceAll('``', '`') ?? plain ?? '').toLowerCase()));
  });
  return rekeys ? { skips: false, rekeys, unsettled: false } : undefined;
}

function columnOf(row: ColumnRow, server: Server, keys: readonly KeyRow[], json: ReadonlySet<string>): MysqlColumn {
  const { name, data, extra, byDefault } = row;
  const own = keys.filter((key) => key.name === name);
  const kind = json.has(name) ? 'json' : kindOf(data.toLowerCase(), row.declared.toLowerCase());
  const generated = /\bgenerated\b/i.test(extra) && !/\bdefault_generated\b/i.test(extra);
  // MariaDB writes defaults as SQL: NULL where there is none, and texts in quotes.
  const given = byDefault !== null && !(server.isMariaDB && byDefault === 'NULL');
  return {
    name,
    kind,
    type: kind === 'json' ? 'json' : typeName(row),
    declared: row.declared,
    nullable: row.nullable === 'YES',
    hasDefault: given || generated || /\bauto_increment\b/i.test(extra),
    generated,
    primaryKey: own.find(({ position }) => position !== null)?.position ?? 0,
    exact: isExact(kind, row.collation ?? undefined, data.toLowerCase()),
    charset: row.charset ?? undefined,
    collation: row.collation ?? undefined,
    length: row.length === null ? undefined : Number(row.length),
    digits: row.digits ?? undefined,
    scale: row.scale ?? undefined,
    precision: row.precision ?? undefined,
    isKey: own.length > 0,
  };
}

/** The type as messages name it; the members of an ENUM are no part of it. */
function typeName({ data, declared }: ColumnRow): string {
  return /^(enum|set)$/i.test(data) ? data.toLowerCase() : declared.toLowerCase();
}
