import type { Knex } from 'knex';
import { isScalarObject } from '../codecs/bound-value.js';
import { timeOf } from '../codecs/dates.js';
import { isPlainObject } from '../codecs/plain-object.js';
import { show } from '../codecs/show.js';
import { intercept } from '../sync/intercept.js';
import { markAsShelfs } from './own-statements.js';
import type { Capabilities, Codec, ColumnDescription, ColumnKind, Dialect, TableDescription } from '../dialect.js';

/**
 * The dialect of a knex instance that no Shelf dialect made. What the database can do is asked of knex's own
 * compiler, and columns of knex's `columnInfo`; values travel as the driver has them, but where drivers would lose something.
 * Queries that are not Shelf's own cannot be drained from its transactions: that takes a dialect package.
 */
export function genericDialect(knex: Knex): Dialect {
  const isStrict = compiles(() => knex('t').whereILike('a', 'b'), 'ilike');
  const codecs = isStrict ? STRICT : compiles(() => knex('t').truncate(), 'delete from') ? WITHOUT_INSTANTS : LENIENT;
  return {
    name: 'knex',
    capabilities: capabilitiesOf(knex, isStrict),
    connect: () => knex,
    quote: (identifier) => String((knex.client as Knex.Client).wrapIdentifier(identifier, undefined)),
    describe: (connection, table, schema) => describe(connection, table, schema),
    codec: ({ kind }) => codecs[kind] ?? codecs.other,
    ...(isStrict ? { comparand } : {}),
    translate: () => undefined,
  };
}

/** Whether knex's compiler for this database uses a word for a builder. */
function compiles(build: () => { toSQL(): unknown }, word: string): boolean {
  try {
    return (build().toSQL() as { sql: string }).sql.toLowerCase().includes(word);
  } catch {
    return false;
  }
}

function capabilitiesOf(knex: Knex, isStrict: boolean): Capabilities {
  const merging = (): Knex.QueryBuilder => knex('t').insert({ a: 1 }).onConflict('a').merge();
  const onDuplicate = compiles(merging, 'on duplicate key');
  return {
    // Not asked of a compiler that would print a warning.
    returning: !onDuplicate && compiles(() => knex('t').insert({ a: 1 }).returning('a'), 'returning'),
    // A database that answers an INSERT by RETURNING only is told apart by what knex inserts without columns.
    insertId: !compiles(() => knex('t').insert({ a: 1 }), '$1') && !isStrict,
    upsert: onDuplicate ? 'on-duplicate-key' : compiles(merging, 'on conflict') && 'on-conflict',
    emptyInsert: compiles(() => knex('t').insert({}), 'default values') ? 'default values' : '() values ()',
    lateral: false,
    windowFunctions: false,
    rowLocking: compiles(() => knex('t').select().forUpdate(), 'for update'),
    parallelReads: true,
    maxBindings: 900,
    maxIdentifierBytes: Infinity,
    maxIdentifierCharacters: Infinity,
  };
}

async function describe(knex: Knex, table: string, schema: string | undefined): Promise<TableDescription | undefined> {
  const query = knex(table);
  if (schema !== undefined) void query.withSchema(schema);
  intercept(query, (sent, _runner, send) => {
    markAsShelfs(sent);
    return send();
  });
  const info = (await query.columnInfo()) as Record<string, Knex.ColumnInfo>;
  const names = Object.keys(info);
  if (names.length === 0) return undefined;
  const columns = names.map((name): ColumnDescription => {
    const { type, nullable } = info[name] as Knex.ColumnInfo;
    const kind = kindOf(type);
    // columnInfo does not tell defaults apart from generated keys, so what is filled in is not read back.
    return {
      name,
      kind,
      type,
      nullable,
      hasDefault: false,
      generated: false,
      primaryKey: 0,
      exact: kind === 'integer',
    };
  });
  return { name: table, columns, generatedKey: null };
}

