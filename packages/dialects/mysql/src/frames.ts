import type { Packet, Parser } from './commands.js';
import type { MakeRow } from './rows.js';

const HEADER = 4;
/** A packet of this length goes on in the next one. */
const LONGEST = 0xff_ffff;
/** How the packet after the last row begins, which is shorter than a row that begins so; an error begins with what comes after. */
const END = 0xfe;
const LONGEST_END = 8;

/** Where the rows go that come. */
export interface Taking {
  readonly makeRow: MakeRow;
  readonly rows: object[];
}

/**
 * Takes the packets off a connection's bytes, in the place of mysql2's own parser: rows are made here, in a row, and all other
 * packets go to the connection.
 * @see https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_packets.html
 */
export class Frames {
  /** Set while rows come. */
  taking: Taking | undefined;
  /** What packets are handed on in. */
  readonly #packet: Packet;
  readonly #connection: { sequenceId: number };
  readonly #hand: (packet: Packet) => void;
  /** The beginning of a packet that has not come whole. */
  #parts: Buffer[] = [];
  #had = 0;
  #needed = 0;
  /** What has come of a packet that is longer than one can be, and the number of its first. */
  #long: Buffer[] = [];
  #first = 0;

  constructor({ _reusablePacket, onPacket }: Parser, connection: { sequenceId: number }) {
    this.#packet = _reusablePacket;
    this.#hand = onPacket;
    this.#connection = connection;
  }

  /** Reads what has come. */
  execute(chunk: Buffer): void {
    const end = chunk.length;
    let at = this.#had > 0 ? this.#complete(chunk) : 0;
    let size = HEADER;
    while (at + HEADER <= end) {
      size = sizeAt(chunk, at);
      if (at + size > end) break;
      this.#read(chunk, at, size);
      at += size;
      size = HEADER;
    }
    if (at < end) this.#keep(chunk, at, size);
  }

  /** Keeps the beginning of a packet. */
  #keep(chunk: Buffer, at: number, size: number): void {
    this.#parts.push(at === 0 ? chunk : chunk.subarray(at));
    this.#had += chunk.length - at;
    this.#needed = size;
  }

  /** Reads the packet of which some came before. Answers where the next one begins. */
  #complete(chunk: Buffer): number {
    let at = 0;
    for (;;) {
      const missing = this.#needed - this.#had;
      if (chunk.length - at < missing) {
        this.#keep(chunk, at, this.#needed);
        return chunk.length;
      }
      const packet = Buffer.concat([...this.#parts, chunk.subarray(at, at + missing)], this.#needed);
      at += missing;
      const size = sizeAt(packet, 0);
      this.#parts = [];
      this.#had = 0;
      if (size === packet.length) {
        this.#read(packet, 0, size);
        return at;
      }
      // It was the header alone.
      this.#keep(packet, 0, size);
    }
  }

  #read(bytes: Buffer, at: number, size: number): void {
    const { taking } = this;
    if (taking === undefined || size === HEADER + LONGEST || this.#long.length > 0 || !isRow(bytes, at, size))
      return this.#handOver(bytes, at, size);
    try {
      taking.rows.push(taking.makeRow(this.#framed(bytes, at, at + size, 0, 1)));
    } catch {
      // Where the command itself reads the row, its error ends the connection.
      this.#handOver(bytes, at, size);
    }
  }

  #handOver(bytes: Buffer, at: number, size: number): void {
    const sequenceId = bytes[at + 3] as number;
    if (this.taking !== undefined) {
      // The rows before it were not counted.
      this.#connection.sequenceId = sequenceId;
      this.taking = undefined;
    }
    if (size === HEADER + LONGEST || this.#long.length > 0) return this.#collect(bytes.subarray(at, at + size));
    this.#hand(this.#framed(bytes, at, at + size, sequenceId, 1));
  }

  /** Puts a long packet together. */
  #collect(part: Buffer): void {
    if (this.#long.length === 0) {
      this.#first = part[3] as number;
      this.#long.push(part);
    } else this.#long.push(part.subarray(HEADER));
    if (part.length === HEADER + LONGEST) return;
    const parts = this.#long;
    this.#long = [];
    const whole = Buffer.concat(parts);
    this.#hand(this.#framed(whole, 0, whole.length, this.#first, parts.length));
  }

  #framed(bytes: Buffer, start: number, end: number, sequenceId: number, numPackets: number): Packet {
    const packet = this.#packet;
    packet.buffer = bytes as Packet['buffer'];
    packet.start = start;
    packet.offset = start + HEADER;
    packet.end = end;
    packet.sequenceId = sequenceId;
    packet.numPackets = numPackets;
    return packet;
  }
}

/** How long a packet is, with its header. */
function sizeAt(bytes: Buffer, at: number): number {
  return HEADER + ((bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16));
}

function isRow(bytes: Buffer, at: number, size: number): boolean {
  const first = bytes[at + HEADER] as number;
  return size > HEADER && (first < END || (first === END && size > HEADER + LONGEST_END));
}
