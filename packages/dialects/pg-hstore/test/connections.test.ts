import { createShelf, type Shelf } from '@shelf/core';
import { startProxy, type Proxy, type Tampering } from '@shelf-tooling/servers';
import { postgres, type PostgresOptions } from '../src/index.js';
import { useDatabase } from './database.js';

const database = useDatabase('create table notes (id serial primary key, text text)');

/** Runs a test on a shelf that reaches its server through a proxy. */
async function throughProxy(
  work: (db: Shelf, proxy: Proxy) => Promise<void>,
  tampering: Tampering = {},
  options: PostgresOptions = {},
): Promise<void> {
  const proxy = await startProxy([database.url], tampering);
  const db = createShelf({ dialect: postgres({ connectionString: proxy.url, pool: { max: 2 }, ...options }) });
  try {
    await work(db, proxy);
  } finally {
    await proxy.stop();
    await db.destroy();
  }
}

test('the connection breaks when a transaction begins: the callback does not run', () =>
  throughProxy(
    async (db) => {
      const work = jest.fn(async () => 1);
      await expect(db.transaction(work)).rejects.toBeInstanceOf(db.ConnectionLostError);
      await expect(db.transaction()).rejects.toBeInstanceOf(db.ConnectionLostError);
      await expect(db.transaction(work, { isolationLevel: 'serializable' })).rejects.toBeInstanceOf(
        db.ConnectionLostError,
      );
      expect(work).not.toHaveBeenCalled();
    },
    { fromClient: (bytes) => (bytes.includes('BEGIN') ? undefined : bytes) },
  ));
