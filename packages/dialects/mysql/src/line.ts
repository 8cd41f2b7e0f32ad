import type { Connection } from 'mysql2';
import type { Command, Field, Packet, Prepared, Step, Wire } from './commands.js';
import { rowMaker, type MakeRow } from './rows.js';
import type { Response, Rows } from './send.js';

/** How the rows of a command are read. */
interface Reading {
  /** Set where Shelf has sent it: what the rows are read as. Else they are read by mysql2. */
  readonly values: Values | undefined;
  makeRow: MakeRow | undefined;
}

/** What instants are read as: Dates where they lose nothing, in a server whose zone is so far ahead of UTC, in ms; or texts. */
type Values = number | 'texts';

const READING = Symbol('reading');

type Read = Command & { [READING]: Reading };

/** The function for the rows of a prepared statement, as long as its columns are these. */
interface Made {
  readonly columns: readonly Field[];
  readonly values: Values;
  readonly makeRow: MakeRow | undefined;
}

const made = new WeakMap<Prepared, Made>();

/**
 * One connection's statements. mysql2 sends them; their rows are read here, by functions that are compiled for their columns,
 * and so are answers in which MariaDB leaves out the columns because they are still the same.
 */
export class Line {
  readonly #connection: Connection;
  readonly #zoneOffset: number;
  /** How to read the rows of the command that is being sent. */
  #sending: Values | undefined;

  /** @param zoneOffset how far the server's zone is ahead of UTC, in ms */
  constructor(connection: Connection, zoneOffset: number) {
    this.#connection = connection;
    this.#zoneOffset = zoneOffset;
    const wire = connection as unknown as Wire;
    const { addCommand } = wire;
    wire.addCommand = (command) => {
      if ('resultsetHeader' in command) {
        const read = command as Read;
        read[READING] = { values: this.#sending, makeRow: undefined };
        read.start = start;
      }
      return addCommand.call(wire, command);
    };
  }

  /**
   * Runs a statement prepared.
   *
   * @param dates whether instants may come as Dates, where these lose nothing
   */
  execute(sql: string, parameters: readonly unknown[], dates: boolean): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#sending = dates ? this.#zoneOffset : 'texts';
      try {
        this.#connection.execute<Rows & []>(sql, parameters as never, (error, rows, fields) =>
          error ? reject(error) : resolve([rows, fields]),
        );
      } finally {
        this.#sending = undefined;
      }
    });
  }

  /** Runs a statement as text; `dates` as in `execute`. */
  query(sql: string, dates: boolean): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#sending = dates ? this.#zoneOffset : 'texts';
      try {
        this.#connection.query<Rows & []>(sql, (error, rows, fields) =>
          error ? reject(error) : resolve([rows, fields]),
        );
      } finally {
        this.#sending = undefined;
      }
    });
  }
}

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
  if (statement === undefined || isDescribed(packet)) return column;
  this._currentFields = this._fields[this._resultIndex] = statement.columns;
  return described;
}

/** Whether the columns of the result follow; where that was agreed on, MariaDB says so after their number. */
function isDescribed({ buffer, offset, end }: Packet): boolean {
  return offset >= end || buffer[offset] !== 0;
}

function column(this: Command, packet: Packet, connection: object): Step | null {
  return this.readField(packet, connection) === this.readField ? column : described;
}

function described(this: Command, packet: Packet, connection: object): Step | null {
  const { statement } = this;
  const fields = this._fields[this._resultIndex] as readonly Field[];
  if (statement !== undefined) statement.columns = fields;
  const reading = (this as Read)[READING];
  if (reading.values !== undefined && this.options.disableEval !== true)
    reading.makeRow = makerOf(fields, reading.values, statement);
  if (reading.makeRow !== undefined && packet.isEOF()) return row;
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

function makerOf(columns: readonly Field[], values: Values, statement: Prepared | undefined): MakeRow | undefined {
  const zoneOffset = values === 'texts' ? undefined : values;
  if (statement === undefined) return rowMaker(columns, 'text', zoneOffset);
  const known = made.get(statement);
  if (known !== undefined && known.columns === columns && known.values === values) return known.makeRow;
  const makeRow = rowMaker(columns, 'binary', zoneOffset);
  made.set(statement, { columns, values, makeRow });
  return makeRow;
}
