import BetterSqlite3 from 'better-sqlite3';
import sqlite3 from 'sqlite3';
import { clientOf, drivers, newFile, open, rejection, run } from './open.js';

const asked = /^\s*(pragma|begin|commit|rollback)/i;

/** Counts the statements that a driver prepares. */
function preparing(driver: (typeof drivers)[number]): string[] {
  const prepared: string[] = [];
  const count = (sql: unknown): void => {
    if (!asked.test(String(sql))) prepared.push(String(sql));
  };
  if (driver === 'sqlite3') {
    const { Statement } = sqlite3 as unknown as {
      Statement: new (database: object, sql: string, done: unknown) => object;
    };
    jest.spyOn(sqlite3, 'Statement').mockImplementation(((database: object, sql: string, done: unknown) => {
      count(sql);
      return new Statement(database, sql, done);
    }) as never);
  } else {
    // oxlint-disable-next-line typescript/unbound-method -- it is called on a database again
    const { prepare } = BetterSqlite3.prototype;
    jest.spyOn(BetterSqlite3.prototype, 'prepare').mockImplementation(function (
      this: BetterSqlite3.Database,
      sql: string,
    ) {
      count(sql);
      return prepare.call(this, sql);
    });
  }
  return prepared;
}

afterEach(() => jest.restoreAllMocks());

