import { ConnectionLostError } from '@shelf/core';
import type { Connection, FieldPacket } from 'mysql2';
import type { Command, Field, Packet, Parser, Prepared, Step, Wire } from './commands.js';
import { Frames } from './frames.js';
import { makerOf, type Decodable, type Format, type Maker, type MakeRow } from './rows.js';
import type { Response, Rows } from './send.js';

/** A statement of Shelf's that is sent. */
export interface Asked {
  readonly reading?:
    | {
        /** The columns whose values may be decoded as their codecs would. */
        readonly decodable: Decodable | undefined;
        /** The names of those whose values were; set with the rows. */
        decoded: ReadonlySet<string> | undefined;
      }
    | undefined;
}

/** How the answer to a command is read. */
interface Reading {
  /** Undefined where somebody else has sent it, whose rows are mysql2's. */
  readonly asked: Asked | undefined;
  readonly zoneOffset: number;
  readonly frames: Frames | undefined;
  /** The prepared statement whose columns the server describes only when they have become others. */
  remembering: Prepared | undefined;
  makeRow: MakeRow | undefined;
}

const READING = Symbol('reading');

type ReadCommand = Command & { [READING]: Reading };

/** How the rows of a prepared statement were made last. */
interface Made {
  readonly columns: readonly Field[];
  readonly decodable: Decodable | undefined;
  readonly maker: Maker | undefined;
}

const lastMade = new WeakMap<Prepared, Made>();

/** Where this is set, the texts of results become others, which MariaDB does not count as other columns. */
const TEXTS = /character_set_results/i;
/** What sets something is short. */
const LONGEST_SETTING = 2000;

/**
 * One connection's statements. mysql2 sends them; their rows are read here, by functions that are compiled for their columns,
 * and so are answers in which MariaDB leaves out the columns because they are still the same.
 */
export class Line {
  readonly #connection: Connection;
  /** What is being sent. */
  #asked: Asked | undefined;
  /** Rejects what runs. */
  #abort: (reason: Error) => void = () => undefined;

  /** @param zoneOffset how far the server's zone is ahead of UTC, in ms */
  constructor(connection: Connection, zoneOffset: number) {
    this.#connection = connection;
    const wire = connection as unknown as Wire;
    const frames = framesOf(wire);
    // mysql2 may not know any more what runs, where packets were malformed; once it knows, it has said so before.
    wire.stream.once('close', () => {
      setImmediate(() => this.#abort(new ConnectionLostError('Connection lost: The server closed the connection.')));
    });
    const { addCommand } = wire;
    wire.addCommand = (command) => {
      if ('resultsetHeader' in command) {
        const read = command as ReadCommand;
        read[READING] = { asked: this.#asked, zoneOffset, frames, remembering: undefined, makeRow: undefined };
        read.start = start;
        if (mayChangeTexts(read)) wire._statements.clear();
      }
      return addCommand.call(wire, command);
    };
  }

  /** Runs a statement prepared. */
  execute(sql: string, parameters: readonly unknown[], asked: Asked): Promise<Response> {
    return this.#send(asked, (answer) => this.#connection.execute<Rows & []>(sql, parameters as never, answer));
  }

  /** Runs a statement as text. */
  query(sql: string, asked: Asked): Promise<Response> {
    return this.#send(asked, (answer) => this.#connection.query<Rows & []>(sql, answer));
  }

  #send(asked: Asked, send: (answer: Answer) => void): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#asked = asked;
      this.#abort = reject;
      try {
        send((error, rows, fields) => (error ? reject(error) : resolve([rows, fields])));
      } finally {
        this.#asked = undefined;
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

function mayChangeTexts({ sql, buildParserFromFields }: Command): boolean {
  return buildParserFromFields === undefined && sql.length < LONGEST_SETTING && TEXTS.test(sql);
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
  const reading = (this as ReadCommand)[READING];
  reading.remembering = statement;
  if (buffer[offset] !== 0) return column;
  this._currentFields = statement.columns;
  // A copy, for it is handed out.
  const fields = (this._fields[this._resultIndex] = [...statement.columns]);
  if (reading.asked === undefined) this.emit('fields', fields, this._resultIndex);
  return described;
}

function column(this: Command, packet: Packet, connection: object): Step | null {
  if (this.readField(packet, connection) === this.readField) return column;
  const { remembering } = (this as ReadCommand)[READING];
  if (remembering !== undefined) remembering.columns = [...(this._fields[this._resultIndex] as readonly Field[])];
  return described;
}

function described(this: Command, packet: Packet, connection: object): Step | null {
  const reading = (this as ReadCommand)[READING];
  const { frames, remembering } = reading;
  if (reading.asked !== undefined && this.options.disableEval !== true) {
    const columns = remembering?.columns ?? this._fields[this._resultIndex] ?? [];
    reading.makeRow = makerFor(columns, this.statement === undefined ? 'text' : 'binary', reading, reading.asked);
  }
  const { makeRow } = reading;
  if (makeRow === undefined || !packet.isEOF()) return after(this, this.fieldsEOF(packet, connection));
  if (frames !== undefined) frames.taking = { makeRow, rows: this._currentRows };
  return row;
}

function row(this: Command, packet: Packet, connection: object): Step | null {
  const { makeRow, frames } = (this as ReadCommand)[READING];
  if (makeRow !== undefined && !packet.isEOF()) {
    this._currentRows.push(makeRow(packet));
    return row;
  }
  // The packets of a connection that was paused come this way.
  if (frames !== undefined) frames.taking = undefined;
  return after(this, this.row(packet, connection));
}

/** The step in the place of mysql2's own. */
function after({ resultsetHeader, row: nextRow }: Command, next: Step | null): Step | null {
  return next === nextRow ? row : next === resultsetHeader ? header : next;
}

function makerFor(
  columns: readonly Field[],
  format: Format,
  { zoneOffset, remembering }: Reading,
  { reading }: Asked,
): MakeRow | undefined {
  const decodable = reading?.decodable;
  const last = remembering && lastMade.get(remembering);
  const isSame = last !== undefined && last.columns === columns && last.decodable === decodable;
  const maker = isSame ? last.maker : makerOf(columns, format, zoneOffset, decodable);
  if (remembering !== undefined && !isSame) lastMade.set(remembering, { columns, decodable, maker });
  if (reading !== undefined) reading.decoded = maker?.decoded;
  return maker?.makeRow;
}
