import type { Harness } from '../harness.js';
import { deferred, faultOf, rejectionOf } from '../settling.js';
import { withBank, type Bank } from './accounts.js';

/** `{ambient: true}`: calls inside the callback join the transaction without being given it. */
export function ambientSuite(harness: Harness): void {
  const stop = new Error('stop');
  const withAmbient = <T>(work: (bank: Bank) => Promise<T>, shared = false): Promise<T> =>
    withBank(harness, work, { ambient: true }, shared ? { shared } : {});

  test('every call joins, and is undone with it', () =>
    withAmbient(async ({ db, Account, open, owners }) => {
      const known = await open('known');
      const run = db.transaction(async () => {
        await open('saved');
        await known.save({ balance: 1 });
        await Account.collection([{ owner: 'all', balance: 1 }]).saveAll();
        await Account.upsert({ owner: 'upserted', balance: 1 }, { conflict: 'owner' });
        expect(await Account.count()).toBe(4);
        expect((await Account.fetchAll()).length).toBe(4);
        expect(await new Account({ owner: 'saved' }).fetch()).not.toBeNull();
        await known.destroy();
        throw stop;
      });
      expect(await rejectionOf(run)).toBe(stop);
      expect(await owners()).toEqual(['known']);
    }));

  test('across awaits, timers and Promise.all', () =>
    withAmbient(async ({ db, open, owners }) => {
      const run = db.transaction(async () => {
        await Promise.resolve();
        await open('after a tick');
        await new Promise((resolve) => setImmediate(resolve));
        await open('after a turn');
        await Promise.all([
          open('a'),
          open('b'),
          new Promise((resolve) => setTimeout(resolve, 0)).then(async () => open('c')),
        ]);
        throw stop;
      });
      expect(await rejectionOf(run)).toBe(stop);
      expect(await owners()).toEqual([]);
    }));

  test('concurrent transactions keep to themselves', () =>
    withAmbient(async ({ db, open, owners }) => {
      const names = Array.from({ length: 40 }, (_, i) => `owner ${String(i).padStart(2, '0')}`);
      const run = async (owner: string, i: number): Promise<unknown> =>
        db.transaction(async () => {
          await open(owner);
          await new Promise((resolve) => setImmediate(resolve));
          await open(`${owner} again`);
          if (i % 2 === 1) throw stop;
        });
      await Promise.allSettled(names.map(run));
      const kept = names.filter((_, i) => i % 2 === 0).flatMap((name) => [name, `${name} again`]);
      expect((await owners()).sort()).toEqual(kept.sort());
    }, true));

  test('a transaction inside is a savepoint; calls join the innermost one', () =>
    withAmbient(async ({ db, open, owners }) => {
      await db.transaction(async () => {
        await open('outer');
        const undone = db.transaction(async () => {
          await open('inner');
          await rejectionOf(
            db.transaction(async () => {
              await open('innermost');
              throw stop;
            }),
          );
          await open('inner again');
          throw stop;
        });
        expect(await rejectionOf(undone)).toBe(stop);
        await open('outer again');
        await db.transaction(async () => open('kept'));
      });
      expect(await owners()).toEqual(['outer', 'outer again', 'kept']);
    }));

  test('calls before and after it, and beside it, do not join', () =>
    withAmbient(async ({ db, open, owners }) => {
      const opened = deferred();
      const go = deferred();
      await open('before');
      const run = rejectionOf(
        db.transaction(async () => {
          await open('inside');
          opened.resolve();
          await go.promise;
          throw stop;
        }),
      );
      await opened.promise;
      const beside = open('beside');
      go.resolve();
      await run;
      await beside;
      await open('after');
      expect(await owners()).toEqual(['before', 'beside', 'after']);
    }));

  test('`transacting` given by hand wins, and null means none', () =>
    withAmbient(async ({ db, Account, open, owners }) => {
      const opened = deferred();
      let outside: PromiseLike<unknown> | undefined;
      const run = db.transaction(async () => {
        await open('inside');
        // It waits for the connection or for the write lock, so it is awaited only after the transaction.
        outside = new Account({ owner: 'outside', balance: 1 }).save(null, { transacting: null });
        opened.resolve();
        throw stop;
      });
      expect(await rejectionOf(run)).toBe(stop);
      await outside;
      const t = await db.transaction();
      await db.transaction(async () => open('given', t), { transacting: t }).catch(() => undefined);
      await t.rollback();
      expect(await owners()).toEqual(['outside']);
    }));

  test('what the callback leaves running when it ends is refused', () =>
    withAmbient(async ({ db, open, owners }) => {
      const go = deferred();
      let late: Promise<Error> | undefined;
      await db.transaction(async () => {
        late = go.promise.then(async () => faultOf(open('late')));
        await open('inside');
      });
      go.resolve();
      expect(await late).toBeInstanceOf(db.TransactionClosedError);
      expect(await owners()).toEqual(['inside']);
    }));

  test.each(['committed', 'rolledback'] as const)('a %s handler runs outside the ended transaction', (event) =>
    withAmbient(async ({ db, Account, open, owners }) => {
      const account = new Account({ owner: 'inside', balance: 1 }).on(event, async () => open('handler'));
      const errors: unknown[] = [];
      db.on('error', (error) => errors.push(error));
      const run = db.transaction(async () => {
        await account.save();
        if (event === 'rolledback') throw stop;
      });
      await Promise.resolve(run).catch(() => undefined);
      expect(errors).toEqual([]);
      expect(await owners()).toEqual(event === 'committed' ? ['inside', 'handler'] : ['handler']);
    }),
  );

  test('a handler of a savepoint inside a committed transaction runs outside too', () =>
    withAmbient(async ({ db, Account, open, owners }) => {
      const account = new Account({ owner: 'inside', balance: 1 }).on('committed', async () => open('handler'));
      await db.transaction(async () => db.transaction(async () => account.save()));
      expect(await owners()).toEqual(['inside', 'handler']);
    }));

  test('a handler of a transaction that was only started inside another runs outside that one too', () =>
    withAmbient(async ({ db, Account, open, owners }) => {
      const errors: unknown[] = [];
      db.on('error', (error) => errors.push(error));
      const account = new Account({ owner: 'apart', balance: 1 }).on('committed', async () => open('handler'));
      let apart: PromiseLike<unknown> | undefined;
      await db.transaction(async () => {
        await open('inside');
        // It has its turn when this one has ended.
        apart = db.transaction(async () => account.save(), { transacting: null });
      });
      await apart;
      expect(errors).toEqual([]);
      expect(await owners()).toEqual(['inside', 'apart', 'handler']);
    }));

  test('without it, a call that is not given t does not join', () =>
    withBank(harness, async ({ db, open, owners }) => {
      let outside: PromiseLike<unknown> | undefined;
      const run = db.transaction(async (t) => {
        await open('inside', t);
        outside = open('outside');
        throw stop;
      });
      await rejectionOf(run);
      await outside;
      expect(await owners()).toEqual(['outside']);
    }));
}
