import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqlite, type SqliteDriver, type SqliteOptions } from '../src/index.js';
import type { Codec, ColumnDescription, Dialect } from '@shelf/core';
import type { Knex } from 'knex';

export const drivers: readonly SqliteDriver[] = ['sqlite3', 'better-sqlite3'];

const opened: Knex[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((knex) => knex.destroy()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A dialect and its knex; both are closed after the test. */
export function open(options: Partial<SqliteOptions>): { dialect: Dialect; knex: Knex } {
  const dialect = sqlite({ filename: ':memory:', ...options });
  const knex = dialect.connect({ debug: false });
  opened.push(knex);
  return { dialect, knex };
}

/** The path of a file that does not exist yet; it is removed after the test. */
export function newFile(name = 'test.db'): string {
  const folder = mkdtempSync(join(tmpdir(), 'shelf-sqlite-'));
  folders.push(folder);
  return join(folder, name);
}

/** A file with a table `t`. */
export async function fileOf(
  driver: SqliteDriver,
  options: Partial<SqliteOptions> = {},
): Promise<{ knex: Knex; filename: string }> {
  const filename = newFile();
  const { knex } = open({ driver, filename, busyTimeout: 0, ...options });
  await knex.raw('create table t (id integer primary key, a)');
  return { knex, filename };
}

/** One pragma's value on some connection of the pool. */
export async function pragma(knex: Knex, name: string): Promise<unknown> {
  const [row] = await knex.raw<Record<string, unknown>[]>(`pragma ${name}`);
  return Object.values(row ?? {})[0];
}

/** knex's client underneath. */
export interface Client {
  acquireConnection(): Promise<object>;
  releaseConnection(connection: object): Promise<void>;
  query(connection: object, query: object): Promise<{ response: Record<string, unknown>[]; context: unknown }>;
  cancelQuery(connection: object): Promise<void>;
  pool: { numUsed(): number; numFree(): number };
  driverName: string;
}

export function clientOf(knex: Knex): Client {
  return knex.client as Client;
}

/** Runs SQL as it stands, on some connection of the pool: knex.raw would take every `?` for a binding. */
export async function run(
  knex: Knex,
  sql: string,
  bindings: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = clientOf(knex);
  const connection = await client.acquireConnection();
  try {
    return (await client.query(connection, { sql, bindings })).response;
  } finally {
    await client.releaseConnection(connection);
  }
}

/** A promise and what settles it. */
export function deferred<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** The error that a promise rejects with. */
export async function rejection(promise: PromiseLike<unknown>): Promise<Error & { code?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('The promise was expected to reject');
}

/** A column of a new table `things`, described, with its codec. */
export async function columnOf(
  declared: string,
  options: Partial<SqliteOptions>,
): Promise<{ knex: Knex; dialect: Dialect; column: ColumnDescription; codec: Codec }> {
  const { dialect, knex } = open(options);
  await knex.raw(`create table things (id integer primary key, value ${declared})`);
  const table = await dialect.describe(knex, 'things');
  const column = table!.columns.find(({ name }) => name === 'value')!;
  return { knex, dialect, column, codec: dialect.codec(column)! };
}

/** Stores a value as core does, reads it back as core does. */
export async function roundTrip(knex: Knex, codec: Codec, value: unknown): Promise<unknown> {
  await knex('things').delete();
  await knex('things').insert({ value: codec.encode ? codec.encode(value) : value });
  return read(knex, codec);
}

/** Reads the only value of `things` as core does: again and exactly, where the driver has rounded it. */
export async function read(knex: Knex, codec: Codec): Promise<unknown> {
  const column = codec.select?.('things.`value`') ?? 'things.`value`';
  const [row] = await knex.raw<{ value: unknown }[]>(`select ${column} as value from things`);
  const value = row?.value;
  if (codec.lost?.(value) === true && codec.exact !== undefined) return read(knex, codec.exact);
  return value === null || codec.decode === undefined ? value : codec.decode(value);
}
