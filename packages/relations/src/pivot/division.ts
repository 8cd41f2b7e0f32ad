import { compileRow, type Property } from '@shelf/core/codecs';
import type { Row, Table } from '@shelf/core/inside';

/** How a row is divided into what was selected for somebody else and what stays. */
export interface Division {
  /** The names that the row has. */
  readonly names: readonly string[];
  /** What stays. */
  kept(row: Row): Row;
  /** What was selected for somebody else, decoded. */
  taken(row: Row): Row;
}

type Decode = ((value: unknown) => unknown) | undefined;

/** The most shapes of rows of one table that are remembered. */
const CAPACITY = 100;

const divisionsOf = new WeakMap<Table, Map<string, Division>>();

/**
 * How the rows of a table that have these names are divided, by compiled functions.
 *
 * @param keys the names that are taken
 * @param decoders what decodes their values: the same for the same keys of a table
 */
export function divisionOf(
  table: Table,
  names: readonly string[],
  keys: readonly string[],
  decoders: readonly Decode[],
): Division {
  let divisions = divisionsOf.get(table);
  if (divisions === undefined) divisionsOf.set(table, (divisions = new Map()));
  const shape = JSON.stringify([keys, names]);
  let division = divisions.get(shape);
  if (division !== undefined) return division;
  const rest = names.filter((name) => !keys.includes(name));
  division = {
    names,
    kept: compileRow<(row: Row) => Row>('row', '', rest.map(plain)) ?? ((row) => picked(row, rest, [])),
    taken:
      compileRow<(row: Row) => Row>(
        'row',
        'let v;',
        keys.map((name, i) => decoded(name, i, decoders)),
        decoders,
      ) ?? ((row) => picked(row, keys, decoders)),
  };
  if (divisions.size >= CAPACITY) divisions.clear();
  divisions.set(shape, division);
  return division;
}

function plain(name: string): Property {
  return [name, `row[${JSON.stringify(name)}]`];
}

function decoded(name: string, i: number, decoders: readonly Decode[]): Property {
  const [, value] = plain(name);
  return [name, decoders[i] === undefined ? value : `(v = ${value}) === null ? null : constants[${i}](v)`];
}

function picked(row: Row, names: readonly string[], decoders: readonly Decode[]): Row {
  const some: Row = {};
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const value = row[name];
    const decode = decoders[i];
    some[name] = value === null || decode === undefined ? value : decode(value);
  }
  return some;
}
