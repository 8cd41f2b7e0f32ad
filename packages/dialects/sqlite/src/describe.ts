import { askOn, type ColumnDescription, type TableDescription } from '@shelf/core';
import type { Knex } from 'knex';
import { insertEffects, type Definition } from './insert-effects.js';
import { declaredNumbers, kindOf } from './kinds.js';
import { quote } from './quote.js';

/** A row of `pragma table_xinfo`. */
interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
  /** 0: ordinary, 1: hidden column of a virtual table, 2 and 3: generated. */
  readonly hidden: number;
  /** How many indexes the primary key has; the rowid needs none. */
  readonly key_indexes: number;
  /** Whether the connection has a table or view of that name for itself. */
  readonly temporary: number;
}

/** What the client answers. */
interface Answer {
  response: unknown;
}

type Ask = <T>(sql: string, bindings?: readonly unknown[]) => Promise<readonly T[]>;

/** Reads a table's, or a view's, columns from SQLite's catalogue. */
export async function describe(
  knex: Knex,
  table: string,
  schema?: string,
  signal?: AbortSignal,
): Promise<TableDescription | undefined> {
  const asking = await askOn<Answer>(knex, signal);
  // Past knex.raw, because `postProcessResponse` may rename what comes back.
  const ask: Ask = async (sql, bindings = []) => (await asking.send({ sql, bindings })).response as never;
  try {
    const known = await databases(ask);
    if (schema !== undefined && !known.has(schema.toLowerCase())) return undefined;
    const rows = await columnsOf(ask, table, schema);
    if (rows.length === 0) return undefined;
    const generatedKey = rowIdAlias(rows);
    const exact = await exactness(ask, rows, table, schema);
    const columns = rows.map((row, i) => columnOf(row, generatedKey, exact[i] ?? false));
    // A trigger of a session's own may be on any table.
    const definitions = await definitionsOf(ask, table, schema === undefined ? [...known] : [schema, 'temp']);
    const temporary = rows[0]?.temporary === 1 && (schema === undefined || schema.toLowerCase() === 'temp');
    return { name: table, generatedKey, columns, inserts: insertEffects(definitions), temporary };
  } finally {
    await asking.release();
  }
}

/** The names of the databases that this connection has open: main, temp and those attached. */
async function databases(ask: Ask): Promise<ReadonlySet<string>> {
  const rows = await ask<{ readonly name: string }>('pragma database_list');
  return new Set(['temp', ...rows.map(({ name }) => name.toLowerCase())]);
}

/** The CREATE statements of a table or view and of its triggers. */
async function definitionsOf(ask: Ask, table: string, schemas: readonly string[]): Promise<readonly Definition[]> {
  const each = (schema: string): string =>
    `select type, sql from ${quote(schema)}.sqlite_master where sql is not null and type <> 'index' and tbl_name = ? collate nocase`;
  return await ask(
    schemas.map(each).join(' union all '),
    schemas.map(() => table),
  );
}

function columnsOf(ask: Ask, table: string, schema: string | undefined): Promise<readonly ColumnRow[]> {
  const [parameters, bindings] = schema === undefined ? ['?', [table]] : ['?, ?', [table, schema]];
  return ask(
    `select name, type, "notnull", dflt_value, pk, hidden, (select count(*) from pragma_index_list(${parameters}) where origin = 'pk') as key_indexes,` +
      ` exists (select 1 from temp.sqlite_master where name = ? collate nocase and type in ('table', 'view')) as temporary` +
      ` from pragma_table_xinfo(${parameters}) order by cid`,
    [...bindings, table, ...bindings],
  );
}

function columnOf(row: ColumnRow, generatedKey: string | undefined, exact: boolean): ColumnDescription {
  const type = row.type.toLowerCase();
  const generated = row.hidden === 2 || row.hidden === 3;
  const isKey = row.name === generatedKey;
  const kind = kindOf(type);
  const [precision] = kind === 'datetime' ? declaredNumbers(type) : [];
  return {
    name: row.name,
    kind,
    type,
    nullable: row.notnull === 0 && !isKey,
    hasDefault: row.dflt_value !== null || generated || isKey,
    generated,
    primaryKey: row.pk,
    exact,
    precision,
  };
}

/** The column that is another name of the rowid: a primary key of type INTEGER that needs no index, as others do. */
function rowIdAlias(rows: readonly ColumnRow[]): string | undefined {
  return rows.find(({ pk, type, key_indexes }) => pk === 1 && type.toUpperCase() === 'INTEGER' && key_indexes === 0)
    ?.name;
}

// Pairs of texts that are different in JavaScript and equal to some collations: NOCASE, RTRIM, those that ignore accents.
const LOOKALIKES: readonly (readonly [string, string])[] = [
  ['a', 'A'],
  ['a', 'a '],
  ['e', 'é'],
];

/**
 * Finds the columns that compare text exactly. The catalogue does not name a column's collation, so the column is asked:
 * in a compound SELECT every row has the collation of the first, which here has no rows.
 */
async function exactness(
  ask: Ask,
  rows: readonly ColumnRow[],
  table: string,
  schema: string | undefined,
): Promise<readonly boolean[]> {
  const source = schema === undefined ? quote(table) : `${quote(schema)}.${quote(table)}`;
  const exact: boolean[] = [];
  for (let from = 0; from < rows.length; from += COLUMNS_PER_PROBE) {
    const some = rows.slice(from, from + COLUMNS_PER_PROBE);
    const [answer] = await ask<Record<string, number>>(probe(some, source));
    exact.push(...some.map((_, i) => answer?.[`c${i}`] === 0));
  }
  return exact;
}

const COLUMNS_PER_PROBE = 100;

function probe(rows: readonly ColumnRow[], source: string): string {
  const columns = rows.map(({ name }, i) => `${quote(name)} as c${i}`).join(', ');
  const selects = LOOKALIKES.map(([one]) => `select ${rows.map(() => `'${one}'`).join(', ')}, '${one}'`);
  const equal = (i: number): string =>
    LOOKALIKES.map(([one, other]) => `sum(c${i} = '${other}' and probed = '${one}')`).join(' + ');
  return (
    `with probes as (select ${columns}, null as probed from ${source} where 0 union all ${selects.join(' union all ')})` +
    ` select ${rows.map((_, i) => `${equal(i)} as c${i}`).join(', ')} from probes`
  );
}
