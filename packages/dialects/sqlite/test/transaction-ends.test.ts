/* oxlint-disable jest/expect-expect -- `free` rejects when the lock is not free */
import { TransactionClosedError } from '@shelf/core';
import { clientOf, drivers, open, rejection, fileOf } from './open.js';
import type { SqliteOptions } from '../src/index.js';

describe.each(drivers)('%s', (driver) => {
  const file = (options: Partial<SqliteOptions> = {}): ReturnType<typeof fileOf> => fileOf(driver, options);

  describe('the lock is given back', () => {
    /** Another shelf gets the lock at once. */
    async function free(filename: string): Promise<void> {
      const { knex } = open({ driver, filename, busyTimeout: 0, knex: { acquireConnectionTimeout: 2000 } });
      await knex.transaction((t) => t('t').insert({ a: 'free' }));
    }

    test('after commit', async () => {
      const { knex, filename } = await file();
      await knex.transaction((t) => t('t').insert({ a: 1 }));
      await free(filename);
    });

    test('after rollback', async () => {
      const { knex, filename } = await file();
      await rejection(
        knex.transaction(async (t) => {
          await t('t').insert({ a: 1 });
          throw new Error('no');
        }),
      );
      expect(await knex('t')).toEqual([]);
      await free(filename);
    });

    test('after a write that fails', async () => {
      const { knex, filename } = await file();
      await knex('t').insert({ id: 1 });
      await rejection(knex('t').insert({ id: 1 }));
      await rejection(knex('t').insert({ nope: 1 }));
      await rejection(knex.raw('insert into nowhere values (1)'));
      await free(filename);
    });

    test('after savepoints', async () => {
      const { knex, filename } = await file();
      await knex.transaction(async (t) => {
        await t.transaction((u) => u('t').insert({ a: 1 }));
        await rejection(
          t.transaction(async (u) => {
            await u('t').insert({ a: 2 });
            await u.transaction((v) => v('t').insert({ a: 3 }));
            throw new Error('undo');
          }),
        );
        await t('t').insert({ a: 4 });
      });
      expect(await knex('t').pluck('a')).toEqual([1, 4]);
      await free(filename);
    });

    test('after a COMMIT that is refused, which leaves no transaction open', async () => {
      const { knex, filename } = await file({ pool: { max: 1 } });
      await knex.raw('create table late (t_id references t deferrable initially deferred)');
      const error = await rejection(knex.transaction((t) => t('late').insert({ t_id: 77 })));
      expect(error.message).toContain('FOREIGN KEY constraint failed');
      expect(await knex('late')).toEqual([]);
      await knex('t').insert({ a: 1 });
      expect(await knex('t')).toHaveLength(1);
      await free(filename);
    });

    test('when the connection is destroyed in the middle', async () => {
      const { knex, filename } = await file();
      const { knex: other } = open({ driver, filename, busyTimeout: 0, knex: { acquireConnectionTimeout: 2000 } });
      await other('t'); // the file stays open, and its lock with it
      const client = clientOf(knex) as unknown as {
        acquireConnection(): Promise<object>;
        query(c: object, q: unknown): Promise<unknown>;
        destroyRawConnection(c: object): Promise<void>;
        releaseConnection(c: object): unknown;
      };
      const connection = await client.acquireConnection();
      await client.query(connection, 'BEGIN;');
      await client.query(connection, { sql: "insert into t (a) values ('lost')" });
      await client.destroyRawConnection(connection);
      await client.releaseConnection(connection);
      await other('t').insert({ a: 'free' });
      expect(await knex('t').pluck('a')).toEqual(['free']);
    });
  });

  describe('SQLite may end a transaction by itself', () => {
    test('what follows is refused, and never runs outside', async () => {
      const { knex } = await file({ pool: { max: 1 } });
      const seen: unknown[] = [];
      const error = await rejection(
        knex.transaction(async (t) => {
          await t('t').insert({ id: 1 });
          seen.push(await rejection(t.raw('insert or rollback into t (id) values (1)')));
          seen.push(await rejection(t('t').insert({ id: 2 })));
          seen.push(await rejection(t('t')));
        }),
      );
      expect((seen[0] as Error).message).toContain('UNIQUE constraint failed');
      expect(seen[1]).toBeInstanceOf(TransactionClosedError);
      expect((seen[1] as Error).message).toContain('SQLite has rolled the whole transaction back');
      expect(seen[2]).toBeInstanceOf(TransactionClosedError);
      expect(error).toBeInstanceOf(TransactionClosedError); // it cannot be committed
      expect(await knex('t')).toEqual([]);
      await knex.transaction((t) => t('t').insert({ id: 3 }));
      expect(await knex('t')).toHaveLength(1);
    });

    test('an error that leaves it open does not', async () => {
      const { knex } = await file();
      await knex.transaction(async (t) => {
        await t('t').insert({ id: 1 });
        await rejection(t('t').insert({ id: 1 }));
        await rejection(t.raw('selec'));
        await t('t').insert({ id: 2 });
      });
      expect(await knex('t')).toHaveLength(2);
    });

    test('a savepoint that it happened in ends with the error itself', async () => {
      const { knex } = await file();
      const seen: unknown[] = [];
      const error = await rejection(
        knex.transaction(async (t) => {
          await t('t').insert({ id: 1 });
          seen.push(await rejection(t.transaction((u) => u.raw('insert or rollback into t (id) values (1)'))));
          await t('t').insert({ id: 2 });
        }),
      );
      expect((seen[0] as Error).message).toContain('UNIQUE constraint failed');
      expect(seen[0]).not.toBeInstanceOf(TransactionClosedError);
      expect(error).toBeInstanceOf(TransactionClosedError);
      expect(await knex('t')).toEqual([]);
    });

    test('the rollback that follows is quiet', async () => {
      const { knex } = await file();
      const error = await rejection(
        knex.transaction(async (t) => {
          await t('t').insert({ id: 1 });
          await t.raw('insert or rollback into t (id) values (1)');
        }),
      );
      expect(error.message).toContain('UNIQUE constraint failed');
      await knex('t').insert({ id: 1 });
    });
  });
});
