import { int32, type Bytes } from './bytes.js';
import type { Listener, Source, Wire } from './wire.js';

/** Takes the rows of the statement that runs. */
export interface RowTaker {
  /** @param at where, in the DataRow message, the length of its first value stands */
  takeRow(bytes: Bytes, at: number): void;
}

/** The type of a message and its length. */
const HEADER = 5;
const DATA_ROW = 0x44;
/** The type, the length, and how many values there are. */
const BEFORE_VALUES = 7;
/** What is longer is not copied for the sake of one write. */
const LONGEST_COPIED = 65_536;
/** PostgreSQL sends nothing longer. */
const LONGEST = 0x3fff_ffff;

/**
 * One connection's bytes. Rows go from here to the statement that takes them; pg, which makes a text of each value and
 * an object and an event of each row, reads the other messages. What is sent together is written at once.
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class Line {
  /** Takes the rows that come; without it pg reads them. */
  taker: RowTaker | undefined;
  readonly #wire: Wire;
  /** The wire, with a stream that collects. */
  readonly #collecting: Wire;
  /** The same, and it asks for no description. */
  readonly #undescribing: Wire;
  #written: Buffer[] = [];
  /** The beginning of a message that has not come whole. */
  #parts: Buffer[] = [];
  #had = 0;
  #needed = 0;

  constructor(wire: Wire) {
    this.#wire = wire;
    const stream = { writable: true, write: (bytes: Buffer) => this.#written.push(bytes) > 0 };
    this.#collecting = Object.create(wire, { stream: { value: stream } }) as Wire;
    this.#undescribing = Object.create(this.#collecting, { describe: { value: () => undefined } }) as Wire;
    const { attachListeners } = wire;
    wire.attachListeners = (source) => attachListeners.call(wire, this.#filtered(source));
  }

  /** Runs what writes several messages, and writes them as one. */
  writeTogether<T>(write: (wire: Wire) => T): T {
    return this.#together(this.#collecting, write);
  }

  /** The same, where it is known what the results will be like. */
  writeUndescribed<T>(write: (wire: Wire) => T): T {
    return this.#together(this.#undescribing, write);
  }

  #together<T>(wire: Wire, write: (wire: Wire) => T): T {
    try {
      return write(wire);
    } finally {
      const written = this.#written;
      this.#written = [];
      const length = written.reduce((sum, part) => sum + part.length, 0);
      if (length > LONGEST_COPIED) for (const part of written) this.#wire._send(part);
      else if (length > 0) this.#wire._send(Buffer.concat(written, length));
    }
  }

  #filtered(source: Source): Source {
    return {
      on: (event, listener) =>
        source.on(event, event === 'data' ? (chunk) => this.#read(chunk as Bytes, listener) : listener),
    };
  }

  #read(chunk: Bytes, pg: Listener): void {
    let bytes = chunk;
    if (this.#had > 0) {
      this.#parts.push(chunk);
      this.#had += chunk.length;
      if (this.#had < this.#needed) return;
      bytes = Buffer.concat(this.#parts) as Bytes;
      this.#parts = [];
      this.#had = 0;
    }
    const end = bytes.length;
    /** Where the messages begin that pg has not got yet. */
    let others = 0;
    let at = 0;
    let size = HEADER;
    while (at + HEADER <= end) {
      size = 1 + int32(bytes, at + 1);
      // No message of PostgreSQL: pg knows what to make of it.
      if (size < HEADER || size > LONGEST) return pg(bytes.subarray(others));
      if (at + size > end) break;
      if (bytes[at] === DATA_ROW) {
        // They may bring the description of the row.
        if (others < at) pg(bytes.subarray(others, at));
        others = at;
        if (this.taker !== undefined) {
          this.taker.takeRow(bytes, at + BEFORE_VALUES);
          others = at + size;
        }
      }
      at += size;
      size = HEADER;
    }
    if (others < at) pg(others === 0 && at === end ? bytes : bytes.subarray(others, at));
    if (at === end) return;
    this.#parts.push(bytes.subarray(at));
    this.#had = end - at;
    this.#needed = size;
  }
}
