import type { Row } from '../dialect/rows.js';
import { Place, type DecoderOf } from './places.js';
import { checkText, endOfQuoted, endOfValue, startOfNext, startOfValue, unquoted } from './text.js';

/** Hostile or generated names must not fill the memory; each is part of a text, which it keeps. */
const MOST_PLACES = 1000;
const LONGEST_TEXTS = 1_000_000;

const QUOTE = 34;

/**
 * Makes rows of columns and of the pairs of an hstore. The server writes pairs in an order of their names, so that rows of the
 * same names have one shape: each pair is first expected to be named as after the same ones in the row before.
 */
export class Unpacker {
  /** Where the last row ended: its shape. */
  place: Place;
  readonly #columns: readonly string[];
  readonly #decoderOf: DecoderOf;
  readonly #values: unknown[] = [];
  #root: Place = start();
  #places = 0;
  #length = 0;

  constructor(columns: readonly string[], decoderOf: DecoderOf) {
    // It would become the row's prototype.
    this.#columns = columns.filter((name) => name !== '__proto__');
    this.#decoderOf = decoderOf;
    this.place = this.#root;
  }

  /** Makes a row of the columns of another one, and of the attributes in the text of an hstore, which may be null. */
  unpack(row: Row, text: unknown): Row {
    if (this.#places >= MOST_PLACES || this.#length >= LONGEST_TEXTS) {
      this.#root = start();
      this.#places = this.#length = 0;
    }
    const values = this.#values;
    let place = this.#root;
    let n = 0;
    const known = this.#places;
    if (text !== null) {
      checkText(text);
      const escaped = text.includes('\\');
      for (let at = 0; at < text.length;) {
        const { last } = place;
        place = last !== undefined && text.startsWith(last.head, at) ? last : this.#placeAt(text, at, place);
        at += place.head.length;
        const plainEnd = escaped || text.charCodeAt(at) !== QUOTE ? 0 : text.indexOf('"', at + 1) + 1;
        const to = plainEnd > 0 ? plainEnd : endOfValue(text, at);
        if (place.decode !== null) values[n++] = read(place, text, at, to);
        at = startOfNext(text, to);
      }
      if (this.#places > known) this.#length += text.length;
    }
    this.place = place;
    return place.make(this.#columns, row, values);
  }

  #placeAt(text: string, at: number, before: Place): Place {
    const end = endOfQuoted(text, at);
    const head = text.slice(at, startOfValue(text, end));
    let place = before.next?.get(head);
    if (place === undefined) {
      const name = unquoted(text, at, end);
      place = new Place(head, name, this.#decoderOf(name), before);
      this.#places++;
      const { last } = before;
      if (last !== undefined) (before.next ??= new Map([[last.head, last]])).set(head, place);
    }
    before.last = place;
    return place;
  }
}

function start(): Place {
  return new Place('', '', null, undefined);
}

/** The value that stands from `from` to `to`. */
function read({ decode }: Place, text: string, from: number, to: number): unknown {
  if (text.charCodeAt(from) !== QUOTE) return null;
  const value = unquoted(text, from, to);
  return decode === undefined || decode === null ? value : decode(value);
}
