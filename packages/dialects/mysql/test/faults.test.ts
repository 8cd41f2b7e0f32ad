import { ConnectionLostError, createShelf, SerializationFailureError, TimeoutError, type Shelf } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import type { Knex } from 'knex';
import { mysql } from '../src/index.js';
import { startOwn } from './which.js';

// Regression 20: a connection that ends must not end the process, nor leave anything half-written, nor spoil the pool.

const databases = useMysql();

async function shop(): Promise<{ db: Shelf; other: Shelf }> {
  const url = await databases.make();
  const [db, other] = [createShelf({ dialect: mysql(url) }), createShelf({ dialect: mysql(url) })];
  await db.knex.schema.createTable('books', (table) => {
    table.increments('id');
    table.string('title');
  });
  return { db, other };
}

const idOf = async (db: Shelf, t: Pick<Knex, 'raw'> = db.knex): Promise<number> => {
  const response = await t.raw<readonly [{ id: number }[]]>('select connection_id() as id');
  return response[0][0]!.id;
};

test('killed while idle: the next query has another connection', async () => {
  const { db, other } = await shop();
  class Book extends db.Model<{ id: number; title: string }> {
    static override tableName = 'books';
  }
  await new Book({ title: 'Emma' }).save();
  await other.knex.raw(`kill ${await idOf(db)}`);
  const counts: unknown[] = [];
  for (let i = 0; i < 3; i++) counts.push(await Book.count().catch((error: unknown) => error));
  expect(counts.filter((each) => each instanceof Error).every((each) => each instanceof ConnectionLostError)).toBe(
    true,
  );
  expect(counts.at(-1)).toBe(1);
  await Promise.all([db.destroy(), other.destroy()]);
});

test('killed in the middle of a query, and of a transaction: ConnectionLost, and nothing of it is stored', async () => {
  const { db, other } = await shop();
  class Book extends db.Model<{ id: number; title: string }> {
    static override tableName = 'books';
  }
  const failed = db.transaction(async (transacting) => {
    await new Book({ title: 'half' }).save(null, { transacting });
    const id = await idOf(db, transacting);
    const sleeping = Book.query((qb) => qb.whereRaw('sleep(20) = 0')).fetchAll({ transacting });
    await other.knex.raw(`kill ${id}`);
    await sleeping;
  });
  await expect(failed).rejects.toBeInstanceOf(ConnectionLostError);
  expect(await Book.count()).toBe(0);
  await new Book({ title: 'whole' }).save();
  expect(await Book.count()).toBe(1);
  await Promise.all([db.destroy(), other.destroy()]);
});

test('the server is killed and comes back: errors meanwhile, and then the pool works again', async () => {
  const server = await startOwn();
  const db = createShelf({ dialect: mysql(`${server.url}test_shelf`) });
  const admin = createShelf({ dialect: mysql(server.url) });
  try {
    await admin.knex.raw('create database test_shelf');
    await db.knex.schema.createTable('books', (table) => table.increments('id'));
    class Book extends db.Model<{ id: number }> {
      static override tableName = 'books';
    }
    await new Book().save();
    await server.kill();
    await expect(Book.count()).rejects.toBeInstanceOf(ConnectionLostError);
    await server.start();
    const counts: unknown[] = [];
    for (let i = 0; i < 5; i++) counts.push(await Book.count().catch(() => 'lost'));
    expect(counts.at(-1)).toBe(1);
  } finally {
    await Promise.all([db.destroy(), admin.destroy()]);
    await server.stop();
  }
});

test('a deadlock is a SerializationFailure, and a query that takes too long a Timeout', async () => {
  const { db, other } = await shop();
  await db.knex('books').insert([{ title: 'a' }, { title: 'b' }]);
  const locking = (ids: readonly [number, number], met: () => Promise<void>): Promise<unknown> =>
    db.transaction(async (t) => {
      await t('books').where('id', ids[0]).update({ title: 'x' });
      await met();
      await t('books').where('id', ids[1]).update({ title: 'y' });
    });
  let waiting = 2;
  let meet!: () => void;
  const all = new Promise<void>((resolve) => (meet = resolve));
  const met = (): Promise<void> => {
    if (--waiting === 0) meet();
    return all;
  };
  const outcomes = await Promise.allSettled([locking([1, 2], met), locking([2, 1], met)]);
  const [failure] = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  expect(failure).toBeInstanceOf(SerializationFailureError);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);

  class Book extends db.Model<{ id: number }> {
    static override tableName = 'books';
  }
  await expect(Book.query((qb) => qb.whereRaw('sleep(10) = 0')).fetchAll({ timeout: 50 })).rejects.toBeInstanceOf(
    TimeoutError,
  );
  await Promise.all([db.destroy(), other.destroy()]);
});
