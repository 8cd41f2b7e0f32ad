import { InvalidValueError, TimeoutError } from '@shelf/core';
import { translate } from '../src/faults.js';
import BetterSqlite3 from 'better-sqlite3';
import sqlite3 from 'sqlite3';
import { drivers, newFile, open, rejection } from './open.js';
import type { Fault } from '@shelf/core';
import type { Knex } from 'knex';

/** A connection that knows nothing of our write lock, as of another process; it is closed after the test. */
async function stranger(driver: (typeof drivers)[number], filename: string): Promise<(sql: string) => Promise<void>> {
  if (driver === 'better-sqlite3') {
    const database = new BetterSqlite3(filename);
    strangers.push(async () => void database.close());
    return async (sql) => void database.exec(sql);
  }
  const database = await new Promise<sqlite3.Database>((resolve) => {
    const opened = new sqlite3.Database(filename, () => resolve(opened));
  });
  strangers.push(() => new Promise((resolve) => database.close(() => resolve())));
  return (sql) =>
    new Promise((resolve, reject) => database.exec(sql, (error) => (error === null ? resolve() : reject(error))));
}
const strangers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(strangers.splice(0).map((close) => close()));
});

describe.each(drivers)('%s', (driver) => {
  async function fault(work: (knex: Knex) => PromiseLike<unknown>): Promise<Fault | undefined> {
    const { dialect, knex } = open({ driver });
    await knex.raw('create table parents (id integer primary key)');
    await knex.raw(`create table things (
      id integer primary key, email text unique, a integer not null default 1, b integer, parent_id references parents,
      \`a.b\` text unique, constraint positive check (a > 0), check (b - 1 < 100), unique (a, b))`);
    await knex.raw("create unique index lower_email on things (lower(email) || '.')");
    await knex('things')
      .insert({ id: 1, email: 'x - y', a: 1, b: 1 })
      .catch(() => undefined);
    return dialect.translate(await rejection(work(knex)));
  }
  const insert =
    (row: object) =>
    (knex: Knex): Promise<unknown> =>
      Promise.resolve(knex('things').insert(row)).catch((error: unknown) => Promise.reject(error as Error));

  beforeEach(() => undefined);

  test('unique', async () => {
    const twice =
      (row: object) =>
      async (knex: Knex): Promise<void> => {
        await knex('things').insert(row);
        await knex('things').insert(row);
      };
    expect(await fault(twice({ email: 'UNIQUE constraint failed: a.b - c' }))).toEqual({
      error: 'UniqueViolation',
      constraint: 'lower_email',
    });
    expect(await fault(twice({ a: 5, b: 6 }))).toEqual({ error: 'UniqueViolation', columns: ['a', 'b'] });
    expect(await fault(twice({ id: 77 }))).toEqual({ error: 'UniqueViolation', columns: ['id'] });
    expect(
      await fault(async (knex) => {
        await knex.raw("insert into things (`a.b`) values ('x')");
        await knex.raw("insert into things (`a.b`) values ('x')");
      }),
    ).toEqual({ error: 'UniqueViolation', columns: ['a.b'] });
  });
  test('primary keys of other kinds', async () => {
    expect(
      await fault(async (knex) => {
        await knex.raw('create table p (a text, b int, primary key (a, b)) without rowid');
        await knex('p').insert({ a: 'x', b: 1 });
        await knex('p').insert({ a: 'x', b: 1 });
      }),
    ).toEqual({ error: 'UniqueViolation', columns: ['a', 'b'] });
  });
  test('foreign key', async () => {
    expect(await fault(insert({ parent_id: 5 }))).toEqual({ error: 'ForeignKeyViolation' });
  });
  test('a foreign key that is checked at commit', async () => {
    expect(
      await fault(async (knex) => {
        await knex.raw('create table late (parent_id references parents deferrable initially deferred)');
        await knex.transaction((t) => t('late').insert({ parent_id: 5 }));
      }),
    ).toEqual({ error: 'ForeignKeyViolation' });
  });
  test('not null', async () => {
    expect(await fault(insert({ a: null }))).toEqual({ error: 'NotNullViolation', columns: ['a'] });
  });
  test('check', async () => {
    expect(await fault(insert({ a: -1 }))).toEqual({ error: 'CheckViolation', constraint: 'positive' });
    expect(await fault(insert({ b: 200 }))).toEqual({ error: 'CheckViolation', constraint: 'b - 1 < 100' });
  });
  test('unknown columns', async () => {
    expect(await fault(insert({ nope: 1 }))).toEqual({ error: 'UnknownColumn', columns: ['nope'] });
    expect(await fault((knex) => knex('things').where({ nope: 1 }))).toEqual({
      error: 'UnknownColumn',
      columns: ['nope'],
    });
    expect(await fault((knex) => knex('things').update({ nope: 1 }))).toEqual({
      error: 'UnknownColumn',
      columns: ['nope'],
    });
  });
  test('values that do not fit', async () => {
    expect(await fault(insert({ id: 'text' }))).toEqual({ error: 'InvalidValue' });
    expect(
      await fault(async (knex) => {
        await knex.raw('create table s (a integer) strict');
        await knex('s').insert({ a: 'text' });
      }),
    ).toEqual({ error: 'InvalidValue', columns: ['a'] });
    expect(await fault((knex) => knex.raw('select zeroblob(2000000000)'))).toEqual({ error: 'InvalidValue' });
  });
  test('a table, or a database, that is not there', async () => {
    expect(await fault((knex) => knex('nowhere'))).toEqual({ error: 'UnknownTable' });
    expect(await fault((knex) => knex.raw('select * from elsewhere.things'))).toEqual({ error: 'UnknownTable' });
  });
  test('a database that is full', async () => {
    const full = await fault(async (knex) => {
      await knex.raw('pragma max_page_count = 20');
      await knex('things').insert({ email: 'x'.repeat(200_000) });
    });
    expect(full).toEqual({ error: 'Storage' });
  });
  test('what is none of ours', async () => {
    expect(await fault((knex) => knex.raw('selec'))).toBeUndefined();
    expect(
      await fault(async (knex) => {
        await knex.raw("create trigger stop before insert on parents begin select raise(abort, 'not today'); end");
        await knex('parents').insert({ id: 1 });
      }),
    ).toBeUndefined();
  });
  test('a file that is none', async () => {
    const { dialect, knex } = open({ driver, filename: __filename });
    expect(dialect.translate(await rejection(knex('t')))).toEqual({ error: 'Storage' });
  });
  test('a shelf that is destroyed', async () => {
    const { dialect, knex } = open({ driver, filename: newFile() });
    await knex.destroy();
    expect(dialect.translate(await rejection(knex('t')))).toEqual({ error: 'ConnectionLost' });
  });
  test('a connection that is closed is replaced', async () => {
    const { dialect, knex } = open({ driver, filename: newFile() });
    await knex.raw('create table t (a)');
    const client = knex.client as {
      acquireConnection(): Promise<{ close(done?: () => void): void }>;
      releaseConnection(c: object): unknown;
      query(c: object, q: object): Promise<unknown>;
    };
    const connection = await client.acquireConnection();
    await new Promise<void>((resolve) => {
      connection.close(() => resolve());
      if (driver === 'better-sqlite3') resolve();
    });
    expect(dialect.translate(await rejection(client.query(connection, { sql: 'select 2' })))).toEqual({
      error: 'ConnectionLost',
    });
    await client.releaseConnection(connection);
    expect(await knex('t')).toEqual([]);
  });
  test('a file locked by another process is a time-out', async () => {
    const filename = newFile();
    const { dialect, knex } = open({ driver, filename, busyTimeout: 1 });
    await knex.raw('create table t (a)');
    const other = await stranger(driver, filename);
    await other('begin immediate');
    expect(dialect.translate(await rejection(knex('t').insert({ a: 1 })))).toEqual({ error: 'Timeout' });
    expect(dialect.translate(await rejection(knex.transaction((t) => t('t'))))).toEqual({ error: 'Timeout' });
    await other('commit');
    await knex('t').insert({ a: 1 });
  });
});

