import type { ColumnDescription, DynamicAttribute, DynamicStore } from '@shelf/core';
import { arrayLiteral } from '../dialect/array-literal.js';
import type { PgColumn } from '../dialect/describe.js';
import { castingOf } from './casts.js';
import { literal } from './literal.js';
import { whyUnstorable, writeHstore, type Pair } from './text.js';
import { HybridRows } from './hybrid-rows.js';
import { Unpacker } from './unpacker.js';

/** An attribute in an hstore, as PostgreSQL's columns are described. */
type HstoreAttribute = DynamicAttribute & Pick<PgColumn, 'base' | 'cast' | 'element'>;

/** Whether a column is an hstore. */
function isHstore(column: ColumnDescription): boolean {
  return (column as PgColumn).base.name === 'hstore';
}

/** How a column of type hstore holds the attributes that have no column of their own. */
export function dynamic(column: ColumnDescription): DynamicStore | undefined {
  if (!isHstore(column) || column.generated) return undefined;
  const { cast: type } = column as PgColumn;
  // `hstore` where the search path leads to the extension, else with its schema, as its operators and functions are then.
  const schema = type.slice(0, -'hstore'.length);
  const operator = (symbol: string): string => (schema === '' ? symbol : `operator(${schema}${symbol})`);
  const [get, concat, remove] = ['->', '||', '-'].map(operator) as [string, string, string];
  return {
    attribute(name, cast): HstoreAttribute {
      const why = whyUnstorable(name);
      if (why !== undefined) throw new TypeError(`cannot be an attribute's name: ${why}`);
      const { kind, type: result, exact, codec, sql } = castingOf(cast);
      const key = literal(name);
      return {
        kind,
        type: result,
        exact,
        codec,
        sql: (holder) => sql(`(${holder} ${get} ${key})`),
        base: { name: result === 'boolean' ? 'bool' : result, isEnum: false },
        cast: result,
        element: undefined,
      };
    },
    pack: (attributes) => writeHstore(attributes as ReadonlyMap<string, unknown> & Iterable<Pair>),
    changed: (holder) => `(coalesce(${holder}, '') ${concat} ?::${type}) ${remove} ?::text[]`,
    changes: (set, removed) => [writeHstore(set), arrayLiteral(removed, String)],
    takenOver(holder, other, names) {
      const taken = `${schema}slice(${other}, array[${names.map(literal).join(', ')}]::text[])`;
      return `coalesce(${holder}, '') ${concat} coalesce(${taken}, '')`;
    },
    unpacker(columns, decoderOf) {
      const unpacker = new Unpacker(columns, decoderOf);
      return (row, value) => unpacker.unpack(row, value);
    },
    unpacking: (holder, decodersOf) => new HybridRows(holder, decodersOf),
  };
}
