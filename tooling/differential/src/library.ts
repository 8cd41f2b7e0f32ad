import { createShelf, type Shelf } from '@shelf/core';
import { relations } from '@shelf/relations';
import { sqlite } from '@shelf/sqlite';
import { visibility } from '@shelf/visibility';
import bookshelf from 'bookshelf';
import { types } from 'node:util';
import knex, { type Knex } from 'knex';
import { fill, rowsOf } from './database.js';

/** One of the two, with a database of its own. A program is written against Shelf's types, whichever runs it. */
export interface Library {
  readonly name: 'bookshelf' | 'shelf';
  readonly db: Shelf;
}

/** A small program, as users write them; what it returns is compared. */
export type Program = (library: Library) => unknown;

/** What a program came to. */
export interface Outcome {
  /** What it returned, as plain data. */
  readonly result?: unknown;
  /** The class of the error that it ended with. */
  readonly error?: string;
  /** The rows that it left, by table. */
  readonly rows: Record<string, unknown[]>;
}

/** knex on SQLite's first driver, one statement after the other: its threads would take them in any order. That driver knows a Date by its class, of which Jest's is not one: it gets the number. */
function plainKnex(): Knex {
  const pool = {
    min: 1,
    max: 1,
    afterCreate(connection: { serialize(): void }, done: () => void) {
      connection.serialize();
      done();
    },
  };
  const settings = { client: 'sqlite3', connection: { filename: ':memory:' }, useNullAsDefault: true, pool };
  const { constructor: Client } = knex(settings).client as { constructor: typeof knex.Client };
  class DatedClient extends Client {
    override prepBindings(bindings: unknown): unknown {
      return Array.isArray(bindings)
        ? bindings.map((each: unknown) => (each instanceof Date ? each.getTime() : each))
        : bindings;
    }
  }
  return knex({ ...settings, client: DatedClient });
}

const makers: Readonly<Record<Library['name'], () => Shelf>> = {
  bookshelf: () => bookshelf(plainKnex()) as Shelf,
  shelf: () =>
    createShelf({
      dialect: sqlite({ filename: ':memory:' }),
      plugins: [relations(), visibility()],
      // An option of the programs' own.
      callOptions: ['some'],
    }),
};

/** Runs a program on one library, on a fresh database with the same rows. */
export async function run(name: Library['name'], program: Program): Promise<Outcome> {
  const db = makers[name]();
  try {
    await fill(db.knex);
    const ending = await end(program, { name, db });
    return { ...ending, rows: await rowsOf(db.knex) };
  } finally {
    await db.knex.destroy();
  }
}

async function end(program: Program, library: Library): Promise<Omit<Outcome, 'rows'>> {
  try {
    return { result: show(await program(library), library.db) };
  } catch (error) {
    return { error: errorName(error, library.db) };
  }
}

const CLASSES = ['NotFoundError', 'EmptyError', 'NoRowsUpdatedError', 'NoRowsDeletedError'] as const;

/** The class of an error, as a `catch` by class asks for it: a subclass that a model has of its own counts as the library's. */
function errorName(error: unknown, db: Shelf): string {
  if (!isError(error)) return typeof error;
  return CLASSES.find((name) => error instanceof db[name]) ?? error.name;
}

/** Drivers' errors are of Node's own class, which is not Jest's; Bookshelf's are made by hand. */
function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

/** A value as plain data: models and collections by what they hold, functions and times by their kind. */
function show(value: unknown, db: Shelf): unknown {
  const each = (part: unknown): unknown => show(part, db);
  if (typeof value === 'function') return 'a function';
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return 'a time';
  if (isError(value)) return { error: errorName(value, db) };
  if (Array.isArray(value)) return value.map(each);
  if ('models' in value) return { collection: each(value.models) };
  if ('cid' in value && 'attributes' in value) return { model: each({ ...(value.attributes as object) }) };
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, each(part)]));
}
