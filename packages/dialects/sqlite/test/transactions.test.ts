/* oxlint-disable jest/expect-expect -- `free` rejects when the lock is not free */
import { TimeoutError } from '@shelf/core';
import { clientOf, deferred, drivers, open, rejection, fileOf } from './open.js';
import type { SqliteOptions } from '../src/index.js';

describe.each(drivers)('%s', (driver) => {
  const file = (options: Partial<SqliteOptions> = {}): ReturnType<typeof fileOf> => fileOf(driver, options);

  test('200 concurrent transactions keep the money', async () => {
    const { knex } = await file();
    await knex.raw('create table accounts (id integer primary key, balance integer not null check (balance >= 0))');
    const accounts = 10;
    await knex('accounts').insert(Array.from({ length: accounts }, (_, i) => ({ id: i, balance: 1000 })));
    const transfer = (i: number): Promise<void> =>
      knex.transaction(async (t) => {
        const [from, to] = [i % accounts, (i * 7 + 3) % accounts];
        const row = (await t('accounts').where({ id: from }).first()) as { balance: number };
        await t('accounts')
          .where({ id: from })
          .update({ balance: row.balance - 5 });
        const other = (await t('accounts').where({ id: to }).first()) as { balance: number };
        await t('accounts')
          .where({ id: to })
          .update({ balance: other.balance + 5 });
      });
    await Promise.all(Array.from({ length: 200 }, (_, i) => transfer(i)));
    expect(await knex('accounts').sum({ total: 'balance' })).toEqual([{ total: accounts * 1000 }]);
  });

  test('transactions of two shelves on one file, and single writes beside them, all succeed', async () => {
    const { knex, filename } = await file();
    const { knex: other } = open({ driver, filename, busyTimeout: 0 });
    const work = Array.from({ length: 60 }, (_, i) => {
      const one = i % 2 === 0 ? knex : other;
      return i % 3 === 0
        ? one('t').insert({ a: i })
        : one.transaction(async (t) => void (await t('t').insert({ a: i })));
    });
    await Promise.all(work);
    expect(await knex('t')).toHaveLength(60);
  });

  test('they take their turns in the order of asking', async () => {
    const { knex } = await file();
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        knex.transaction(async (t) => {
          order.push(i);
          await t('t').insert({ a: i });
        }),
      ),
    );
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('a transaction begins as a writer', async () => {
    const { knex, filename } = await file();
    const begun = deferred();
    const end = deferred();
    const first = knex.transaction(async (t) => {
      await t('t').select(); // no write yet
      begun.resolve();
      await end.promise;
    });
    await begun.promise;
    const { knex: other } = open({ driver, filename, busyTimeout: 0, knex: { acquireConnectionTimeout: 300 } });
    await other('t');
    const error = await rejection(other('t').insert({ a: 1 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.message).toContain('The write lock of');
    end.resolve();
    await first;
    await other('t').insert({ a: 1 });
  });

  test('reads do not wait for a writer', async () => {
    const { knex, filename } = await file();
    const { knex: reader } = open({ driver, filename, busyTimeout: 0 });
    await knex('t').insert({ a: 1 });
    await knex.transaction(async (t) => {
      await t('t').insert({ a: 2 });
      expect(await reader('t')).toHaveLength(1);
      expect(await reader.with('x', reader('t')).from('x')).toHaveLength(1);
    });
    expect(await reader('t')).toHaveLength(2);
  });

  test('a transaction that only reads waits for nobody, and cannot write', async () => {
    const { knex, filename } = await file();
    const { knex: other } = open({ driver, filename, busyTimeout: 0 });
    await knex('t').insert({ a: 1 });
    await knex.transaction(async (writer) => {
      await writer('t').insert({ a: 2 });
      await other.transaction(
        async (reader) => {
          expect(await reader('t')).toHaveLength(1);
          expect((await rejection(reader('t').insert({ a: 3 }))).message).toContain('readOnly');
          expect(await reader('t')).toHaveLength(1);
        },
        { readOnly: true },
      );
    });
    expect(await other('t')).toHaveLength(2);
  });

  test('a lock that cannot be had is a time-out, and the wait leaves nothing behind', async () => {
    const { knex, filename } = await file();
    const { knex: other } = open({ driver, filename, busyTimeout: 0, knex: { acquireConnectionTimeout: 300 } });
    await other('t');
    await knex.transaction(async (t) => {
      await t('t').insert({ a: 1 });
      const errors = await Promise.all([
        rejection(other('t').insert({ a: 2 })),
        rejection(other.transaction((u) => u('t').insert({ a: 3 }))),
        rejection(other('t').update({ a: 4 })),
        rejection(other.raw('drop table t')),
      ]);
      for (const error of errors) expect(error.name === 'KnexTimeoutError' || error instanceof TimeoutError).toBe(true);
    });
    await other('t').insert({ a: 5 });
    expect(await knex('t').pluck('a')).toEqual([1, 5]);
  });

  describe('cancelling', () => {
    test('ends the wait for the lock', async () => {
      const { knex, filename } = await file();
      const { knex: other } = open({ driver, filename });
      await knex.transaction(async (t) => {
        await t('t').insert({ a: 1 });
        const client = clientOf(other);
        const connection = await client.acquireConnection();
        const waiting = rejection(client.query(connection, { sql: 'delete from t' }));
        await client.cancelQuery(connection);
        expect(await waiting).toBeInstanceOf(TimeoutError);
        expect((await client.query(connection, { sql: 'select 1 as a' })).response).toEqual([{ a: 1 }]);
        await client.releaseConnection(connection);
      });
      await other('t').insert({ a: 2 });
      expect(await knex('t')).toHaveLength(2);
    });

    test("is what knex's time-outs do", async () => {
      const { knex, filename } = await file();
      const { knex: other } = open({ driver, filename });
      await other('t');
      await knex.transaction(async (t) => {
        await t('t').insert({ a: 1 });
        const error = await rejection(other('t').insert({ a: 2 }).timeout(10, { cancel: true }));
        expect(error.name).toBe('KnexTimeoutError');
      });
      await other('t').insert({ a: 3 });
      expect(await knex('t').pluck('a')).toEqual([1, 3]);
    });
  });

  test('rollback while queries are in flight leaves nothing behind', async () => {
    const { knex } = await file();
    for (let round = 0; round < 30; round++) {
      await rejection(
        knex.transaction((t) =>
          Promise.all([
            ...Array.from({ length: 5 }, (_, i) => t('t').insert({ a: i })),
            Promise.reject(new Error('no')),
            t('t').insert({ a: 'late' }),
          ]),
        ),
      );
    }
    expect(await knex('t')).toEqual([]);
  });

  test('in memory too', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a)');
    await Promise.all(Array.from({ length: 50 }, (_, i) => knex.transaction((t) => t('t').insert({ a: i }))));
    expect(await knex('t')).toHaveLength(50);
  });
});

