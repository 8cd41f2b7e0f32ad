import type { ColumnDescription, List } from '@shelf/core';
import type { MysqlColumn } from './describe.js';
import { IntegerList } from './integer-list.js';

/** Half of a surrogate pair, as JSON.stringify escapes it: it is no text that a column could hold. */
const FRAGILE = /\\ud[89a-f]/;

/** The longest key that the server puts an index of its own on, in characters of four bytes. */
const LONGEST_INDEXED = 249;

/**
 * Lists tuples by one binding, a JSON text, which the server takes apart: so that any number of keys is one statement, and
 * the same statement. A column of the list has the type and collation of the column that it is compared with.
 * What JSON cannot carry exactly (bytes) is not listed.
 * @see https://mariadb.com/kb/en/json_table/
 */
export function list(keys: readonly (readonly unknown[])[], columns: readonly ColumnDescription[]): List | undefined {
  const types: string[] = [];
  for (const [i, values] of keys.entries()) {
    const type = typeOf(columns[i] as MysqlColumn | undefined, values, keys.length);
    if (type === undefined) return undefined;
    types.push(type);
  }
  const [first = []] = keys;
  const single = keys.length === 1;
  const paths = types.map((type, i) => `v${i} ${type} path '$${single ? '' : `[${i}]`}' error on error`);
  const names = types.map((_, i) => readAs(`v${i}`, columns[i] as MysqlColumn));
  // The limit keeps the list a table of its own, which the server indexes; merged into a join it would be read for every row.
  const sql = `select ${names.join(', ')}, n - 1 as n from json_table(?, '$[*]' columns (n for ordinality, ${paths.join(', ')})) as listed limit 18446744073709551615`;
  const tuples = (): unknown[] =>
    first.map((value, n) => (single ? plain(value) : keys.map((column) => plain(column[n]))));
  if (single && isInteger(columns[0])) return integers(sql, first as (number | bigint)[], tuples);
  const json = JSON.stringify(tuples());
  return FRAGILE.test(json) ? undefined : { sql, bindings: [json] };
}

/** Integers, of which mostly the members are asked for. */
function integers(sql: string, keys: readonly (number | bigint)[], tuples: () => unknown[]): List {
  const span = spanOf(keys);
  return {
    sql,
    get bindings() {
      return [JSON.stringify(tuples())];
    },
    members: { sql: '?', bindings: [new IntegerList(keys)] },
    ...(span && { span }),
  };
}

/** The least and the greatest of keys that are all the numbers between: those of a page, or of a table that never lost a row. */
function spanOf(keys: readonly (number | bigint)[]): readonly [number, number] | undefined {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key !== 'number') return undefined;
    if (key < least) least = key;
    if (key > greatest) greatest = key;
  }
  if (greatest - least + 1 !== keys.length) return undefined;
  return new Set(keys).size === keys.length ? [least, greatest] : undefined;
}

function isInteger(column: ColumnDescription | undefined): boolean {
  return column?.kind === 'integer' || column?.kind === 'bigint';
}

/** JSON has no integers of 64 bits; as text they are read exactly. */
function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** The type of a list's column; undefined where these values are not listed. */
function typeOf(column: MysqlColumn | undefined, values: readonly unknown[], width: number): string | undefined {
  switch (column?.kind) {
    case 'integer':
    case 'bigint':
      if (column.type.startsWith('bit')) return undefined;
      return values.some((value) => typeof value === 'bigint' && value >= 2n ** 63n) ? 'bigint unsigned' : 'bigint';
    case 'text':
      return textType(column, values, width);
    case 'uuid':
      // JSON_TABLE knows no UUID; one is compared with a text as uuids, by its index.
      return 'char(36)';
    case 'decimal':
      // Without UNSIGNED, which would refuse a key below 0 instead of finding none.
      return `decimal(${column.digits}, ${column.scale})`;
    case 'date':
    case 'datetime':
      return column.type;
    default:
      return undefined;
  }
}

function textType({ charset, collation }: MysqlColumn, values: readonly unknown[], width: number): string | undefined {
  if (charset === undefined || collation === undefined) return undefined;
  let longest = 0;
  for (const value of values) longest = Math.max(longest, (value as string).length);
  const indexed = Math.floor(LONGEST_INDEXED / width);
  const type = longest <= indexed ? `varchar(${indexed})` : 'longtext';
  return `${type} character set utf8mb4 collate ${charset === WIDEST ? collation : `${WIDEST}_bin`}`;
}

/** The character set that JSON is in, and that holds every text. */
const WIDEST = 'utf8mb4';

/** A listed text in its column's character set, so that the column's index serves; what it has no characters for is in no such column. */
function readAs(name: string, { kind, charset, collation }: MysqlColumn): string {
  if (kind !== 'text' || charset === undefined || charset === WIDEST) return name;
  const read = `convert(${name} using ${charset})`;
  return `case when convert(${read} using ${WIDEST}) = ${name} then ${read} collate ${collation} end as ${name}`;
}
