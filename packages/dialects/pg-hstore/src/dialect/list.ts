import type { ColumnDescription, List } from '@shelf/core';
import { arrayLiteral } from './array-literal.js';
import { bytesText } from './bindings.js';
import type { PgColumn } from './describe.js';
import { KeyList } from './key-list.js';

/** Integers are listed as the widest: a key of 64 bits may be looked for in a narrower column, and is not in there. */
const WIDER: ReadonlyMap<string, string> = new Map([
  ['int2', 'int8'],
  ['int4', 'int8'],
  ['oid', 'int8'],
]);

/** Lists tuples by one array for each column of the key, so that any number of keys is one statement, and the same one. */
export function list(keys: readonly (readonly unknown[])[], columns: readonly ColumnDescription[]): List | undefined {
  const names = keys.map((_, i) => `v${i}`).join(', ');
  const arrays: string[] = [];
  const bindings: KeyList[] = [];
  for (const [i, values] of keys.entries()) {
    const column = columns[i] as PgColumn | undefined;
    // Without a description the type of the array is not known.
    if (column === undefined || column.element !== undefined) return undefined;
    arrays.push(`?::${WIDER.get(column.base.name) ?? column.cast}[]`);
    bindings.push(new KeyList(arrayLiteral(values, textOf), values.length));
  }
  return {
    sql: `select ${names}, n - 1 as n from unnest(${arrays.join(', ')}) with ordinality as keys (${names}, n)`,
    bindings,
  };
}

/** The text of an encoded value. */
function textOf(value: unknown): string {
  return value instanceof Uint8Array ? bytesText(value) : String(value);
}
