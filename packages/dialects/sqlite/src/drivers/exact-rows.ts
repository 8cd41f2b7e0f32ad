import { isRounded, selectExactly } from '../codecs/numbers.js';
import { quote } from '../quote.js';

type Row = Readonly<Record<string, unknown>>;

/** Whether a row has an integer that the driver has made a double of, which holds no integer beyond 2^53. */
export function hasRounded(row: Row): boolean {
  for (const name in row) if (isRounded(row[name])) return true;
  return false;
}

const READS = /^\s*(?:select|with|values)\b/i;

/**
 * A SELECT whose integers beyond 2^53 come as text, of one that has these columns; undefined where it is none, or its columns are not
 * in the order of the names.
 */
export function exactSelect(sql: string, names: readonly string[]): string | undefined {
  // JavaScript puts names that are numbers first.
  if (!READS.test(sql) || names.some((name) => /^\d+$/.test(name))) return undefined;
  const columns = names.map((_, i) => `c${i}`);
  const list = names.map((name, i) => `${selectExactly(`c${i}`)} as ${quote(name)}`);
  const source = sql.replace(/;\s*$/, '');
  return `with shelf_rows(${columns.join(', ')}) as (${source}\n) select ${list.join(', ')} from shelf_rows`;
}
