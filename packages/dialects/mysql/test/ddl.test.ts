import { createShelf, TransactionClosedError, type Shelf } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import type { Knex } from 'knex';
import { mysql } from '../src/index.js';

// The server commits before it makes or changes a table: a transaction goes on as another one, and never without one.

const databases = useMysql();

async function withThings(work: (db: Shelf, ids: () => Promise<unknown[]>) => Promise<void>): Promise<void> {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    await db.knex.schema.createTable('things', (table) => table.integer('id').primary());
    await work(db, async () => db.knex('things').orderBy('id').pluck('id'));
  } finally {
    await db.destroy();
  }
}

const insert = async (t: Knex.Transaction, id: number): Promise<void> => void (await t('things').insert({ id }));

/** Every kind of statement that commits by itself; some answer with rows, some fail after they have committed. */
const COMMITTING: Readonly<Record<string, string>> = {
  'create table': 'create table more (n int)',
  'alter table': 'alter table things add column n int',
  truncate: 'truncate table bare',
  'create view': 'create view some as select 1 as one',
  'analyze table, which answers with rows': 'analyze table things',
  'a procedure': 'call commits()',
  begin: 'begin',
};

test.each(Object.keys(COMMITTING))(
  '%s: what comes after it is rolled back, and the rollback tells of the rest',
  (name) =>
    withThings(async (db, ids) => {
      await db.knex.raw('create table bare (n int)');
      await db.knex.raw('create procedure commits() begin select 1; commit; end');
      const reason = new Error('undo');
      let seenOutside: unknown;
      const undone: unknown = await db
        .transaction(async (t) => {
          await insert(t, 1);
          await t.raw(COMMITTING[name]!);
          await insert(t, 2);
          seenOutside = await ids();
          throw reason;
        })
        .catch((error: unknown) => error);
      expect(undone).toBeInstanceOf(TransactionClosedError);
      expect(undone).toMatchObject({ message: expect.stringContaining(COMMITTING[name]!), cause: reason });
      expect(seenOutside).toEqual([1]);
      expect(await ids()).toEqual([1]);
    }),
);

test('one that fails has committed too', () =>
  withThings(async (db, ids) => {
    const undone = db.transaction(async (t) => {
      await insert(t, 1);
      await expect(t.raw('create table things (n int)')).rejects.toMatchObject({ errno: 1050 });
      await insert(t, 2);
      throw new Error('undo');
    });
    await expect(undone).rejects.toBeInstanceOf(TransactionClosedError);
    expect(await ids()).toEqual([1]);
  }));

test('a transaction with it commits, and the next one rolls back as ever', () =>
  withThings(async (db, ids) => {
    await db.transaction(async (t) => {
      await insert(t, 1);
      await t.schema.createTable('more', (table) => table.integer('n'));
      await t.schema.alterTable('more', (table) => table.integer('m'));
      await insert(t, 2);
    });
    const undone = db.transaction(async (t) => {
      await insert(t, 3);
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect(await ids()).toEqual([1, 2]);
  }));

test('a temporary table and questions end nothing', () =>
  withThings(async (db, ids) => {
    const undone = db.transaction(async (t) => {
      await insert(t, 1);
      await t.raw('create temporary table scratch (n int)');
      await t.raw('show tables');
      await t.raw('set @a = 1');
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect(await ids()).toEqual([]);
  }));

test('the transaction goes on at its isolation level', () =>
  withThings(async (db) => {
    const seen: unknown[] = [];
    await db.transaction(
      async (t) => {
        await t.raw('create table more (n int)');
        seen.push(await t('things').pluck('id'));
        await db.knex('things').insert({ id: 1 });
        seen.push(await t('things').pluck('id'));
      },
      { isolationLevel: 'read committed' },
    );
    expect(seen).toEqual([[], [1]]);
  }));

test('a savepoint that went with it: its release passes, its rollback rejects, and what comes after it is undone', () =>
  withThings(async (db, ids) => {
    await db.transaction(async (t) => {
      await insert(t, 1);
      await t.transaction(async (inner) => {
        await insert(inner, 2);
        await inner.raw('create table more (n int)');
      });
      const undone: Promise<unknown> = t.transaction(async (inner) => {
        await insert(inner, 3);
        await inner.raw('create table most (n int)');
        throw new Error('undo');
      });
      await expect(undone).rejects.toMatchObject({ code: 'TRANSACTION_CLOSED', cause: { message: 'undo' } });
    });
    expect(await ids()).toEqual([1, 2, 3]);
  }));

test('knex migrates: it writes into its own tables after a migration has made others', () =>
  withThings(async ({ knex }, ids) => {
    const migration = {
      up: async (t: Knex): Promise<void> => {
        await t.schema.createTable('more', (table) => table.integer('n'));
        await t('things').insert({ id: 1 });
      },
      down: (t: Knex): Promise<void> => t.schema.dropTable('more'),
    };
    const migrationSource = {
      getMigrations: () => Promise.resolve(['first']),
      getMigrationName: (name: string) => name,
      getMigration: () => Promise.resolve(migration),
    };
    await knex.migrate.latest({ migrationSource });
    expect(await knex('knex_migrations').pluck('name')).toEqual(['first']);
    expect([await ids(), await knex.schema.hasTable('more')]).toEqual([[1], true]);
    await knex.migrate.rollback({ migrationSource });
    expect([await knex('knex_migrations').pluck('name'), await knex.schema.hasTable('more')]).toEqual([[], false]);
  }));
