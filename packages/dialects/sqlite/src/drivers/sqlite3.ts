import { InvalidValueError } from '@shelf/core';
import type { Settings } from '../options.js';
import type { Outline } from '../sql.js';
import { isRounded } from '../codecs/numbers.js';
import type { Connection, Driver, Prepared, Query } from './driver.js';
import { exactSelect, hasRounded } from './exact-rows.js';

type Callback<T> = (error: Error | null, result: T) => void;
type Rows = Record<string, unknown>[];

/** The part of the sqlite3 package that is used here. */
interface Sqlite3 {
  readonly Database: new (filename: string, mode: number, callback: (error: Error | null) => void) => Database;
  readonly Statement: new (database: Database, sql: string, callback: (error: Error | null) => void) => Statement;
  readonly OPEN_READONLY: number;
  readonly OPEN_READWRITE: number;
  readonly OPEN_CREATE: number;
  readonly OPEN_URI: number;
}

interface Database {
  readonly open: boolean;
  all(sql: string, callback: Callback<Rows>): void;
  all(sql: string, bindings: readonly unknown[], callback: Callback<Rows>): void;
  interrupt(): void;
  close(callback: (error: Error | null) => void): void;
}

interface Statement {
  readonly lastID: number;
  readonly changes: number;
  all(bindings: readonly unknown[], callback: Callback<Rows>): void;
  run(bindings: readonly unknown[], callback: (this: Statement, error: Error | null) => void): void;
  finalize(): void;
}

const NONE: readonly unknown[] = [];
const MAX_INT32 = 0x7fffffff;

/** The sqlite3 package: asynchronous, on libuv's threads. */
export const sqlite3: Driver = {
  async open(module: Sqlite3, settings: Settings): Promise<Connection> {
    const { filename } = settings;
    let mode = settings.readonly ? module.OPEN_READONLY : module.OPEN_READWRITE | module.OPEN_CREATE;
    if (filename.startsWith('file:')) mode |= module.OPEN_URI;
    const database = await new Promise<Database>((resolve, reject) => {
      const opened = new module.Database(filename, mode, (error) => (error === null ? resolve(opened) : reject(error)));
    });
    return new Sqlite3Connection(module, database, settings.bigInts);
  },
};

class Sqlite3Connection implements Connection {
  readonly database: Database;
  readonly #module: Sqlite3;
  readonly #bigInts: boolean;

  constructor(module: Sqlite3, database: Database, bigInts: boolean) {
    this.#module = module;
    this.database = database;
    this.#bigInts = bigInts;
  }

  prepare(sql: string, outline: Outline): Prepared {
    return new Sqlite3Statement(this.#module, this.database, sql, outline, this.#bigInts);
  }

  ask(sql: string): Promise<Rows> {
    return new Promise((resolve, reject) => {
      this.database.all(sql, (error, rows) => (error === null ? resolve(rows) : reject(error)));
    });
  }

  async inTransaction(): Promise<boolean> {
    try {
      await this.ask('BEGIN');
    } catch (error) {
      return /within a transaction/.test((error as Error).message);
    }
    await this.ask('ROLLBACK');
    return false;
  }

  interrupt(): void {
    if (this.database.open) this.database.interrupt();
  }

  isOpen(): boolean {
    return this.database.open;
  }

  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.database.close((error) => (error === null ? resolve() : reject(error)));
    });
  }
}

class Sqlite3Statement implements Prepared {
  readonly outline: Outline;
  readonly #database: Database;
  readonly #statement: Statement;
  readonly #bigInts: boolean;
  #failure: Error | undefined;
  /** Rejects the call that was made while the statement was still being prepared. */
  #reject: ((error: Error) => void) | undefined;
  #prepared = false;
  #finalized = false;

