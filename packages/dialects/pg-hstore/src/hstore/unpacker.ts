import { compileRow } from '@shelf/core/codecs';
import { endOfQuoted, endOfValue, startOfNext, startOfValue, unquoted } from './text.js';

type Row = Record<string, unknown>;
type Decode = (value: unknown) => unknown;
type Make = (row: Row, values: readonly unknown[]) => Row;

/** A pair at its place, after those that stand before it; where the text ends here, a shape of rows. */
class Place {
  readonly name: string;
  readonly decode: Decode | null | undefined;
  /** How the pair begins: `"colour"=>`. */
  readonly head: string;
  readonly before: Place | undefined;
  /** The pair that came next the last time; and all that have, by their heads, where they were several. */
  last: Place | undefined;
  next: Map<string, Place> | undefined;
  /** How many rows have ended here, and what makes them once they are many. */
  rows = 0;
  make: Make | undefined;
  #names: readonly string[] | undefined;

  constructor(head: string, name: string, decode: Decode | null | undefined, before: Place | undefined) {
    this.head = head;
    this.name = name;
    this.decode = decode;
    this.before = before;
  }

  /** The names of the pairs up to this one that become attributes. */
  get names(): readonly string[] {
    if (this.#names !== undefined) return this.#names;
    const names: string[] = [];
    for (let place: Place | undefined = this; place !== undefined; place = place.before)
      if (place.decode !== null) names.unshift(place.name);
    return (this.#names = names);
  }
}

/** Hostile or generated names must not fill the memory; each is part of a text, which it keeps. */
const MOST_PLACES = 1000;
const LONGEST_TEXTS = 1_000_000;
/** From so many rows of one shape on it pays to compile what makes them. */
const MANY = 16;

const QUOTE = 34;

/**
 * Makes the function that makes a row of columns and of the pairs of an hstore. The server writes pairs in an order of their
 * names, so that rows of the same names have one shape: each pair is first expected to be named as after the same ones in the row before.
 */
export function unpacker(
  given: readonly string[],
  decoderOf: (name: string) => Decode | null | undefined,
): (row: Row, value: unknown) => Row {
  // It would become the row's prototype.
  const columns = given.filter((name) => name !== '__proto__');
  const start = (): Place => new Place('', '', null, undefined);
  let root = start();
  let places = 0;
  let length = 0;
  const values: unknown[] = [];

  const placeAt = (text: string, at: number, before: Place): Place => {
    const end = endOfQuoted(text, at);
    const head = text.slice(at, startOfValue(text, end));
    let place = before.next?.get(head);
    if (place === undefined) {
      const name = unquoted(text, at, end);
      place = new Place(head, name, decoderOf(name), before);
      places++;
      const { last } = before;
      if (last !== undefined) (before.next ??= new Map([[last.head, last]])).set(head, place);
    }
    before.last = place;
    return place;
  };

  return (row, value) => {
    if (places >= MOST_PLACES || length >= LONGEST_TEXTS) {
      root = start();
      places = length = 0;
    }
    let place = root;
    let n = 0;
    const known = places;
    if (value !== null) {
      const text = value as string;
      const escaped = text.includes('\\');
      for (let at = 0; at < text.length;) {
        const { last } = place;
        place = last !== undefined && text.startsWith(last.head, at) ? last : placeAt(text, at, place);
        at += place.head.length;
        const plainEnd = escaped || text.charCodeAt(at) !== QUOTE ? 0 : text.indexOf('"', at + 1) + 1;
        const to = plainEnd > 0 ? plainEnd : endOfValue(text, at);
        if (place.decode !== null) values[n++] = read(place, text, at, to);
        at = startOfNext(text, to);
      }
      if (places > known) length += text.length;
    }
    return (place.make ?? making(place, columns))(row, values);
  };
}

/** The value that stands from `from` to `to`. */
function read({ decode }: Place, text: string, from: number, to: number): unknown {
  if (text.charCodeAt(from) !== QUOTE) return null;
  const value = unquoted(text, from, to);
  return decode === undefined || decode === null ? value : decode(value);
}

/** What makes the rows of one shape: compiled where there are many. */
function making(place: Place, columns: readonly string[]): Make {
  if (++place.rows !== MANY) return (row, values) => makeRow(columns, place.names, row, values);
  const { names } = place;
  const made = compileRow<Make>('row, values', '', [
    ...columns.map((name) => [name, `row[${JSON.stringify(name)}]`] as const),
    ...names.map((name, i) => [name, `values[${i}]`] as const),
  ]);
  place.make = made ?? ((row, values) => makeRow(columns, names, row, values));
  return place.make;
}

function makeRow(columns: readonly string[], names: readonly string[], row: Row, values: readonly unknown[]): Row {
  const made: Row = {};
  for (const name of columns) made[name] = row[name];
  for (let i = 0; i < names.length; i++) made[names[i] as string] = values[i];
  return made;
}
