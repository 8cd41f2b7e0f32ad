import { existsSync } from 'node:fs';
import { clientOf, drivers, newFile, open, pragma, rejection } from './open.js';

const ONE_HOUR = 3_600_000;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
});

describe.each(drivers)('%s', (driver) => {
  describe('a database in memory', () => {
    test.each([':memory:', '', 'file::memory:'])('%p keeps its one connection', async (filename) => {
      const { knex } = open({ driver, filename });
      await knex.raw('create table t (a)');
      await Promise.all(Array.from({ length: 8 }, (_, i) => knex('t').insert({ a: i })));
      jest.advanceTimersByTime(ONE_HOUR);
      expect(await knex('t')).toHaveLength(8);
      expect(existsSync('file::memory:')).toBe(false);
    });

    test('keeps it whatever the pool is told', async () => {
      const { knex } = open({ driver, pool: { min: 0, max: 1, idleTimeoutMillis: 1 } });
      await knex.raw('create table t (a)');
      jest.advanceTimersByTime(ONE_HOUR);
      expect(await knex('t')).toEqual([]);
    });

    test('survives a query that knex has given up', async () => {
      const { knex } = open({ driver });
      await knex.raw('create table t (a)');
      const client = clientOf(knex);
      const connection = (await client.acquireConnection()) as { __knex__disposed?: unknown };
      connection.__knex__disposed = new Error('timed out');
      await client.releaseConnection(connection);
      expect(await knex('t')).toEqual([]);
    });
  });

  describe('a file', () => {
    test('is closed when nobody has used it for a while, and opened again', async () => {
      const { knex } = open({ driver, filename: newFile() });
      await knex.raw('create table t (a)');
      expect(clientOf(knex).pool.numUsed() + clientOf(knex).pool.numFree()).toBe(1);
      jest.advanceTimersByTime(ONE_HOUR);
      expect(clientOf(knex).pool.numUsed() + clientOf(knex).pool.numFree()).toBe(0);
      expect(await knex('t')).toEqual([]);
    });

    test("asks the user's own validate before each use", async () => {
      const validate = jest.fn(() => true);
      const { knex } = open({ driver, filename: newFile(), pool: { validate } });
      for (let i = 0; i < 3; i++) await knex.raw('select 1');
      expect(validate).toHaveBeenCalledTimes(3);
    });

    test('is set up on every connection of the pool', async () => {
      const { knex } = open({ driver, filename: newFile(), busyTimeout: 1234 });
      const max = driver === 'sqlite3' ? 4 : 1;
      const client = clientOf(knex);
      const connections = await Promise.all(Array.from({ length: max }, () => client.acquireConnection()));
      expect(new Set(connections).size).toBe(max);
      for (const connection of connections) {
        const ask = async (name: string): Promise<unknown> =>
          Object.values((await client.query(connection, { sql: `pragma ${name}`, method: 'raw' })).response[0]!)[0];
        expect(await ask('foreign_keys')).toBe(1);
        expect(await ask('journal_mode')).toBe('wal');
        expect(await ask('busy_timeout')).toBe(1234);
        await client.releaseConnection(connection);
      }
    });

    test('takes other settings', async () => {
      const { knex } = open({ driver, filename: newFile(), foreignKeys: false, wal: false, busyTimeout: 0 });
      expect(await pragma(knex, 'foreign_keys')).toBe(0);
      expect(await pragma(knex, 'journal_mode')).toBe('delete');
      expect(await pragma(knex, 'busy_timeout')).toBe(0);
    });

    test('waits 5 seconds for other processes, if nothing else is said', async () => {
      const { knex } = open({ driver, filename: newFile() });
      expect(await pragma(knex, 'busy_timeout')).toBe(5000);
    });

    test('is opened by at most as many connections as SQLite serves well', async () => {
      const { knex } = open({ driver, filename: newFile() });
      const client = clientOf(knex);
      const connections = await Promise.all(
        Array.from({ length: driver === 'sqlite3' ? 4 : 1 }, () => client.acquireConnection()),
      );
      const waiting = client.acquireConnection();
      expect(client.pool).toMatchObject({ max: connections.length });
      await Promise.all(connections.map((each) => client.releaseConnection(each)));
      await client.releaseConnection(await waiting);
    });

    test('can be opened for reading only', async () => {
      const filename = newFile();
      const { knex: writing } = open({ driver, filename });
      await writing.raw('create table t (a)');
      await writing('t').insert({ a: 1 });
      const { dialect, knex } = open({ driver, filename, readonly: true });
      expect(await knex('t')).toEqual([{ a: 1 }]);
      expect(await knex.transaction((t) => t('t'))).toEqual([{ a: 1 }]);
      const error = await rejection(knex('t').insert({ a: 2 }));
      expect(error.message).toContain('readonly database');
      expect(dialect.translate(error)).toEqual({ error: 'Storage' });
    });

    test('that does not exist cannot be opened for reading only', async () => {
      const { knex, dialect } = open({ driver, filename: newFile(), readonly: true });
      const error = await rejection(knex.raw('select 1'));
      expect(dialect.translate(error)).toEqual({ error: 'ConnectionRefused' });
    });

    test('in a folder that does not exist is refused', async () => {
      const { knex, dialect } = open({ driver, filename: `${newFile()}/no/such.db` });
      const error = await rejection(knex.raw('select 1'));
      expect(dialect.translate(error)).toEqual({ error: 'ConnectionRefused' });
    });

    test("runs knex's own afterCreate after the set-up", async () => {
      const afterCreate = (connection: { exec(sql: string, done?: () => void): void }, done: () => void): void => {
        if (driver === 'sqlite3') return connection.exec('pragma foreign_keys = off', done);
        connection.exec('pragma foreign_keys = off');
        done();
      };
      const { knex } = open({ driver, filename: newFile(), pool: { afterCreate } });
      expect(await pragma(knex, 'foreign_keys')).toBe(0);
    });
  });

  test('enforces foreign keys', async () => {
    const { knex, dialect } = open({ driver });
    await knex.raw('create table parents (id integer primary key)');
    await knex.raw('create table children (parent_id references parents)');
    const error = await rejection(knex('children').insert({ parent_id: 1 }));
    expect(dialect.translate(error)).toEqual({ error: 'ForeignKeyViolation' });
  });

  test('hands the rest of the configuration to knex', async () => {
    const { knex } = open({
      driver,
      knex: {
        wrapIdentifier: (name, wrap) => wrap(name.toUpperCase()),
        postProcessResponse: (response: unknown) => ({ processed: response }),
      },
    });
    expect(await knex.select({ a: knex.raw('1') })).toEqual({ processed: [{ A: 1 }] });
  });

  test('names its driver', () => {
    expect(clientOf(open({ driver }).knex).driverName).toBe(driver);
  });

  test('nothing is printed', async () => {
    const printed = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const { knex } = open({ driver, filename: `${newFile()}/no/such.db` });
    await rejection(knex.raw('select 1'));
    const { knex: memory } = open({ driver });
    await memory.raw('create table t (a, b)');
    await memory('t').insert([{ a: 1 }, { b: 2 }]);
    await memory.transaction((t) => t('t'), { isolationLevel: 'serializable', readOnly: true });
    expect(printed).not.toHaveBeenCalled();
    expect(logged).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });

  test("the user's own logger hears what knex warns of", async () => {
    const warn = jest.fn();
    const { knex } = open({ driver, filename: `${newFile()}/no/such.db`, knex: { log: { warn } } });
    await rejection(knex.raw('select 1'));
    expect(warn).toHaveBeenCalled();
  });

  test('streams', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a)');
    await knex('t').insert([{ a: 1 }, { a: 2 }, { a: 3 }]);
    const rows: unknown[] = [];
    for await (const row of knex('t').where('a', '>', 1).stream()) rows.push(row);
    expect(rows).toEqual([{ a: 2 }, { a: 3 }]);
    await knex.transaction(async (t) => {
      await t('t').insert({ a: 4 });
      const streamed: unknown[] = [];
      for await (const row of t('t').stream()) streamed.push(row);
      expect(streamed).toHaveLength(4);
    });
  });

  test('migrations and schema changes of knex run', async () => {
    const { knex } = open({ driver, filename: newFile() });
    await knex.schema.createTable('t', (t) => {
      t.increments('id');
      t.string('name').notNullable();
      t.integer('age');
    });
    await knex('t').insert({ name: 'a', age: 1 });
    await knex.schema.alterTable('t', (t) => t.dropColumn('age'));
    await knex.schema.alterTable('t', (t) => t.renameColumn('name', 'title'));
    await knex.schema.alterTable('t', (t) => t.string('title', 20).nullable().alter());
    expect(await knex('t')).toEqual([{ id: 1, title: 'a' }]);
    await knex('t').insert({ title: null });
    expect(await knex('t').count({ n: '*' })).toEqual([{ n: 2 }]);
  });
});

test('sqlite3 opens URIs', async () => {
  const filename = newFile();
  const { knex } = open({ filename: `file:${filename}` });
  await knex.raw('create table t (a)');
  expect(existsSync(filename)).toBe(true);
});
