import type { Bytes } from '../dialect/bytes.js';
import { isText, rowMaker, shapeOf, type Field, type MakeRow, type Row, type Unpacking } from '../dialect/rows.js';
import type { DecoderOf, Place } from './places.js';
import { Unpacker } from './unpacker.js';
import { compileWhole, type MakeWhole } from './whole-row.js';

/** The most shapes of results that are remembered. */
const CAPACITY = 20;

/** Makes rows of the bytes of the server, with attributes in the place of the column that holds them. */
export class HybridRows implements Unpacking {
  readonly decoded: ReadonlySet<string>;
  readonly #holder: string;
  readonly #decodersOf: (columns: readonly string[]) => DecoderOf;
  readonly #makers: Map<string, MakeRow> = new Map();
  /** The result that came last, on connections of one dialect; a prepared statement is described once. */
  #lastFields: readonly Field[] | undefined;
  #lastMaker: MakeRow | undefined;

  constructor(holder: string, decodersOf: (columns: readonly string[]) => DecoderOf) {
    this.#holder = holder;
    this.decoded = new Set([holder]);
    this.#decodersOf = decodersOf;
  }

  makerFor(fields: readonly Field[], bigInts: boolean): MakeRow | undefined {
    if (fields === this.#lastFields) return this.#lastMaker;
    this.#lastMaker = this.#find(fields, bigInts);
    this.#lastFields = fields;
    return this.#lastMaker;
  }

  #find(fields: readonly Field[], bigInts: boolean): MakeRow | undefined {
    const holders = fields.filter(({ name }) => name === this.#holder);
    const plain = rowMaker(fields, bigInts);
    if (plain === undefined || holders.length !== 1) return undefined;
    // What a query calls so may be something else, of which core says that it is no hstore.
    if (!isText((holders[0] as Field).dataTypeID, bigInts)) return undefined;
    const shape = shapeOf(fields, bigInts);
    let maker = this.#makers.get(shape);
    if (maker === undefined) {
      if (this.#makers.size >= CAPACITY) this.#makers.clear();
      maker = this.#make(fields, bigInts, plain);
      this.#makers.set(shape, maker);
    }
    return maker;
  }

  #make(fields: readonly Field[], bigInts: boolean, plain: MakeRow): MakeRow {
    const names = fields.map(({ name }) => name);
    const holder = this.#holder;
    const index = names.indexOf(holder);
    const unpacker = new Unpacker(
      names.filter((name) => name !== holder),
      this.#decodersOf(names),
    );
    const compiled = new WeakMap<Place, { readonly make: MakeWhole | undefined }>();
    /** Makes rows of the shape that the last ones had. */
    let expected: MakeWhole | undefined;
    const other = (bytes: Bytes, at: number): Row => {
      const row = plain(bytes, at);
      const before = unpacker.place;
      const made = unpacker.unpack(row, row[holder]);
      const { place } = unpacker;
      // Where each row has another shape than the one before, nothing is to be expected.
      expected = place === before && place.isUsual ? wholeOf(place) : undefined;
      return made;
    };
    const wholeOf = (place: Place): MakeWhole | undefined => {
      let whole = compiled.get(place);
      if (whole === undefined) compiled.set(place, (whole = { make: compileWhole(fields, bigInts, index, place) }));
      return whole.make;
    };
    return (bytes, at) => expected?.(bytes, at) ?? other(bytes, at);
  }
}
