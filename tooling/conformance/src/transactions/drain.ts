import type { Harness } from '../harness.js';
import { deferred, faultOf, rejectionOf } from '../settling.js';
import { withBank } from './accounts.js';

const shared = { shared: true };
const ROUNDS = 200;

/** Rollback and commit while queries are in flight, and queries that come after the end. */
export function drainSuite(harness: Harness): void {
  test(
    `Promise.all of models, one of them failing, leaves no row behind in ${ROUNDS} rollbacks`,
    () =>
      withBank(
        harness,
        async ({ db, open, owners }) => {
          await open('taken');
          for (let round = 0; round < ROUNDS; round++) {
            const names = ['a', 'b', 'taken', 'c', 'd'].map((name) => (name === 'taken' ? name : `${name} ${round}`));
            const run = db.transaction(async (t) => Promise.all(names.map((owner) => open(owner, t))));
            expect(await faultOf(run)).toBeInstanceOf(db.UniqueViolationError);
          }
          expect(await owners()).toEqual(['taken']);
        },
        {},
        shared,
      ),
    60_000,
  );

  test(
    `Promise.all of t('table'), one of them failing, leaves no row behind in ${ROUNDS} rollbacks`,
    () =>
      withBank(
        harness,
        async ({ db, open, owners }) => {
          await open('taken');
          for (let round = 0; round < ROUNDS; round++) {
            const names = ['a', 'b', 'taken', 'c', 'd'].map((name) => (name === 'taken' ? name : `${name} ${round}`));
            const run = db.transaction(async (t) =>
              Promise.all(names.map((owner) => t('accounts').insert({ owner, balance: round }))),
            );
            expect(await faultOf(run)).toBeInstanceOf(db.UniqueViolationError);
          }
          expect(await owners()).toEqual(['taken']);
        },
        {},
        shared,
      ),
    60_000,
  );

  test('a sibling that goes on after the failure is refused, and none of its rows stays', () =>
    withBank(
      harness,
      async ({ db, open, owners }) => {
        for (const one of ['models', 'table'] as const) {
          const first = deferred();
          const slow: Promise<unknown>[] = [];
          const run = db.transaction(async (t) => {
            const goOn = async (): Promise<void> => {
              for (let i = 0; i < 50; i++) {
                if (one === 'models') await open(`${one} ${i}`, t);
                else await t('accounts').insert({ owner: `${one} ${i}`, balance: 1 });
                first.resolve();
              }
            };
            slow.push(rejectionOf(goOn()));
            const fail = first.promise.then(async () => Promise.reject(new Error('stop')));
            await Promise.all([...slow, fail]);
          });
          expect((await rejectionOf(run)).message).toBe('stop');
          expect(await slow[0]).toBeInstanceOf(db.TransactionClosedError);
          expect(await owners()).toEqual([]);
        }
      },
      {},
      shared,
    ));

  test('commit waits for a query in flight', () =>
    withBank(
      harness,
      async ({ db, open, owners }) => {
        await open('first');
        const sent = deferred();
        db.knex.on('query', ({ sql }: { sql: string }) => sql.startsWith('insert') && sent.resolve());
        let saving: PromiseLike<unknown> | undefined;
        await db.transaction(async (t) => {
          saving = open('second', t);
          await sent.promise;
        });
        expect(await owners()).toEqual(['first', 'second']);
        await saving;
      },
      {},
      shared,
    ));

  test('what the callback does not wait for is committed or refused, and says which', () =>
    withBank(
      harness,
      async ({ db, open, owners }) => {
        const started: Promise<string>[] = [];
        await db.transaction(async (t) => {
          for (const owner of ['a', 'b', 'c']) {
            started.push(Promise.resolve(open(owner, t)).then(() => owner));
            started.push(
              Promise.resolve(t('accounts').insert({ owner: `${owner} too`, balance: 1 })).then(() => `${owner} too`),
            );
          }
        });
        const results = await Promise.allSettled(started);
        const kept = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
        expect((await owners()).sort()).toEqual(kept.sort());
        for (const result of results)
          if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(db.TransactionClosedError);
      },
      {},
      shared,
    ));

  test.each(['commit', 'rollback'] as const)(
    'after %s every kind of query is a TransactionClosedError and does not run',
    (end) =>
      withBank(harness, async ({ db, Account, open, owners }) => {
        const saved = await open('Ada');
        const t = await db.transaction();
        await t('accounts').select();
        await t[end]();
        const late: [string, () => PromiseLike<unknown>][] = [
          ['insert', () => open('late', t)],
          ['update', () => saved.save({ balance: 0 }, { transacting: t })],
          ['destroy', () => saved.destroy({ transacting: t })],
          ['fetch', () => new Account({ id: saved.id }).fetch({ transacting: t })],
          ['fetchAll', () => Account.fetchAll({ transacting: t })],
          ['count', () => Account.count('*', { transacting: t })],
          ['upsert', () => Account.upsert({ owner: 'late', balance: 1 }, { conflict: 'owner', transacting: t })],
          ['saveAll', () => Account.collection([{ owner: 'late', balance: 1 }]).saveAll({ transacting: t })],
          ['transaction', () => db.transaction(async () => 1, { transacting: t })],
          ["t('table')", () => t('accounts').insert({ owner: 'late', balance: 1 })],
          ['t.raw', () => t.raw('delete from accounts')],
          ['a builder', () => db.knex('accounts').transacting(t).delete()],
        ];
        for (const [name, run] of late) {
          const error = await rejectionOf(run());
          expect([name, error.name]).toEqual([name, 'TransactionClosedError']);
          expect(error).toMatchObject({ code: 'TRANSACTION_CLOSED' });
        }
        expect(await owners()).toEqual(['Ada']);
        expect(await Account.count()).toBe(1);
        expect(saved.attributes).toEqual({ id: 1, owner: 'Ada', balance: 100 });
      }),
  );

  test('a rollback waits for a query in flight longer than the five seconds that knex would give it', () =>
    withBank(
      harness,
      async ({ db, owners }) => {
        const log: string[] = [];
        const t = await db.transaction();
        const sent = deferred();
        db.knex.once('query', () => sent.resolve());
        const count =
          'with recursive c (n) as (select 1 union all select n + 1 from c where n < 2000000) ' +
          'select /*+ set_var(cte_max_recursion_depth = 2000000) */ count(*) from c';
        const slow = t.raw(count).then(() => log.push('answered'));
        await sent.promise;
        jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'hrtime'] });
        try {
          const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
          const ended = t.executionPromise.catch(turn).then(() => log.push('rolled back'));
          void Promise.resolve(t.rollback(new Error('stop'))).catch(() => undefined);
          await turn();
          jest.advanceTimersByTime(6000);
          await Promise.all([slow, ended]);
        } finally {
          jest.useRealTimers();
        }
        expect(log).toEqual(['answered', 'rolled back']);
        expect(await owners()).toEqual([]);
      },
      {},
      shared,
    ));

  test('a second commit or rollback is the first', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const t = await db.transaction();
      await open('Ada', t);
      await Promise.all([t.commit(), t.commit()]);
      await Promise.resolve(t.rollback(new Error('too late'))).catch(() => undefined);
      expect(await owners()).toEqual(['Ada']);
    }));

  test('queries of one transaction run one at a time', () =>
    withBank(
      harness,
      async ({ db, Account, open }) => {
        await Promise.all(['a', 'b', 'c'].map((owner) => open(owner)));
        let running = 0;
        let most = 0;
        db.knex.on('query', () => (most = Math.max(most, ++running)));
        db.knex.on('query-response', () => running--);
        await db.transaction(async (t) => {
          const all = await Promise.all(Array.from({ length: 20 }, () => Account.fetchAll({ transacting: t })));
          for (const accounts of all) expect(accounts.length).toBe(3);
        });
        expect(most).toBeGreaterThan(0);
      },
      {},
      shared,
    ));
}
