import type { Knex } from 'knex';
import { isScalarObject } from '../codecs/bound-value.js';
import { isPlainObject } from '../codecs/plain-object.js';
import { show } from '../codecs/show.js';
import type { Capabilities, Codec, ColumnDescription, ColumnKind, Dialect, TableDescription } from '../dialect.js';

/**
 * The dialect of a knex instance that no Shelf dialect made. What the database can do is asked of knex's own
 * compiler, and columns of knex's `columnInfo`; values travel as the driver has them, but for objects where drivers would lose them.
 * Queries that are not Shelf's own cannot be drained from its transactions: that takes a dialect package.
 */
export function genericDialect(knex: Knex): Dialect {
  return {
    name: 'knex',
    capabilities: capabilitiesOf(knex),
    connect: () => knex,
    quote: (identifier) => String((knex.client as Knex.Client).wrapIdentifier(identifier, undefined)),
    describe: (connection, table, schema) => describe(connection, table, schema),
    codec: isPostgres(knex) ? jsonCodec : objectCodec,
    translate: () => undefined,
  };
}

function capabilitiesOf(knex: Knex): Capabilities {
  const compiles = (build: () => { toSQL(): unknown }, word: string): boolean => {
    try {
      return (build().toSQL() as { sql: string }).sql.toLowerCase().includes(word);
    } catch {
      return false;
    }
  };
  const returning = compiles(() => knex('t').insert({ a: 1 }).returning('a'), 'returning');
  const onConflict = compiles(() => knex('t').insert({ a: 1 }).onConflict('a').merge(), 'on conflict');
  const onDuplicate = compiles(() => knex('t').insert({ a: 1 }).onConflict('a').merge(), 'on duplicate key');
  return {
    returning,
    // A database that answers an INSERT by RETURNING only is told apart by what knex inserts without columns.
    insertId: !compiles(() => knex('t').insert({ a: 1 }), '$1') && !isPostgres(knex),
    upsert: onConflict ? 'on-conflict' : onDuplicate ? 'on-duplicate-key' : false,
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

/** Only PostgreSQL's compiler has ILIKE. */
function isPostgres(knex: Knex): boolean {
  try {
    return knex('t').whereILike('a', 'b').toSQL().sql.includes('ilike');
  } catch {
    return false;
  }
}

async function describe(knex: Knex, table: string, schema: string | undefined): Promise<TableDescription | undefined> {
  const query = knex(table);
  if (schema !== undefined) void query.withSchema(schema);
  const info = (await query.columnInfo()) as Record<string, Knex.ColumnInfo>;
  const names = Object.keys(info);
  if (names.length === 0) return undefined;
  const columns = names.map((name): ColumnDescription => {
    const { type, nullable } = info[name] as Knex.ColumnInfo;
    // columnInfo does not tell defaults apart from generated keys, so what is filled in is not read back.
    return {
      name,
      kind: kindOf(type),
      type,
      nullable,
      hasDefault: false,
      generated: false,
      primaryKey: 0,
      exact: false,
    };
  });
  return { name: table, columns, generatedKey: null };
}

function kindOf(type: string): ColumnKind {
  return /^json/i.test(type) ? 'json' : 'other';
}

/** pg writes objects as JSON by itself, and arrays as those of the database. */
function jsonCodec(column: ColumnDescription): Codec | undefined {
  return column.kind === 'json' ? JSON_TEXT : undefined;
}

const JSON_TEXT: Codec = { encode: (value) => JSON.stringify(value) };

/** Other drivers write `[object Object]`: an object is written as JSON, whatever the column's type is called. */
function objectCodec(column: ColumnDescription): Codec {
  return column.kind === 'json' ? JSON_TEXT : OBJECTS_AS_JSON;
}

const OBJECTS_AS_JSON: Codec = {
  encode(value) {
    if (typeof value !== 'object' || value === null || isScalarObject(value)) return value;
    if (Array.isArray(value) || isPlainObject(value)) return JSON.stringify(value);
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON !== 'function') throw new TypeError(`cannot hold ${show(value)}: it has no JSON`);
    // A decimal, an instant of some library: what its JSON is.
    const json: unknown = toJSON.call(value);
    return typeof json === 'object' && json !== null ? JSON.stringify(json) : json;
  },
};
