import type { List } from '@shelf/core';

/** Characters that a text loses on its way through SQLite's JSON: U+0000 and lone surrogates, as JSON.stringify escapes them. */
const FRAGILE = /\\u(?:0000|d[89a-f])/;

/**
 * Lists tuples by one binding, a JSON text, which SQLite takes apart: so that any number of keys is one statement, and
 * the same statement. What JSON cannot carry (bytes, some texts) is not listed.
 * @see https://www.sqlite.org/json1.html#jeach
 */
export function list(keys: readonly (readonly unknown[])[]): List | undefined {
  const width = keys.length;
  const [first = []] = keys;
  const parts = new Array<string>(first.length);
  for (let n = 0; n < first.length; n++) {
    const part = width === 1 ? jsonOf(first[n]) : arrayOf(keys.map((column) => column[n]));
    if (part === undefined) return undefined;
    parts[n] = part;
  }
  const columns =
    width === 1 ? ['value as v0'] : Array.from({ length: width }, (_, i) => `json_extract(value, '$[${i}]') as v${i}`);
  // The limit keeps the list a table of its own: merged into a join it could not be indexed, and would be read for every row.
  return {
    sql: `select ${columns.join(', ')}, key as n from json_each(?) limit -1`,
    bindings: [`[${parts.join(',')}]`],
  };
}

function arrayOf(tuple: readonly unknown[]): string | undefined {
  const values = tuple.map(jsonOf);
  return values.includes(undefined) ? undefined : `[${values.join(',')}]`;
}

function jsonOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? String(value) : undefined;
    case 'bigint':
      return String(value);
    case 'string': {
      const text = JSON.stringify(value);
      return FRAGILE.test(text) ? undefined : text;
    }
    default:
      return undefined;
  }
}
