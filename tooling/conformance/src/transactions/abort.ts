import type { Knex } from 'knex';
import type { Harness } from '../harness.js';
import { deferred, faultOf, never, rejectionOf } from '../settling.js';
import { withBank, type Bank } from './accounts.js';

const alone = { pool: { max: 1 } };

/** Transactions that are given up from outside. */
export function abortSuite(harness: Harness): void {
  const enough = new Error('enough');

  test('a callback that never resolves is rolled back by its signal, and its connection is free again', () =>
    withBank(
      harness,
      async ({ db, open, owners }) => {
        const controller = new AbortController();
        const run = db.transaction(
          async (t) => {
            await open('undone', t);
            controller.abort(enough);
            await never();
          },
          { signal: controller.signal },
        );
        expect(await rejectionOf(run)).toBe(enough);
        await db.transaction(async (t) => open('next', t));
        expect(await owners()).toEqual(['next']);
      },
      {},
      alone,
    ));

  test('a callback that never resolves is rolled back by its time-out, and its connection is free again', () =>
    withBank(
      harness,
      async ({ db, open, owners }) => {
        const run = db.transaction(
          async (t) => {
            await open('undone', t);
            await never();
          },
          { timeout: 20 },
        );
        const fault = await faultOf(run);
        expect(fault).toBeInstanceOf(db.TimeoutError);
        expect(fault.message).toContain('20 ms');
        await db.transaction(async (t) => open('next', t));
        expect(await owners()).toEqual(['next']);
      },
      {},
      alone,
    ));

  test('a query that the aborted callback sends afterwards is refused', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const controller = new AbortController();
      const go = deferred();
      let late: Promise<Error> | undefined;
      const run = db.transaction(
        async (t) => {
          await open('undone', t);
          late = go.promise.then(async () => rejectionOf(open('late', t)));
          controller.abort(enough);
          await late;
        },
        { signal: controller.signal },
      );
      expect(await rejectionOf(run)).toBe(enough);
      go.resolve();
      expect(await late).toBeInstanceOf(db.TransactionClosedError);
      expect(await owners()).toEqual([]);
    }));

  test('a signal that is aborted already: nothing is started', () =>
    withBank(harness, async ({ db, owners }) => {
      const work = jest.fn(async () => 1);
      expect(await rejectionOf(db.transaction(work, { signal: AbortSignal.abort(enough) }))).toBe(enough);
      expect(await rejectionOf(db.transaction({ signal: AbortSignal.abort(enough) }))).toBe(enough);
      expect(work).not.toHaveBeenCalled();
      expect(await owners()).toEqual([]);
    }));

  test('a signal aborted while the transaction waits for a connection: its callback never runs', () =>
    withBank(
      harness,
      async ({ db, owners }) => {
        const holder = await db.transaction();
        const controller = new AbortController();
        const work = jest.fn(async () => 1);
        const run = db.transaction(work, { signal: controller.signal });
        controller.abort(enough);
        expect(await rejectionOf(run)).toBe(enough);
        await holder.commit();
        // The place in the queue is given up or passed on, never kept.
        expect(await owners()).toEqual([]);
        await db.transaction(async (t) => t('accounts').insert({ owner: 'next', balance: 1 }));
        expect(work).not.toHaveBeenCalled();
        expect(await owners()).toEqual(['next']);
      },
      {},
      alone,
    ));

  test('the time-out counts the wait for a connection', () =>
    withBank(
      harness,
      async ({ db, owners }) => {
        const holder = await db.transaction();
        expect(await faultOf(db.transaction(async () => 1, { timeout: 20 }))).toBeInstanceOf(db.TimeoutError);
        await holder.commit();
        expect(await owners()).toEqual([]);
      },
      {},
      alone,
    ));

  test('a transaction without a callback is given up too', () =>
    withBank(
      harness,
      async ({ db, open, owners }) => {
        const controller = new AbortController();
        const t = await db.transaction({ signal: controller.signal });
        await open('undone', t);
        controller.abort(enough);
        await rejectionOf(t.executionPromise);
        expect(await owners()).toEqual([]);
        expect(await faultOf(open('late', t))).toBeInstanceOf(db.TransactionClosedError);
      },
      {},
      alone,
    ));

  test('an aborted savepoint leaves its outer transaction as it was', () =>
    withBank(harness, async ({ db, open, owners }) => {
      await db.transaction(async (t) => {
        await open('outer', t);
        const controller = new AbortController();
        const inner = db.transaction(
          async (s) => {
            await open('inner', s);
            controller.abort(enough);
            await never();
          },
          { transacting: t, signal: controller.signal },
        );
        expect(await rejectionOf(inner)).toBe(enough);
        await open('after', t);
      });
      expect(await owners()).toEqual(['outer', 'after']);
    }));

  test('a signal that is never aborted and a time-out that is never reached change nothing', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const { signal } = new AbortController();
      await db.transaction(async (t) => open('Ada', t), { signal, timeout: 60_000 });
      expect(await owners()).toEqual(['Ada']);
    }));

  test('a call aborted inside a transaction rejects with the reason, and the transaction may go on', () =>
    withBank(harness, async ({ db, open, Account, owners }) => {
      await db.transaction(async (t) => {
        await open('first', t);
        const saving = new Account({ owner: 'aborted', balance: 1 }).save(null, {
          transacting: t,
          signal: AbortSignal.abort(enough),
        });
        expect(await rejectionOf(saving)).toBe(enough);
        await open('second', t);
      });
      expect(await owners()).toEqual(['first', 'second']);
    }));

  const { slow } = harness;
  if (slow === undefined) return;

  describe('a statement that takes long', () => {
    /** Runs a test on a pool of one, and then looks whether its connection is free, and has nothing open. */
    const withSlow = (
      work: (bank: Bank, wait: (t: Knex.Transaction) => Promise<unknown>) => Promise<void>,
    ): Promise<void> =>
      withBank(
        harness,
        async (bank) => {
          const { Account, db, open, owners } = bank;
          await open('kept');
          await work(bank, async (transacting) => {
            await open('undone', transacting);
            await Account.query((query) => void query.whereRaw(slow)).fetchAll({ transacting });
          });
          expect(await owners()).toEqual(['kept']);
          await db.transaction(async (t) => open('next', t));
          expect(await owners()).toEqual(['kept', 'next']);
        },
        {},
        alone,
      );

    test('is stopped by the time-out of its transaction', () =>
      withSlow(async ({ db }, wait) => {
        const fault = await faultOf(db.transaction(wait, { timeout: 50 }));
        expect(fault).toBeInstanceOf(db.TimeoutError);
        expect(fault.message).toContain('50 ms');
      }));

    test('is stopped by the signal of its transaction', () =>
      withSlow(async ({ db }, wait) => {
        const controller = new AbortController();
        const run = db.transaction(
          async (t) => {
            setTimeout(() => controller.abort(enough), 50);
            await wait(t);
          },
          { signal: controller.signal },
        );
        expect(await rejectionOf(run)).toBe(enough);
      }));

    test('is stopped in a transaction that is ended by hand', () =>
      withSlow(async ({ db }, wait) => {
        const t = await db.transaction({ timeout: 50 });
        const waiting = faultOf(wait(t));
        expect(await rejectionOf(t.executionPromise)).toBeInstanceOf(db.TimeoutError);
        await waiting;
      }));

    test('is stopped with knex’s own queries, and with those that wait for their turn', () =>
      withSlow(async ({ db, Account }) => {
        const others: Promise<Error>[] = [];
        const run = db.transaction(
          async (t) => {
            const sent = new Promise((resolve) => t.on('query', resolve));
            others.push(rejectionOf(t('accounts').whereRaw(slow)));
            await sent;
            others.push(rejectionOf(Account.count('*', { transacting: t })));
            await Promise.all(others);
          },
          { timeout: 50 },
        );
        expect(await rejectionOf(run)).toBeInstanceOf(db.TimeoutError);
        const [, waiting] = await Promise.all(others);
        expect(waiting).toBeInstanceOf(db.TransactionClosedError);
      }));

    test('is stopped in a savepoint', () =>
      withSlow(async ({ db, owners }, wait) => {
        const run = db.transaction(
          async (t) => {
            await db.transaction(wait, { transacting: t });
          },
          { timeout: 50 },
        );
        expect(await rejectionOf(run)).toBeInstanceOf(db.TimeoutError);
        expect(await owners()).toEqual(['kept']);
      }));
  });

  test('a savepoint that is given up leaves its outer transaction as it was, where the database can', () =>
    withBank(harness, async ({ db, open, Account }) => {
      await db.transaction(async (t) => {
        await open('outer', t);
        const inner = db.transaction(
          async (s) => Account.query((query) => void query.whereRaw(slow)).fetchAll({ transacting: s }),
          { transacting: t, timeout: 50 },
        );
        expect(await faultOf(inner)).toBeInstanceOf(db.TimeoutError);
        expect(await Account.count('*', { transacting: t })).toBe(1);
      });
      expect(await Account.count()).toBe(1);
    }));
}