describe.each(drivers)('%s', (driver) => {
  test('a statement is prepared once and run many times', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a integer primary key, b)');
    const prepared = preparing(driver);
    for (let i = 1; i <= 5; i++) {
      await knex('t').insert({ a: i, b: `b${i}` });
      expect(await knex('t').where({ a: i }).first()).toEqual({ a: i, b: `b${i}` });
      await knex('t').where({ a: i }).update({ b: 'c' });
      expect(await knex('t').select('b').where({ a: i })).toEqual([{ b: 'c' }]);
      expect(await knex('t').where({ a: -i }).first()).toBeUndefined();
    }
    expect(await knex('t').delete()).toBe(5);
    expect(prepared).toHaveLength(5);
  });

  test('inside transactions too, where BEGIN and COMMIT are kept as well', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a)');
    const prepared = preparing(driver);
    for (let i = 0; i < 3; i++) await knex.transaction((t) => t('t').insert({ a: i }));
    expect(prepared).toEqual(['insert into `t` (`a`) values (?)']);
  });

  test('every connection has its own', async () => {
    const { knex } = open({ driver, filename: newFile() });
    const client = clientOf(knex);
    const connections = await Promise.all(
      Array.from({ length: driver === 'sqlite3' ? 4 : 1 }, () => client.acquireConnection()),
    );
    for (let round = 0; round < 2; round++) {
      const rows = await Promise.all(
        connections.map((each, i) => client.query(each, { sql: 'select ? as a', bindings: [i] })),
      );
      expect(rows.map(({ response }) => response)).toEqual(connections.map((_, i) => [{ a: i }]));
    }
    await Promise.all(connections.map((each) => client.releaseConnection(each)));
  });

  test('queries of one connection that use the same statement at the same time do not mix', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a integer primary key, b)');
    await knex.transaction(async (t) => {
      const ids = Array.from({ length: 50 }, (_, i) => i + 1);
      const keys = await Promise.all(ids.map((id) => t('t').insert({ b: id })));
      expect(keys.flat()).toEqual(ids);
      const rows = await Promise.all(ids.map((id) => t('t').where({ a: id }).first()));
      expect(rows.map(({ b }) => b as number)).toEqual(ids);
    });
  });

  test('a result is not touched by the next run of its statement', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a integer primary key, b)');
    const client = clientOf(knex);
    const connection = await client.acquireConnection();
    const insert = (b: string): Promise<{ context: unknown }> =>
      client.query(connection, { method: 'insert', sql: 'insert into t (b) values (?)', bindings: [b] });
    const first = await insert('x');
    const second = await insert('y');
    expect(first.context).toEqual({ lastID: 1, changes: 1 });
    expect(second.context).toEqual({ lastID: 2, changes: 1 });
    await client.releaseConnection(connection);
  });

  describe('after a change of the schema', () => {
    test('select * has the new columns', async () => {
      const { knex } = open({ driver });
      await knex.raw('create table t (a)');
      await knex('t').insert({ a: 1 });
      expect(await knex('t')).toEqual([{ a: 1 }]);
      await knex.raw('alter table t add column b default 2');
      expect(await knex('t')).toEqual([{ a: 1, b: 2 }]);
      await knex.raw('alter table t rename column a to c');
      expect(await knex('t')).toEqual([{ c: 1, b: 2 }]);
      await knex.raw('alter table t drop column b');
      expect(await knex('t')).toEqual([{ c: 1 }]);
      await knex.raw('drop table t');
      expect((await rejection(knex('t'))).message).toContain('no such table: t');
      await knex.raw('create table t (z, y)');
      await knex('t').insert({ z: 1, y: 2 });
      expect(await knex('t')).toEqual([{ z: 1, y: 2 }]);
    });

    test('of many rows too', async () => {
      const { knex } = open({ driver });
      await knex.raw('create table t (a, b)');
      await knex('t').insert(Array.from({ length: 100 }, (_, i) => ({ a: i, b: -i })));
      for (let i = 0; i < 3; i++) expect((await knex('t'))[99]).toEqual({ a: 99, b: -99 });
      await knex.raw('alter table t rename column a to c');
      for (let i = 0; i < 3; i++) expect((await knex('t'))[99]).toEqual({ c: 99, b: -99 });
      await knex.raw('alter table t add column d default 7');
      for (let i = 0; i < 3; i++) expect((await knex('t'))[99]).toEqual({ c: 99, b: -99, d: 7 });
      await knex('t').where('c', '>', 0).delete();
      for (let i = 0; i < 3; i++) expect(await knex('t')).toEqual([{ c: 0, b: 0, d: 7 }]);
    });

    test('with columns of equal, hostile and very many names', async () => {
      const { knex } = open({ driver });
      const numbers = (columns: string): string =>
        `with recursive n(i) as (select 1 union all select i + 1 from n where i < 30) select ${columns} from n`;
      const many = Array.from({ length: 150 }, (_, i) => `i + ${i} as c${i}`).join(', ');
      for (let round = 0; round < 3; round++) {
        expect((await run(knex, numbers('i as a, i + 1 as a')))[29]).toEqual({ a: 31 });
        const hostile = (
          await run(
            knex,
            numbers(
              'i as constructor, i as `\'`, i as `"`, i as `\\`, i as `});throw 1//`, i as `1`, i as ``, i as `\n`',
            ),
          )
        )[29]!;
        expect(Object.entries(hostile).map(([name]) => name)).toEqual([
          '1',
          'constructor',
          "'",
          '"',
          '\\',
          '});throw 1//',
          '',
          '\n',
        ]);
        expect(Object.getPrototypeOf(Object.getPrototypeOf(hostile))).toBeNull();
        expect(Object.keys((await run(knex, numbers(many)))[29]!)).toHaveLength(150);
      }
    });

    test('that another connection made', async () => {
      const filename = newFile();
      const { knex } = open({ driver, filename });
      const { knex: other } = open({ driver, filename });
      await knex.raw('create table t (a)');
      await knex('t').insert({ a: 1 });
      expect(await knex('t').where({ a: 1 })).toEqual([{ a: 1 }]);
      await other.raw('alter table t add column b default 2');
      expect(await knex('t').where({ a: 1 })).toEqual([{ a: 1, b: 2 }]);
      await knex('t').insert({ a: 3 });
      expect(await other('t')).toHaveLength(2);
    });
  });

  test('a statement that failed works again', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a integer primary key)');
    for (const round of [1, 2, 3]) {
      await knex('t').insert({ a: round });
      await rejection(knex('t').insert({ a: round }));
    }
    expect((await rejection(knex('nowhere'))).message).toContain('no such table');
    await knex.raw('create table nowhere (a)');
    expect(await knex('nowhere')).toEqual([]);
    expect((await rejection(knex.raw('selec 1'))).message).toContain('syntax error');
    expect((await rejection(knex.raw('selec 1'))).message).toContain('syntax error');
  });

  test('a table can be dropped while statements on it are kept', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a)');
    await knex('t').insert([{ a: 1 }, { a: 2 }]);
    await knex('t').first();
    await knex('t').insert({ a: 3 }).returning('a');
    await knex.schema.dropTable('t');
    expect(await knex.raw('vacuum')).toEqual([]);
  });

  test('more statements than are kept', async () => {
    const { knex } = open({ driver });
    const expected = Array.from({ length: 250 }, (_, i) => ({ [`c${i}`]: i }));
    for (let round = 0; round < 2; round++) {
      for (const [i, row] of expected.entries()) expect(await run(knex, `select ${i} as c${i}`)).toEqual([row]);
    }
  });

  test('a connection closes with statements kept', async () => {
    const { knex } = open({ driver, filename: newFile() });
    await knex.raw('create table t (a)');
    await knex.transaction((t) => t('t').insert({ a: 1 }));
    await knex('t').where({ a: 1 });
    await expect(knex.destroy()).resolves.toBeUndefined();
  });
});
