import { ConnectionLostError } from '@shelf/core';
import { Socket, type ConnectOpts, type SocketConstructorOpts } from 'node:net';
import { int32, type Bytes } from './bytes.js';
import type { Listener, Source, Wire } from './wire.js';

/** Takes the rows of the statement that runs. */
export interface RowTaker {
  /** @param at where, in the DataRow message, the number of its values stands */
  takeRow(bytes: Bytes, at: number): void;
}

/** The type of a message and its length. */
const HEADER = 5;
const DATA_ROW = 0x44;
const READY_FOR_QUERY = 0x5a;
/** What is longer is not copied for the sake of one write. */
const LONGEST_COPIED = 65_536;
/** How much is read at once. */
const READ_SIZE = 65_536;
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
  /** A statement of Shelf's runs: nobody else reads from the socket, as COPY does. */
  ours = false;
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
  /** pg's own reading. */
  #pg: Listener = () => undefined;

  /** @param plain whether nothing but the protocol is on the wire, no TLS, and the socket may be replaced */
  constructor(wire: Wire, plain: boolean) {
    this.#wire = wire;
    if (plain) wire.stream = this.#newSocket();
    const stream = { writable: true, write: (bytes: Buffer) => this.#written.push(bytes) > 0 };
    this.#collecting = Object.create(wire, { stream: { value: stream } }) as Wire;
    this.#undescribing = Object.create(this.#collecting, { describe: { value: () => undefined } }) as Wire;
    const { attachListeners } = wire;
    wire.attachListeners = (source) => attachListeners.call(wire, this.#filtered(source));
  }

  /** A socket that reads into one piece of memory, again and again, instead of a new one each time. */
  #newSocket(): Socket {
    const callback = (length: number, memory: Uint8Array): boolean => {
      const bytes = memory.subarray(0, length) as Bytes;
      // Others read, and pause, the socket as a stream.
      if (!this.ours) return socket.push(Buffer.from(bytes));
      this.#take(bytes, true);
      return true;
    };
    const options: SocketConstructorOpts & ConnectOpts = {
      onread: { buffer: Buffer.allocUnsafeSlow(READ_SIZE), callback },
    };
    const socket = new Socket(options);
    return socket;
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
      if (length > LONGEST_COPIED) this.#writeEach(written);
      else if (length > 0) this.#wire._send(Buffer.concat(written, length));
    }
  }

  #writeEach(written: readonly Buffer[]): void {
    const { stream } = this.#wire;
    stream.cork?.();
    for (const part of written) this.#wire._send(part);
    stream.uncork?.();
  }

  #filtered(source: Source): Source {
    return {
      on: (event, listener) => {
        if (event !== 'data') return source.on(event, listener);
        this.#pg = listener;
        return source.on('data', (chunk) => this.#take(chunk as Bytes, false));
      },
    };
  }

  /** Reads what has come. Nobody could catch what is thrown in the socket's callback: it would end the process. */
  #take(bytes: Bytes, reused: boolean): void {
    try {
      this.#read(bytes, reused);
    } catch (cause) {
      const message = 'The server has sent a message that cannot be read, and its connection was given up';
      const reason = cause instanceof ConnectionLostError ? cause : new ConnectionLostError(message, { cause });
      this.#wire.stream.destroy(reason);
    }
  }

  /** @param reused whether other bytes will be in that memory soon: who keeps some needs a copy */
  #read(bytes: Bytes, reused: boolean): void {
    if (this.#had > 0) return this.#readWithParts(bytes, reused);
    const end = bytes.length;
    /** Where the messages begin that pg has not got yet. */
    let others = 0;
    let at = 0;
    let size = HEADER;
    while (at + HEADER <= end) {
      size = 1 + int32(bytes, at + 1);
      // No message of PostgreSQL: pg knows what to make of it.
      if (size < HEADER || size > LONGEST) return this.#handOver(bytes, others, end, reused);
      if (at + size > end) break;
      if (bytes[at] === DATA_ROW) {
        // They may bring the description of the row.
        if (others < at) this.#handOver(bytes, others, at, reused);
        others = at;
        if (this.taker !== undefined) {
          this.taker.takeRow(bytes, at + HEADER);
          others = at + size;
        }
      }
      // Before pg hears of it, and sends the next.
      if (bytes[at] === READY_FOR_QUERY) this.ours = false;
      at += size;
      size = HEADER;
    }
    if (others < at) this.#handOver(bytes, others, at, reused);
    if (at === end) return;
    this.#parts.push(kept(bytes.subarray(at), reused));
    this.#had = end - at;
    this.#needed = size;
  }

  /** Goes on with a message of which some came before. */
  #readWithParts(bytes: Bytes, reused: boolean): void {
    this.#parts.push(kept(bytes, reused));
    this.#had += bytes.length;
    if (this.#had < this.#needed) return;
    const whole = Buffer.concat(this.#parts, this.#had) as Bytes;
    this.#parts = [];
    this.#had = 0;
    this.#read(whole, false);
  }

  /** Has pg read messages. */
  #handOver(bytes: Bytes, from: number, to: number, reused: boolean): void {
    this.#pg(kept(bytes.subarray(from, to), reused));
  }
}

/** Bytes that may be held on to. */
function kept(bytes: Buffer, reused: boolean): Buffer {
  return reused ? Buffer.from(bytes) : bytes;
}
