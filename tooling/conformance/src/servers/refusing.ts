import { createShelf, type Shelf } from '@shelf/core';
import { faultOf } from '../settling.js';
import type { ConnectionSettings, ServerHarness } from './harness.js';

/** Servers that let nobody in, or not now. */
export function refusingSuite(harness: ServerHarness): void {
  /** Runs a test on a shelf, and closes it. */
  const on = async (
    url: string,
    work: (db: Shelf) => Promise<void>,
    settings: ConnectionSettings = {},
  ): Promise<void> => {
    const db = createShelf({ dialect: harness.dialect(url, settings) });
    try {
      await work(db);
    } finally {
      await db.destroy();
    }
  };
  const changed = async (change: (url: URL) => void): Promise<string> => {
    const url = new URL(await harness.database());
    change(url);
    return url.href;
  };
  const isRefused = async (db: Shelf): Promise<void> => {
    const Note = db.Model.extend({ tableName: 'notes' });
    for (const call of [() => Note.count(), () => db.transaction(async () => 1), () => db.transaction()]) {
      const fault = await faultOf(call());
      expect(fault).toBeInstanceOf(db.ConnectionRefusedError);
      expect(fault.code).toBe('CONNECTION_REFUSED');
    }
  };

  test('a user that the server does not know', async () =>
    on(await changed((url) => void (url.username = 'nobody_of_this_name')), isRefused));

  test('a database that the server does not have', async () =>
    on(await changed((url) => void (url.pathname = '/nothing_of_this_name')), isRefused));

  test('a certificate that cannot be trusted, or a server that does not encrypt', async () =>
    on(await harness.database(), isRefused, { encrypted: true }));

  test('a server that has as many connections as it takes is waited for', async () => {
    const url = await harness.limited(await harness.database());
    const first = createShelf({ dialect: harness.dialect(url, {}) });
    const impatient = createShelf({ dialect: harness.dialect(url, { acquireTimeout: 2000 }) });
    try {
      await first.knex.raw('select 1');
      const fault = await faultOf(impatient.transaction(async () => 1));
      expect(fault).toBeInstanceOf(impatient.ConnectionLostError);
      // In the server's own words.
      expect(fault.message).toMatch(/too many connections|max_user_connections/);
      const waiting = impatient.transaction(async () => 'its turn');
      await first.destroy();
      expect(await waiting).toBe('its turn');
    } finally {
      await Promise.all([first.destroy(), impatient.destroy()]);
    }
  });
}
