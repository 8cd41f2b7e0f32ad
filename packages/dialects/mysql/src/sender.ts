import { InvalidValueError } from '@shelf/core';
import type { Connection, TypedParameter } from 'mysql2';
import { markUseless, whyLost } from './connect.js';
import { nameDuplicate } from './duplicates.js';
import { isUseless, takeOutValues } from './faults.js';
import { integerLiteral, parametersOf } from './exact.js';
import { IntegerList } from './integer-list.js';
import { FEW_PARAMETERS, Lists } from './lists.js';
import { Line, type Asked } from './line.js';
import type { Settings } from './options.js';
import { outlineOf } from './outlines.js';
import { ask, type Response } from './send.js';
import { inlined, type Outline } from './sql.js';

/** A query on its way through knex's client. */
export interface Query extends Asked {
  readonly sql: string;
  readonly method?: string;
  bindings?: readonly unknown[] | undefined;
  response?: Response;
  readonly output?: unknown;
  /** Shelf has written it, and writes it again with other values. */
  readonly written?: boolean;
}

interface DriverError {
  readonly errno?: number;
}

const NONE: readonly unknown[] = [];
/** The server does not prepare such statements, or has too many prepared ones already. */
const NOT_PREPARED: ReadonlySet<number | undefined> = new Set([1295, 1461]);
const DUPLICATE = 1062;

/** Sends the queries of one connection, prepared where that pays. */
export class Sender {
  readonly #connection: Connection;
  readonly #settings: Settings;
  readonly #types: TypedParameter;
  readonly #line: Line;
  readonly #lists: Lists = new Lists();

  constructor(connection: Connection, settings: Settings, types: TypedParameter) {
    this.#connection = connection;
    this.#settings = settings;
    this.#types = types;
    this.#line = new Line(connection, settings.zoneOffset);
  }

  /** The whole text of a query, its values written in. */
  textOf({ sql, bindings = NONE }: Query): string {
    return this.#text(sql, outlineOf(sql), bindings);
  }

  /** Sends a query as it is best sent, and answers it. */
  async send(query: Query, outline: Outline, prepared: boolean = this.#prepares(query, outline)): Promise<Query> {
    try {
      query.response = await this.#answer(query, outline, prepared);
      return query;
    } catch (error) {
      const { errno } = error as DriverError;
      // What was sent as text has run, up to what failed in it.
      if (prepared && NOT_PREPARED.has(errno)) return await this.send(query, outline, false);
      if (errno === DUPLICATE) await nameDuplicate(error, query.sql, (asked) => ask(this.#connection, asked));
      takeOutValues(error, query.sql);
      if (isUseless(error)) markUseless(this.#connection, error);
      throw whyLost(this.#connection, error);
    }
  }

  #prepares({ bindings = NONE, written = false }: Query, outline: Outline): boolean {
    // A text without bindings may have values in it, and never come again.
    const comesAgain = written || bindings.length > 0;
    return this.#settings.prepare && outline.preparable && comesAgain && !bindings.some(isWritten);
  }

  #answer(query: Query, outline: Outline, prepared: boolean): Promise<Response> {
    const { sql, bindings = NONE } = query;
    if (!prepared) return this.#line.query(this.#text(sql, outline, bindings), query);
    checkNumber(outline, bindings);
    if (bindings.length > FEW_PARAMETERS)
      this.#lists.keep(sql, bindings.length, (forgotten) => this.#connection.unprepare(forgotten));
    return this.#line.execute(sql, parametersOf(bindings, this.#types), query);
  }

  #text(sql: string, outline: Outline, bindings: readonly unknown[]): string {
    if (bindings.length === 0 && outline.placeholders.length === 0) return sql;
    checkNumber(outline, bindings);
    const literals = bindings.map((value) => integerLiteral(value) ?? this.#connection.escape(value));
    return inlined(sql, outline.placeholders, literals);
  }
}

/** A parameter of a prepared statement is one value. */
function isWritten(value: unknown): boolean {
  return value instanceof IntegerList;
}

function checkNumber({ placeholders }: Outline, bindings: readonly unknown[]): void {
  if (placeholders.length === bindings.length) return;
  throw new InvalidValueError(
    `The statement has ${placeholders.length} placeholders and was given ${bindings.length} bindings`,
  );
}