describe('sqlite3, which runs on threads and has a pool', () => {
  test('reads of the same shelf do not wait for a writer', async () => {
    const { knex } = await fileOf('sqlite3');
    await knex.transaction(async (t) => {
      await t('t').insert({ a: 2 });
      expect(await knex('t')).toEqual([]);
    });
  });

  test('transactions that wait leave the pool to readers', async () => {
    const { knex } = await fileOf('sqlite3');
    const begun = deferred();
    const end = deferred();
    const first = knex.transaction(async (t) => {
      await t('t').insert({ a: 1 });
      begun.resolve();
      await end.promise;
    });
    await begun.promise;
    const waiting = Array.from({ length: 10 }, () => knex.transaction((t) => t('t').insert({ a: 2 })));
    expect(await knex('t')).toEqual([]);
    expect(clientOf(knex).pool.numUsed()).toBeLessThanOrEqual(2); // the writer, and the one kept at hand
    end.resolve();
    await Promise.all([first, ...waiting]);
    expect(await knex('t')).toHaveLength(11);
  });

  test('a statement that runs is interrupted', async () => {
    const { knex } = await fileOf('sqlite3');
    const client = clientOf(knex);
    const connection = await client.acquireConnection();
    const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n';
    const running = rejection(client.query(connection, { sql: endless }));
    // It starts on a thread at some time: an interrupt before that is lost.
    const again = setInterval(() => void client.cancelQuery(connection), 5);
    expect((await running).message).toContain('SQLITE_INTERRUPT');
    clearInterval(again);
    expect((await client.query(connection, { sql: 'select 1 as a' })).response).toEqual([{ a: 1 }]);
    await client.releaseConnection(connection);
  });
});
