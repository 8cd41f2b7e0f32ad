import type { Socket } from 'node:net';

/** What the server sends, as mysql2 hands it on: the same object for each packet, which is over after the call. */
export interface Packet {
  buffer: Bytes;
  start: number;
  /** Where reading goes on. */
  offset: number;
  end: number;
  sequenceId: number;
  /** More than one where it was too long for one. */
  numPackets: number;
  isEOF(): boolean;
  readLengthCodedString(encoding: string): string | null;
  readDateTimeString(decimals: number, separator: string | null, columnType: number): string;
}

/** What is in it. */
export type Bytes = Buffer & {
  /** Node's own, without the checks of `toString`; its typings leave it out. */
  latin1Slice(from: number, to: number): string;
};

/** A column of a result, as the server describes it. */
export interface Field {
  readonly name: string;
  readonly columnType: number;
  /** For an integer, the width that it was declared with. */
  readonly columnLength: number;
  readonly flags: number;
  readonly characterSet: number;
  readonly encoding: string;
  readonly decimals: number;
  /** MariaDB's: `json`. */
  readonly extendedFormat?: string | undefined;
}

/** A prepared statement. */
export interface Prepared {
  /** The columns of its results, as they were described last. */
  columns: readonly Field[];
}

/** What a command does with the next packet. It answers what comes after that; null where the command is over. */
export type Step = (this: Command, packet: Packet, connection: object) => Step | null;

/** A statement on its way, prepared (mysql2's `Execute`) or as text (its `Query`); its typings leave out what is underneath. */
export interface Command {
  start: Step;
  resultsetHeader: Step;
  readField: Step;
  fieldsEOF: Step;
  row: Step;
  readonly sql: string;
  /** Of prepared statements alone. */
  readonly buildParserFromFields?: unknown;
  /** Set where it is prepared, and that is done. */
  readonly statement?: Prepared;
  readonly options: { readonly disableEval?: boolean };
  /** The columns and the rows of its results; a procedure has several. */
  readonly _fields: (readonly Field[])[];
  readonly _resultIndex: number;
  _currentFields: readonly Field[];
  readonly _currentRows: object[];
  emit(event: 'fields', fields: readonly Field[], resultIndex: number): void;
}

/** What takes packets off the bytes that come. */
export interface Parser {
  /** What each packet is handed on in. */
  readonly _reusablePacket: Packet;
  readonly onPacket: (packet: Packet) => void;
}

/** What runs the commands of a connection. */
export interface Wire {
  readonly stream: Socket;
  packetParser: Partial<Parser> | { execute(chunk: Buffer): void };
  /** Set where the bytes are compressed: what has the packets that were in them. */
  readonly _inflatedPacketsParser?: unknown;
  sequenceId: number;
  /** What is prepared on it; what leaves it is closed. */
  readonly _statements: { clear(): void };
  addCommand(command: object): object;
  /** What is running: while the connection is being made, its handshake. */
  readonly _command: Handshake | null;
}

/** What is agreed on with the server. */
export interface Handshake {
  readonly handshake?: { readonly mariadbExtendedCapabilityFlags?: number };
  readonly mariadbExtendedClientFlags?: number;
}
