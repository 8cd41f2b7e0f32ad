/* oxlint-disable import/no-named-as-default-member -- see driver.ts */
import { ConnectionLostError } from '@shelf/core';
import pg from 'pg';
import type { Bytes } from './bytes.js';
import type { PgResult } from './driver.js';
import type { Line, RowTaker } from './line.js';
import { rowMaker, type Field, type MakeRow, type Unpacking } from './rows.js';
import type { Prepared } from './statements.js';
import type { Wire } from './wire.js';

type Callback = (error: Error | null, result: PgResult | PgResult[]) => void;

interface PgQuery {
  name: string | undefined;
  /** The numbers of the parameters' types, for the server. */
  types: unknown;
  readonly _result: PgResult;
  _canceledDueToError: unknown;
  requiresPreparation(): boolean;
  submit(wire: Wire): Error | null;
  prepare(wire: Wire): void;
  handleRowDescription(message: { readonly fields: readonly Field[] }): void;
  handleCommandComplete(message: object, wire: Wire): void;
  handleError(error: Error, wire: Wire): void;
}

const Query = pg.Query as unknown as new (
  config: string | object,
  values: readonly unknown[],
  callback: Callback,
) => PgQuery;

/** What a statement is sent with. */
export interface Sending {
  readonly sql: string;
  readonly values: readonly unknown[];
  /** What the user of a builder hands to the driver: `rowMode`, `types`… */
  readonly options: object | undefined;
  readonly bigInts: boolean;
  /** How it is prepared, where that pays. */
  readonly prepared: Prepared | undefined;
  /** The names of prepared statements that nobody needs any more. */
  readonly forgotten: readonly string[];
  readonly parameterTypes: readonly number[] | undefined;
  readonly asked: Asked;
}

/** What core may have asked for: rows as models have them. Then it is told which columns' values are so. */
export interface Asked {
  readonly reading?:
    | { readonly unpacking: Unpacking | undefined; decoded: ReadonlySet<string> | undefined }
    | undefined;
}

/** The shape of results without rows. */
const NO_ROWS = { fields: [], makeRow: undefined };

/** One statement on its way: it makes its rows itself, and asks what they are like only once where it is prepared. */
export class Statement extends Query implements RowTaker {
  readonly #line: Line;
  readonly #bigInts: boolean;
  /** The rows are as the dialect has them; else they are as the user's options ask for. */
  readonly #plain: boolean;
  readonly #prepared: Prepared | undefined;
  readonly #forgotten: readonly string[];
  readonly #asked: Asked;
  #makeRow: MakeRow | undefined;
  #described = false;
  /** pg writes the statement, and rejects it where a parameter cannot be written. */
  #binding = false;

  constructor(line: Line, sending: Sending, callback: Callback) {
    const { sql, values, options, bigInts, prepared, forgotten, parameterTypes, asked } = sending;
    const plain = options === undefined || isEmpty(options);
    // pg copies an object with its property descriptors, which takes longer than all else that it does.
    super(plain ? sql : { ...options, text: sql }, values, callback);
    this.name = prepared?.name;
    // Parsers that came by this name are with the result already.
    if (parameterTypes !== undefined) this.types = parameterTypes;
    this.#line = line;
    this.#plain = plain;
    this.#bigInts = bigInts;
    this.#prepared = prepared;
    this.#forgotten = forgotten;
    this.#asked = asked;
  }

  override submit(wire: Wire): Error | null {
    const refused = this.#write(wire);
    this.#line.ours = refused === null;
    return refused;
  }

  #write(wire: Wire): Error | null {
    if (!this.requiresPreparation()) return super.submit(wire);
    const shape = this.#plain ? this.#prepared?.shape : undefined;
    if (shape === undefined) return this.#line.writeTogether((together) => super.submit(together));
    // The server refuses to run a prepared statement whose results are no longer as it has described them.
    this._result.fields = shape.fields;
    this.#described = true;
    this.#takeRows(shape.fields, shape.makeRow);
    return this.#line.writeUndescribed((together) => super.submit(together));
  }

  override prepare(wire: Wire): void {
    for (const name of this.#forgotten) {
      wire.close({ type: 'S', name });
      delete wire.parsedStatements[name];
      delete wire.submittedNamedStatements?.[name];
    }
    this.#binding = true;
    super.prepare(this.#isNew(wire) ? this.#describing(wire) : wire);
    this.#binding = false;
  }

  #isNew(wire: Wire): boolean {
    return this.name !== undefined && wire.parsedStatements[this.name] === undefined;
  }

  /** The wire, on which the statement is described, with the types of its parameters, in the place of its results alone. */
  #describing(wire: Wire): Wire {
    const { name } = this;
    return Object.create(wire, { describe: { value: () => wire.describe({ type: 'S', name }) } }) as Wire;
  }

  override handleRowDescription(message: { readonly fields: readonly Field[] }): void {
    super.handleRowDescription(message);
    this.#described = true;
    if (!this.#plain) return;
    const { fields } = message;
    const makeRow = rowMaker(fields, this.#bigInts);
    this.#takeRows(fields, makeRow);
    if (this.#prepared !== undefined && makeRow !== undefined) this.#prepared.shape = { fields, makeRow };
  }

  takeRow(bytes: Bytes, at: number): void {
    if (this._canceledDueToError !== false) return;
    try {
      this._result.rows.push((this.#makeRow as MakeRow)(bytes, at));
    } catch (error) {
      if (error instanceof ConnectionLostError) throw error;
      this._canceledDueToError = error;
      if (this.#prepared !== undefined) this.#prepared.shape = undefined;
    }
  }

  override handleCommandComplete(message: object, wire: Wire): void {
    this.#take(undefined);
    if (this.#prepared !== undefined && !this.#described) this.#prepared.shape ??= NO_ROWS;
    super.handleCommandComplete(message, wire);
  }

  override handleError(error: Error, wire: Wire): void {
    this.#take(undefined);
    if (this.#binding && this.name !== undefined) {
      // pg has closed it, and would take it for parsed ever after.
      delete wire.parsedStatements[this.name];
      delete wire.submittedNamedStatements?.[this.name];
      this.name = undefined;
    }
    super.handleError(error, wire);
  }

  #takeRows(fields: readonly Field[], makeRow: MakeRow | undefined): void {
    const { reading } = this.#asked;
    const unpacked = reading?.unpacking?.makerFor(fields, this.#bigInts);
    if (reading !== undefined) reading.decoded = unpacked && reading.unpacking?.decoded;
    this.#take(unpacked ?? makeRow);
  }

  #take(makeRow: MakeRow | undefined): void {
    this.#makeRow = makeRow;
    this.#line.taker = makeRow === undefined ? undefined : this;
  }
}

function isEmpty(options: object): boolean {
  for (const _ in options) return false;
  return true;
}
