import { compileRow } from '@shelf/core/codecs';
import type { Row } from '../dialect/rows.js';

/** Makes an attribute of a value that is a text. */
export type Decode = (value: unknown) => unknown;

/** Says how the values of a name are decoded: `undefined` leaves them as they are, `null` leaves the attribute out. */
export type DecoderOf = (name: string) => Decode | null | undefined;

type Make = (row: Row, values: readonly unknown[]) => Row;

/** From so many rows of one shape on it pays to compile what makes them of their values; and of their bytes, which takes longer. */
const MANY = 16;
const VERY_MANY = 500;

/** A pair at its place, after those that stand before it; where the text ends here, a shape of rows. */
export class Place {
  readonly name: string;
  readonly decode: Decode | null | undefined;
  /** How the pair begins: `"colour"=>`. */
  readonly head: string;
  readonly before: Place | undefined;
  /** The pair that came next the last time; and all that have, by their heads, where they were several. */
  last: Place | undefined;
  next: Map<string, Place> | undefined;
  /** How many rows were made here, and what makes them once they are many. */
  #rows = 0;
  #make: Make | undefined;
  #pairs: readonly Place[] | undefined;

  constructor(head: string, name: string, decode: Decode | null | undefined, before: Place | undefined) {
    this.head = head;
    this.name = name;
    this.decode = decode;
    this.before = before;
  }

  /** The pairs up to this one, in their order. */
  get pairs(): readonly Place[] {
    if (this.#pairs !== undefined) return this.#pairs;
    const pairs: Place[] = [];
    for (let place: Place = this; place.before !== undefined; place = place.before) pairs.unshift(place);
    return (this.#pairs = pairs);
  }

  /** Whether rows that end here have become so many that what makes them of their bytes pays. */
  get isUsual(): boolean {
    return this.#rows >= VERY_MANY;
  }

  /** Makes a row that ends here, of columns of another row and of the values of the attributes. */
  make(columns: readonly string[], row: Row, values: readonly unknown[]): Row {
    this.#rows++;
    if (this.#make !== undefined) return this.#make(row, values);
    const names = this.pairs.filter(({ decode }) => decode !== null).map(({ name }) => name);
    if (this.#rows < MANY) return makeRow(columns, names, row, values);
    this.#make = compile(columns, names) ?? ((...given) => makeRow(columns, names, ...given));
    return this.#make(row, values);
  }
}

function compile(columns: readonly string[], names: readonly string[]): Make | undefined {
  return compileRow<Make>('row, values', '', [
    ...columns.map((name) => [name, `row[${JSON.stringify(name)}]`] as const),
    ...names.map((name, i) => [name, `values[${i}]`] as const),
  ]);
}

function makeRow(columns: readonly string[], names: readonly string[], row: Row, values: readonly unknown[]): Row {
  const made: Row = {};
  for (const name of columns) made[name] = row[name];
  for (let i = 0; i < names.length; i++) made[names[i] as string] = values[i];
  return made;
}