  constructor(module: Sqlite3, database: Database, sql: string, outline: Outline, bigInts: boolean) {
    this.outline = outline;
    this.#database = database;
    this.#bigInts = bigInts;
    // A statement takes calls while it is being prepared; when that fails, it forgets them without a word.
    this.#statement = new module.Statement(database, sql, (error) => {
      const reject = this.#reject;
      this.#reject = undefined;
      this.#prepared = true;
      if (error === null) return;
      this.#failure = error;
      reject?.(error);
    });
  }

  run(query: Query, failed: (error: Error) => Promise<never>): Promise<Query> {
    return new Promise((resolve, giveUp) => {
      const reject = (cause: Error): void => void failed(cause).catch(giveUp);
      if (this.#failure !== undefined) return reject(this.#failure);
      if (!this.#prepared) this.#reject = reject;
      const bindings = bound(query.bindings ?? NONE, this.outline.parameters);
      if (this.outline.returnsRows) {
        this.#statement.all(bindings, (error, rows) => {
          if (error !== null) return reject(error);
          query.response = rows;
          if (query.written === true || this.outline.kind === 'write' || !rows.some(hasRounded)) return resolve(query);
          this.#readExactly(query.sql, bindings, rows, (failure, exact) => {
            if (failure !== null) return reject(failure);
            query.response = exact;
            resolve(query);
          });
        });
        return;
      }
      const inserts = this.outline.inserts;
      const database = this.#database;
      const bigInts = this.#bigInts;
      this.#statement.run(bindings, function (error) {
        if (error !== null) return reject(error);
        const { lastID, changes } = this;
        query.response = [];
        query.context = { lastID, changes };
        if (!inserts || Number.isSafeInteger(lastID)) return resolve(query);
        askRowId(database, (failure, id) => {
          if (failure !== null) return reject(failure);
          query.context = { lastID: bigInts ? BigInt(id) : id, changes };
          resolve(query);
        });
      });
    });
  }

  /** Reads what knex's own SQL answers once more, since the driver has rounded an integer in it. */
  #readExactly(sql: string, bindings: readonly unknown[], rounded: Rows, answer: Callback<Rows>): void {
    const exact = exactSelect(sql, Object.keys(rounded[0] as object));
    if (exact === undefined) return answer(cannotRead(undefined), rounded);
    this.#database.all(exact, bindings, (error, rows) => {
      // Columns of one name, say: the driver has kept one of them.
      if (error !== null) return answer(cannotRead(error), rounded);
      if (this.#bigInts) for (const [i, row] of rows.entries()) asBigInts(row, rounded[i]);
      answer(null, rows);
    });
  }

  finalize(): void {
    // Finalizing twice aborts the process; a statement that could not be prepared is finalized already.
    if (this.#finalized || this.#failure !== undefined) return;
    this.#finalized = true;
    this.#statement.finalize();
  }
}

function asBigInts(row: Rows[number], rounded: Rows[number] | undefined): void {
  for (const [name, value] of Object.entries(row))
    if (typeof value === 'string' && isRounded(rounded?.[name])) row[name] = BigInt(value);
}

function cannotRead(cause: unknown): InvalidValueError {
  return new InvalidValueError(
    'The result has an integer beyond 2^53, which the sqlite3 driver rounds: select it as text, under a name of its own',
    { cause },
  );
}

/** Reads the id of the row that was inserted last, which the driver has rounded. */
function askRowId(database: Database, answer: (error: Error | null, id: string) => void): void {
  database.all('select cast(last_insert_rowid() as text) as id', (error, rows) =>
    answer(error, String(rows?.[0]?.['id'])),
  );
}

/** Makes what sqlite3 binds right: it would bind a BigInt as NULL, and leave out a missing value in silence. */
function bound(bindings: readonly unknown[], parameters: number | undefined): readonly unknown[] {
  if (parameters !== undefined && parameters !== bindings.length) {
    throw new InvalidValueError(
      `The statement has ${parameters} placeholders and was given ${bindings.length} bindings`,
    );
  }
  for (let i = 0; i < bindings.length; i++) {
    if (typeof bindings[i] === 'bigint') return bindings.map(withoutBigInt);
  }
  return bindings;
}

function withoutBigInt(value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  return value >= -MAX_INT32 && value <= MAX_INT32 ? Number(value) : String(value);
}
