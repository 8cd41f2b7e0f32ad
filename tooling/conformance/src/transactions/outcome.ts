import type { Knex } from 'knex';
import type { Harness } from '../harness.js';
import { deferred, faultOf, rejectionOf } from '../settling.js';
import { withBank } from './accounts.js';

/** How a transaction ends, and what its promise says. */
export function outcomeSuite(harness: Harness): void {
  test('commits when the callback resolves, and resolves to the same', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const account = await db.transaction(async (t) => open('Ada', t));
      expect(account.get('owner')).toBe('Ada');
      expect(await owners()).toEqual(['Ada']);
    }));

  test('rolls back when the callback rejects, and rejects with the same', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const stop = new Error('stop');
      const run = db.transaction(async (t) => {
        await open('Ada', t);
        throw stop;
      });
      expect(await rejectionOf(run)).toBe(stop);
      expect(await owners()).toEqual([]);
    }));

  test('rolls back when the callback throws before it has made a promise', () =>
    withBank(harness, async ({ db, owners }) => {
      const stop = new Error('stop');
      const run = db.transaction((t) => {
        void t('accounts').insert({ owner: 'Ada', balance: 1 });
        throw stop;
      });
      expect(await rejectionOf(run)).toBe(stop);
      expect(await owners()).toEqual([]);
    }));

  test.each([undefined, null, 5])('rolls back and rejects when %s is thrown, at once or later', (thrown) =>
    withBank(harness, async ({ db, open, owners }) => {
      const outcome = (run: PromiseLike<unknown>): Promise<unknown> =>
        Promise.resolve(run).then(
          () => 'resolved',
          (error: unknown) => error,
        );
      const write = (t: Knex.Transaction): void =>
        void t('accounts')
          .insert({ owner: 'Ada', balance: 1 })
          .catch(() => 0);
      const atOnce = (t: Knex.Transaction): never => {
        write(t);
        throw thrown;
      };
      const later = async (t: Knex.Transaction): Promise<void> => {
        await open('Bob', t);
        throw thrown;
      };
      expect(await outcome(db.transaction(atOnce))).toBe(thrown);
      expect(await outcome(db.transaction(later))).toBe(thrown);
      await db.transaction(async (transacting) => {
        expect(await outcome(db.transaction(atOnce, { transacting }))).toBe(thrown);
        expect(await outcome(db.transaction(later, { transacting }))).toBe(thrown);
        await open('Cyd', transacting);
      });
      expect(await owners()).toEqual(['Cyd']);
    }),
  );

  test('a transaction of another shelf is refused, whatever the call, and nothing is written to either', () =>
    withBank(harness, async ({ db: other, owners: othersOwners }) =>
      withBank(harness, async ({ db, Account, owners }) => {
        await other.transaction(async (transacting) => {
          const account = new Account({ owner: 'Ada', balance: 1 });
          for (const call of [
            () => account.save(null, { transacting }),
            () => Account.fetchAll({ transacting }),
            () => db.transaction(async () => account, { transacting }),
          ]) {
            expect(await rejectionOf(call())).toBeInstanceOf(db.InvalidValueError);
          }
        });
        expect([await owners(), await othersOwners()]).toEqual([[], []]);
      }),
    ));

  test('an error caught inside leaves what was written before and after it', () =>
    withBank(harness, async ({ db, open, owners }) => {
      await open('taken');
      const onItsOwn = db.transaction(async (t) => {
        await open('before', t);
        await db.transaction(async (inner) => open('taken', inner), { transacting: t }).catch(() => undefined);
        await open('after', t);
      });
      await onItsOwn;
      expect(await owners()).toEqual(['taken', 'before', 'after']);
    }));

  test('is knex’s own transaction object', () =>
    withBank(harness, async ({ db, owners }) => {
      await db.transaction(async (t) => {
        expect(t.isTransaction).toBe(true);
        expect(t.isCompleted()).toBe(false);
        await t('accounts').insert({ owner: 'by table', balance: 1 });
        await t.raw(`insert into accounts (owner, balance) values (?, ?)`, ['by raw', 1]);
        await db.knex('accounts').transacting(t).insert({ owner: 'by transacting', balance: 1 });
      });
      expect(await owners()).toEqual(['by table', 'by raw', 'by transacting']);
    }));

  test('a callback that returns no promise leaves it open until t.commit(value)', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const go = deferred();
      const run = db.transaction((t) => {
        void go.promise.then(async () => {
          await open('Ada', t);
          await t.commit('done');
        });
      });
      go.resolve();
      expect(await run).toBe('done');
      expect(await owners()).toEqual(['Ada']);
    }));

  test('a callback that returns no promise leaves it open until t.rollback(error)', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const stop = new Error('stop');
      const run = db.transaction((t) => {
        void open('Ada', t).then(() => t.rollback(stop));
      });
      expect(await rejectionOf(run)).toBe(stop);
      expect(await owners()).toEqual([]);
    }));

  test('t.commit(value) resolves to the value once it is committed', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const t = await db.transaction();
      await open('Ada', t);
      expect(await t.commit('done')).toBe('done');
      expect(await t.executionPromise).toBe('done');
      expect(await owners()).toEqual(['Ada']);
    }));

  test('t.rollback() without an error resolves, as knex’s does', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const run = db.transaction((t) => {
        void open('Ada', t).then(() => t.rollback());
      });
      expect(await run).toBeUndefined();
      expect(await owners()).toEqual([]);
    }));

  test('an async callback may commit by hand; the value is the committed one', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const run = db.transaction(async (t) => {
        await open('Ada', t);
        await t.commit('by hand');
        return 'returned';
      });
      expect(await run).toBe('by hand');
      expect(await owners()).toEqual(['Ada']);
    }));

  test('commit by hand and then a throw: rejects, and the commit stands', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const stop = new Error('too late');
      const run = db.transaction(async (t) => {
        await open('Ada', t);
        await t.commit('by hand');
        throw stop;
      });
      expect(await rejectionOf(run)).toBe(stop);
      expect(await owners()).toEqual(['Ada']);
    }));

  test('an async callback may roll back by hand', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const stop = new Error('stop');
      const run = db.transaction(async (t) => {
        await open('Ada', t);
        await t.rollback(stop);
      });
      expect(await rejectionOf(run)).toBe(stop);
      expect(await owners()).toEqual([]);
    }));

  test('transaction() without a callback resolves to a t that is ended by hand', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const first = await db.transaction();
      await open('kept', first);
      await first.commit();
      const second = await db.transaction({});
      await open('undone', second);
      await second.rollback();
      expect(await owners()).toEqual(['kept']);
    }));

  test('one started by knex is accepted as `transacting`', () =>
    withBank(harness, async ({ db, open, owners }) => {
      await db.knex.transaction(async (t) => {
        await open('kept', t);
      });
      const undone = db.knex.transaction(async (t) => {
        await open('undone', t);
        throw new Error('stop');
      });
      await expect(undone).rejects.toThrow('stop');
      const t = await db.knex.transaction();
      await open('by hand', t);
      await t.commit();
      expect(await owners()).toEqual(['kept', 'by hand']);
    }));

  test('refuses a `transacting` that is no transaction, before any SQL is sent', () =>
    withBank(harness, async ({ db, Account, owners }) => {
      for (const wrong of [db.knex, {}, 'yes', true]) {
        const options = { transacting: wrong } as unknown as { transacting: null };
        expect(await faultOf(new Account({ owner: 'Ada', balance: 1 }).save(null, options))).toBeInstanceOf(
          db.InvalidValueError,
        );
      }
      expect(await owners()).toEqual([]);
    }));

  test('takes an isolation level, and refuses one that does not exist', () =>
    withBank(harness, async ({ db, open, owners }) => {
      await db.transaction(async (t) => open('Ada', t), { isolationLevel: 'serializable' });
      expect(await owners()).toEqual(['Ada']);
      const wrong = 'imaginary' as 'serializable';
      const refused = db.transaction(async (t) => open('Bob', t), { isolationLevel: wrong });
      expect(await faultOf(refused)).toMatchObject({
        code: 'INVALID_VALUE',
        message: expect.stringContaining('imaginary') as string,
      });
      expect(await owners()).toEqual(['Ada']);
    }));

  test('the connection goes back to the pool, however the transaction ends', () =>
    withBank(
      harness,
      async ({ db, open, owners }) => {
        for (let round = 0; round < 5; round++) {
          await db.transaction(async (t) => open(`kept ${round}`, t));
          await rejectionOf(db.transaction(async () => Promise.reject(new Error('stop'))));
          await (await db.transaction()).rollback();
          await (await db.transaction()).commit();
        }
        expect(await owners()).toHaveLength(5);
      },
      {},
      { pool: { max: 1 } },
    ));
}
