import { createShelf, type Shelf } from '@shelf/core';
import { startProxy, useMysql, type Proxy, type Tampering } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';
import { optionsIn } from '../src/url.js';
import type { MysqlOptions } from '../src/index.js';

const databases = useMysql();

/** Runs a test on a shelf that reaches its server through a proxy. */
async function throughProxy(
  work: (db: Shelf, proxy: Proxy) => Promise<void>,
  tampering: Tampering = {},
  options: MysqlOptions = {},
): Promise<void> {
  const proxy = await startProxy([await databases.make()], tampering);
  const db = createShelf({ dialect: mysql({ ...optionsIn(proxy.url), pool: { max: 2 }, ...options }) });
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
    { fromClient: (bytes) => (bytes.includes('begin') ? undefined : bytes) },
  ));