/** The kinds of column that have to be told apart; all others hold what their driver says. */
function kindOf(type: string): ColumnKind {
  if (/^json/i.test(type)) return 'json';
  if (/^(tiny|small|medium|big)?int(eger|[248])?( unsigned)?$/i.test(type)) return 'integer';
  if (/char|text|clob|^enum$/i.test(type)) return 'text';
  return /^(datetime|timestamp)/i.test(type) ? 'datetime' : 'other';
}

/** Text where a database that compares only like with like would compare it with a number or an instant. */
function comparand(sql: string, column: ColumnDescription, other: ColumnDescription): string {
  const isKnown = column.kind !== 'other' && other.kind !== 'other';
  return isKnown && column.kind !== other.kind ? `cast(${sql} as text)` : sql;
}

type Codecs = { readonly [kind in ColumnKind]?: Codec };

const JSON_TEXT: Codec = { encode: (value) => JSON.stringify(value) };

/** Some drivers bind a number as `1.0`, and some databases compare text with a number as numbers. */
const toText = (value: unknown): unknown =>
  typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;

/** Not every driver takes a BigInt. */
const toInteger = (value: unknown): unknown => {
  if (typeof value !== 'bigint') return value;
  return isSafe(value) ? Number(value) : String(value);
};

const isSafe = (value: bigint): boolean => value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;

/** Drivers write `[object Object]`: an object is written as JSON, whatever the column's type is called. */
function toJson(value: unknown): unknown {
  if (value instanceof Date) return validDate(value);
  if (typeof value !== 'object' || value === null || isScalarObject(value)) return value;
  if (Array.isArray(value) || isPlainObject(value)) return JSON.stringify(value);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON !== 'function') throw new TypeError(`cannot hold ${show(value)}: it has no JSON`);
  // A decimal, an instant of some library: what its JSON is.
  const json: unknown = toJSON.call(value);
  return typeof json === 'object' && json !== null ? JSON.stringify(json) : json;
}

/** An integer that the driver has rounded is read again as text. */
function integerCodec(encode: (value: unknown) => unknown): Codec {
  return {
    encode,
    lost: (value) => Number.isInteger(value) && !Number.isSafeInteger(value),
    exact: {
      encode,
      // Long enough for 64 bits; `char` alone is one character where types are strict.
      select: (column) => `cast(${column} as char(20))`,
      decode: (value) => (typeof value === 'string' ? readInteger(value.trim()) : value),
    },
  };
}

function readInteger(text: string): unknown {
  if (/^-?\d+$/.test(text)) return isSafe(BigInt(text)) ? Number(text) : text;
  return Number.isFinite(Number(text)) ? Number(text) : text;
}

/** What drivers without a type for instants bind: epoch milliseconds. */
function toTime(value: unknown): unknown {
  return value instanceof Date ? validDate(value).getTime() : toJson(value);
}

/** Some databases store NULL for it. */
function validDate(date: Date): Date {
  if (Number.isNaN(date.getTime())) throw new TypeError('cannot hold an invalid Date');
  return date;
}

/** Drivers of a database without a type for instants give what was stored: epoch milliseconds, or text in UTC. */
function readInstant(value: unknown): unknown {
  const time = typeof value === 'string' ? timeOf(value) : value;
  return typeof time === 'number' ? new Date(time) : value;
}

/** For a database that compares only like with like: its driver writes objects as JSON by itself, and arrays as the database's. */
const STRICT: Codecs = {
  json: JSON_TEXT,
  text: { encode: toText },
  integer: integerCodec(toInteger),
  datetime: { encode: (value) => (value instanceof Date ? validDate(value) : value) },
};

const LENIENT: Codecs & { readonly other: Codec } = {
  json: JSON_TEXT,
  text: { encode: (value) => toJson(toText(value)) },
  integer: integerCodec((value) => toJson(toInteger(value))),
  other: { encode: (value) => toJson(toInteger(value)) },
};

const WITHOUT_INSTANTS: Codecs = { ...LENIENT, datetime: { encode: toTime, decode: readInstant } };
