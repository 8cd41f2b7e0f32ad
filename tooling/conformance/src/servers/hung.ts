import { faultOf, rejectionOf } from '../settling.js';
import { throughProxy, type Remote, type ServerHarness } from './harness.js';

/** Servers that say nothing any more: a disk that hangs, a firewall that forgets a connection. */
export function hungSuite(harness: ServerHarness): void {
  const through = (work: (remote: Remote) => Promise<void>, otherwise = {}): Promise<void> =>
    throughProxy(harness, work, otherwise);

  const enough = new Error('enough');
  test.each([
    ['by its time-out', () => ({ timeout: 50 }), { code: 'TIMEOUT' }],
    ['by its signal', () => ({ signal: abortedAfter(50, enough) }), enough],
  ] as const)(
    'a call that is given up %s gives its connection up, and the pool makes another one',
    (_, limits, error) =>
      through(async ({ db, proxy, Note }) => {
        await Note.count();
        proxy.hang();
        expect(await rejectionOf(Note.count('*', limits()))).toMatchObject(error);
        expect(await Note.count()).toBe(1);
        await db.destroy();
      }),
  );

  test('a call that is given up in a transaction: the transaction rejects with its error, and is undone', () =>
    through(async ({ db, proxy, Note }) => {
      const run = db.transaction(async (transacting) => {
        await new Note({ text: 'undone' }).save(null, { transacting });
        proxy.hang();
        await Note.count('*', { transacting, timeout: 20 });
      });
      expect(await rejectionOf(run)).toBeInstanceOf(db.TimeoutError);
      expect(await Note.count()).toBe(1);
    }));

  test('a transaction that is given up while its statement runs', () =>
    through(async ({ db, proxy, Note }) => {
      await Note.count();
      const running = db.transaction(
        async (transacting) => {
          proxy.hang();
          await Note.count('*', { transacting });
        },
        { timeout: 100 },
      );
      expect(await faultOf(running)).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('100 ms') });
      expect(await Note.count()).toBe(1);
    }));

  test('a transaction that is given up while it begins', () =>
    through(async ({ db, proxy, Note }) => {
      await Note.count();
      proxy.hang();
      expect(await faultOf(db.transaction(async () => 1, { timeout: 50 }))).toBeInstanceOf(db.TimeoutError);
      expect(await Note.count()).toBe(1);
    }));

  test('a table whose description is not answered: others describe it on another connection', () =>
    through(
      async ({ db, proxy, Note }) => {
        await db.knex.raw('select 1');
        proxy.hang();
        const forgotten = rejectionOf(Note.count());
        expect(await Note.count('*')).toBe(1);
        await db.destroy({ timeout: 0 });
        expect(await forgotten).toBeInstanceOf(db.ConnectionLostError);
      },
      { pool: { max: 2 } },
    ));

  test('a description that its only caller has given up is not waited for', () =>
    through(
      async ({ db, proxy, Note }) => {
        await db.knex.raw('select 1');
        proxy.hang();
        expect(await rejectionOf(Note.count('*', { timeout: 20 }))).toBeInstanceOf(db.TimeoutError);
        expect(await Note.count('*')).toBe(1);
      },
      { pool: { max: 2 } },
    ));

  test('destroy() ends where idle connections are not answered', () =>
    through(async ({ db, proxy, Note }) => {
      await Note.count();
      proxy.hang();
      await db.destroy();
    }));

  test('destroy({ timeout }) ends while a query runs and others wait, which reject, and while a transaction is open', () =>
    through(
      async ({ db, Note, slow }) => {
        await Note.count();
        await db.transaction();
        const running = faultOf(slow().fetchAll());
        const waiting = faultOf(Note.count());
        await db.destroy({ timeout: 20 });
        expect((await running).code).toBe('CONNECTION_LOST');
        expect((await waiting).code).toBe('CONNECTION_LOST');
      },
      { pool: { max: 2 } },
    ));

  test('a connection that is not made in time is lost', () =>
    through(
      async ({ db, Note }) => {
        expect((await faultOf(Note.count())).code).toBe('CONNECTION_LOST');
        expect((await faultOf(db.transaction())).code).toBe('CONNECTION_LOST');
      },
      { fromServer: () => Buffer.alloc(0), connectTimeout: 50 },
    ));
}

/** A signal that is aborted after some milliseconds, for a reason. */
function abortedAfter(delay: number, reason: Error): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), delay);
  return controller.signal;
}