test.each([
  ['SQLITE_BUSY', 'Timeout'],
  ['SQLITE_BUSY_RECOVERY', 'Timeout'],
  ['SQLITE_BUSY_SNAPSHOT', 'SerializationFailure'],
  ['SQLITE_LOCKED', 'SerializationFailure'],
  ['SQLITE_LOCKED_SHAREDCACHE', 'SerializationFailure'],
  ['SQLITE_INTERRUPT', 'Timeout'],
  ['SQLITE_IOERR_READ', 'Storage'],
  ['SQLITE_FULL', 'Storage'],
  ['SQLITE_CORRUPT_INDEX', 'Storage'],
  ['SQLITE_NOTADB', 'Storage'],
  ['SQLITE_READONLY_DBMOVED', 'Storage'],
  ['SQLITE_CANTOPEN', 'ConnectionRefused'],
  ['SQLITE_MISUSE', 'ConnectionLost'],
  ['SQLITE_MISMATCH', 'InvalidValue'],
])('the code %s is %s', (code, error) => {
  expect(translate(Object.assign(new Error('it failed'), { code }))).toEqual({ error });
});

test('errors of Shelf and knex', () => {
  expect(translate(new TimeoutError('late'))).toEqual({ error: 'Timeout' });
  expect(translate(new InvalidValueError('bad'))).toEqual({ error: 'InvalidValue' });
  expect(translate(Object.assign(new Error('pool'), { name: 'KnexTimeoutError' }))).toEqual({ error: 'Timeout' });
});

test('what is no error of a database', () => {
  for (const value of [undefined, null, 'text', 5, {}, new Error('other'), new TypeError('x is not a function')]) {
    expect(translate(value)).toBeUndefined();
  }
});
