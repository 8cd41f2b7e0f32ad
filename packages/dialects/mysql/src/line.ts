import type { Connection, FieldPacket } from 'mysql2';
import type { Command, Field, Packet, Parser, Prepared, Step, Wire } from './commands.js';
import { Frames } from './frames.js';
import { makerOf, type Format, type Maker, type MakeRow } from './rows.js';
import type { Response, Rows } from './send.js';

/** Who a command is sent for. */
export interface Asker {
  /** Whether values may be decoded as their columns' codecs would. */
  readonly decodable?: boolean;
  /** The columns whose values were. */
  decoded?: ReadonlySet<string> | undefined;
}

/** How the rows of a command are read. */
interface Reading {
  /** Set where Shelf has sent it; the rows of others are mysql2's. */
  readonly asker: Asker | undefined;
  readonly zoneOffset: number;
  readonly frames: Frames | undefined;
  /** The prepared statement whose columns the server describes only when they have become others. */
  remembering: Prepared | undefined;
  makeRow: MakeRow | undefined;
}

const READING = Symbol('reading');

type Read = Command & { [READING]: Reading };

/** How the rows of a prepared statement are made, as long as its columns are these. */
interface Known {
  readonly columns: readonly Field[];
  readonly decoding: boolean;
  readonly maker: Maker | undefined;
}

const known = new WeakMap<Prepared, Known>();

/**
 * One connection's statements. mysql2 sends them; their rows are read here, by functions that are compiled for their columns,
 * and so are answers in which MariaDB leaves out the columns because they are still the same.
 */
export class Line {
  readonly #connection: Connection;
  /** For whom a command is being sent. */
  #asker: Asker | undefined;

  /** @param zoneOffset how far the server's zone is ahead of UTC, in ms */
  constructor(connection: Connection, zoneOffset: number) {
    this.#connection = connection;
    const wire = connection as unknown as Wire;
    const frames = framesOf(wire);
    const { addCommand } = wire;
    wire.addCommand = (command) => {
      if ('resultsetHeader' in command) {
        const read = command as Read;
        read[READING] = { asker: this.#asker, zoneOffset, frames, remembering: undefined, makeRow: undefined };
        read.start = start;
      }
      return addCommand.call(wire, command);
    };
  }

  /** Runs a statement prepared. */
  execute(sql: string, parameters: readonly unknown[], asker: Asker): Promise<Response> {
    return this.#send(asker, (answer) => this.#connection.execute<Rows & []>(sql, parameters as never, answer));
  }

  /** Runs a statement as text. */
  query(sql: string, asker: Asker): Promise<Response> {
    return this.#send(asker, (answer) => this.#connection.query<Rows & []>(sql, answer));
  }

  #send(asker: Asker, send: (answer: Answer) => void): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#asker = asker;
      try {
        send((error, rows, fields) => (error ? reject(error) : resolve([rows, fields])));
      } finally {
        this.#asker = undefined;
      }
    });
  }
}

/** Puts `Frames` in the place of mysql2's parser, where that is as it is known; on compressed bytes it stays. */
function framesOf(wire: Wire): Frames | undefined {
  const parser = wire.packetParser as Partial<Parser>;
  if (wire._inflatedPacketsParser !== undefined) return undefined;
  if (typeof parser.onPacket !== 'function' || parser._reusablePacket === undefined) return undefined;
  const frames = new Frames(parser as Parser, wire);
  wire.packetParser = frames;
  return frames;
}

type Answer = (error: Error | null, rows: Rows & [], fields: FieldPacket[]) => void;

// The steps of a command, each of which mysql2 calls with the next packet. They leave to mysql2's own what is not about rows.

function start(this: Command, packet: Packet, connection: object): Step | null {
  const own = Object.getPrototypeOf(this) as Command;
  // It is over where it could not be written.
  return own.start.call(this, packet, connection) === null ? null : header;
}

function header(this: Command, packet: Packet, connection: object): Step | null {
  const next = this.resultsetHeader(packet, connection);
  if (next !== this.readField) return after(this, next);
  const { statement } = this;
  const { buffer, offset, end } = packet;
  // Where that was agreed on, MariaDB says after the number of columns whether their descriptions follow.
  if (statement === undefined || offset >= end) return column;
  (this as Read)[READING].remembering = statement;
  if (buffer[offset] !== 0) return column;
  this._currentFields = this._fields[this._resultIndex] = statement.columns;
  return described;
}

function column(this: Command, packet: Packet, connection: object): Step | null {
  return this.readField(packet, connection) === this.readField ? column : described;
}

function described(this: Command, packet: Packet, connection: object): Step | null {
  const fields = this._fields[this._resultIndex] as readonly Field[];
  const reading = (this as Read)[READING];
  if (reading.remembering !== undefined) reading.remembering.columns = fields;
  if (reading.asker !== undefined && this.options.disableEval !== true)
    reading.makeRow = makerFor(fields, this.statement === undefined ? 'text' : 'binary', reading, reading.asker);
  const { makeRow, frames } = reading;
  if (makeRow !== undefined && packet.isEOF()) {
    if (frames !== undefined) frames.taking = { makeRow, rows: this._currentRows };
    return row;
  }
  return after(this, this.fieldsEOF(packet, connection));
}

function row(this: Command, packet: Packet, connection: object): Step | null {
  const { makeRow } = (this as Read)[READING];
  if (makeRow === undefined || packet.isEOF()) return after(this, this.row(packet, connection));
  this._currentRows.push(makeRow(packet));
  return row;
}

/** The step in the place of mysql2's own. */
function after({ resultsetHeader, row: nextRow }: Command, next: Step | null): Step | null {
  return next === nextRow ? row : next === resultsetHeader ? header : next;
}

function makerFor(
  columns: readonly Field[],
  format: Format,
  { zoneOffset, remembering }: Reading,
  asker: Asker,
): MakeRow | undefined {
  const decoding = asker.decodable === true;
  const last = remembering && known.get(remembering);
  const isSame = last !== undefined && last.columns === columns && last.decoding === decoding;
  const maker = isSame ? last.maker : makerOf(columns, format, decoding ? zoneOffset : undefined);
  if (remembering !== undefined && !isSame) known.set(remembering, { columns, decoding, maker });
  if (decoding) asker.decoded = maker?.decoded;
  return maker?.makeRow;
}
