import { namingRows, type NameRows } from './rows.js';
import type { Settings } from '../options.js';
import type { Outline } from '../sql.js';
import type { Connection, Driver, Prepared, Query } from './driver.js';
import { hasRounded } from './exact-rows.js';

type Rows = Record<string, unknown>[];

/** The part of the better-sqlite3 package that is used here. */
type BetterSqlite3 = new (
  filename: string,
  options: { readonly readonly: boolean; readonly timeout: number },
) => Database;

interface Database {
  readonly open: boolean;
  readonly inTransaction: boolean;
  prepare(sql: string): Statement;
  close(): void;
}

interface Statement {
  readonly reader: boolean;
  all(bindings: readonly unknown[]): Rows;
  raw(toggle: boolean): Statement;
  columns(): readonly { readonly name: string }[];
  run(bindings: readonly unknown[]): { readonly changes: number; readonly lastInsertRowid: number };
  pluck(): Statement;
  safeIntegers(toggle?: boolean): Statement;
  get(bindings?: readonly unknown[]): unknown;
}

const NONE: readonly unknown[] = [];
const NONE_NAMED: NameRows = () => [];
const TWO_TO_63 = 2 ** 63;
/** From so many rows on it pays to fetch arrays and to name their values here. */
const MANY = 20;

/** The better-sqlite3 package: synchronous, in this thread. */
export const betterSqlite3: Driver = {
  async open(module: BetterSqlite3, { filename, readonly, busyTimeout, bigInts }: Settings): Promise<Connection> {
    return new BetterSqlite3Connection(new module(filename, { readonly, timeout: busyTimeout }), bigInts);
  },
};

class BetterSqlite3Connection implements Connection {
  readonly database: Database;
  readonly #bigInts: boolean;

  constructor(database: Database, bigInts: boolean) {
    this.database = database;
    this.#bigInts = bigInts;
  }

  prepare(sql: string, outline: Outline): Prepared {
    return new BetterSqlite3Statement(this.database, this.database.prepare(sql), outline, this.#bigInts);
  }

  async ask(sql: string): Promise<Rows> {
    const statement = this.database.prepare(sql);
    if (statement.reader) return statement.all(NONE);
    statement.run(NONE);
    return [];
  }

  inTransaction(): boolean {
    return this.database.inTransaction;
  }

  interrupt(): void {
    // Nothing runs while JavaScript does.
  }

  isOpen(): boolean {
    return this.database.open;
  }

  async close(): Promise<void> {
    this.database.close();
  }
}

class BetterSqlite3Statement implements Prepared {
  readonly outline: Outline;
  readonly #database: Database;
  readonly #statement: Statement;
  readonly #reader: boolean;
  readonly #bigInts: boolean;
  #inArrays = false;
  #names: readonly string[] = [];
  #name: NameRows = NONE_NAMED;

  constructor(database: Database, statement: Statement, outline: Outline, bigInts: boolean) {
    this.outline = outline;
    this.#database = database;
    this.#statement = statement;
    this.#reader = statement.reader;
    this.#bigInts = bigInts;
  }

  run(query: Query): Query {
    const bindings = bound(query.bindings ?? NONE);
    if (this.#reader) {
      query.response = this.#read(query, bindings);
      return query;
    }
    const { changes, lastInsertRowid } = this.#statement.run(bindings);
    query.response = [];
    query.context = { lastID: this.outline.inserts ? this.#exactRowId(lastInsertRowid) : lastInsertRowid, changes };
    return query;
  }

  finalize(): void {
    // better-sqlite3 finalizes a statement that nobody holds any more, and all of them when it closes.
  }

  /** Reads what knex's own SQL answers once more in BigInts where an integer was rounded; what writes cannot be run again. */
  #read({ written }: Query, bindings: readonly unknown[]): Rows {
    if (written !== true && this.outline.kind === 'write') return this.#inBigInts(bindings);
    const rows = this.outline.single ? this.#first(bindings) : this.#all(bindings);
    return written === true || !rows.some(hasRounded) ? rows : this.#inBigInts(bindings);
  }

  #inBigInts(bindings: readonly unknown[]): Rows {
    this.#statement.raw((this.#inArrays = false));
    this.#statement.safeIntegers(true);
    try {
      const rows = this.#statement.all(bindings);
      for (const row of rows) for (const name of Object.keys(row)) row[name] = this.#fitted(row[name]);
      return rows;
    } finally {
      this.#statement.safeIntegers(false);
    }
  }

  /** A number where that is exact. */
  #fitted(value: unknown): unknown {
    if (typeof value !== 'bigint') return value;
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    return this.#bigInts ? value : String(value);
  }

  #first(bindings: readonly unknown[]): Rows {
    const row = this.#statement.get(bindings);
    return row === undefined ? [] : [row as Rows[number]];
  }

  /** All rows; a statement that brought many the last time is expected to do so again. */
  #all(bindings: readonly unknown[]): Rows {
    const rows = this.#statement.all(bindings);
    const named = this.#inArrays ? this.#nameRows(rows) : rows;
    const many = rows.length >= MANY;
    if (many !== this.#inArrays) this.#statement.raw((this.#inArrays = many));
    return named;
  }

  /** Names the values; a change of the schema can have given other columns to the statement since it last ran. */
  #nameRows(rows: unknown[]): Rows {
    const names = this.#statement.columns().map(({ name }) => name);
    if (!isSame(names, this.#names)) {
      this.#names = names;
      this.#name = namingRows(names);
    }
    return this.#name(rows);
  }

  #exactRowId(rounded: number): number | string | bigint {
    if (Number.isSafeInteger(rounded)) return rounded;
    const id = this.#database.prepare('select last_insert_rowid()').safeIntegers().pluck().get() as bigint;
    return this.#bigInts ? id : String(id);
  }
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each, i) => each === others[i]);
}

/** Makes what better-sqlite3 binds right: it would bind the number 5 as 5.0, which a text column does not find. */
function bound(bindings: readonly unknown[]): readonly unknown[] {
  for (let i = 0; i < bindings.length; i++) {
    if (typeof bindings[i] === 'number') return bindings.map(withIntegers);
  }
  return bindings;
}

function withIntegers(value: unknown): unknown {
  return Number.isInteger(value) && (value as number) >= -TWO_TO_63 && (value as number) < TWO_TO_63
    ? BigInt(value as number)
    : value;
}
