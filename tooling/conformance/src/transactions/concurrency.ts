import type { Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';
import { withBank, type Account as BankAccount } from './accounts.js';

const ACCOUNTS = 10;
const TRANSFERS = 200;

/** Many transactions at once, and few connections. */
export function concurrencySuite(harness: Harness): void {
  test(
    `${TRANSFERS} transfers at once on a shared database: money is conserved, and each happens or does not`,
    () =>
      withBank(
        harness,
        async ({ db, Account, open }) => {
          for (let i = 0; i < ACCOUNTS; i++) await open(`owner ${i}`);
          const balances = Array.from({ length: ACCOUNTS }, () => 100);
          const transfer = async (n: number): Promise<void> => {
            const from = n % ACCOUNTS;
            const to = (n * 7 + 3) % ACCOUNTS;
            const amount = (n % 9) + 1;
            await db.transaction(async (transacting) => {
              // What is read is written back changed, so it is locked; always in the same order.
              const accounts = new Map<number, BankAccount>();
              for (const each of [from, to].sort((a, b) => a - b)) {
                const account = new Account({ owner: `owner ${each}` });
                accounts.set(each, await account.fetch({ transacting, require: true, lock: 'forUpdate' }));
              }
              const [payer, payee] = [accounts.get(from)!, accounts.get(to)!];
              await payer.save({ balance: payer.get('balance') - amount }, { transacting });
              if (n % 5 === 0) throw new Error(`transfer ${n} fails`);
              await payee.save({ balance: payee.get('balance') + amount }, { transacting });
            });
            balances[from]! -= amount;
            balances[to]! += amount;
          };
          const results = await Promise.allSettled(Array.from({ length: TRANSFERS }, (_, n) => transfer(n)));
          const failures = results.flatMap((result) =>
            result.status === 'rejected' ? [(result.reason as Error).message] : [],
          );
          expect(failures.sort()).toEqual(
            Array.from({ length: TRANSFERS / 5 }, (_, n) => `transfer ${n * 5} fails`).sort(),
          );
          const stored = await Account.orderBy('id').fetchAll();
          expect(stored.pluck('balance')).toEqual(balances);
        },
        {},
        { shared: true },
      ),
    60_000,
  );

  test('readers beside a writer see all of a transaction or nothing', () =>
    withBank(
      harness,
      async ({ db, Account, open }) => {
        await open('a');
        await open('b');
        const sums: number[] = [];
        const read = async (): Promise<void> => {
          const accounts = await Account.fetchAll();
          sums.push(accounts.pluck('balance').reduce((sum: number, each) => sum + each, 0));
        };
        const move = (): PromiseLike<unknown> =>
          db.transaction(async (t) => {
            await t('accounts').where({ owner: 'a' }).decrement('balance', 5);
            await t('accounts').where({ owner: 'b' }).increment('balance', 5);
          });
        await Promise.all(Array.from({ length: 40 }, async (_, i) => (i % 4 === 0 ? move() : read())));
        expect(sums).toHaveLength(30);
        expect(new Set(sums)).toEqual(new Set([200]));
      },
      {},
      { shared: true },
    ));

  describe('on a pool of one', () => {
    const alone = { pool: { max: 1 } };

    test('the first use of a table inside a transaction does not wait for a second connection', () =>
      withBank(
        harness,
        async ({ db, Account, owners }) => {
          await db.transaction(async (transacting) => {
            expect(await new Account({ owner: 'nobody' }).fetch({ transacting })).toBeNull();
            await new Account({ owner: 'Ada', balance: 1 }).save(null, { transacting });
          });
          expect(await owners()).toEqual(['Ada']);
        },
        {},
        alone,
      ));

    test('nor does a save, a saveAll, an upsert, a count or a savepoint', () =>
      withBank(
        harness,
        async ({ db, Account }) => {
          for (const table of ['t1', 't2', 't3', 't4', 't5']) {
            await db.knex.schema.createTable(table, (columns) => {
              columns.increments('id');
              columns.string('owner').unique();
              columns.integer('balance');
            });
          }
          const on = (tableName: string): typeof Account => Account.extend({ tableName });
          const row = { owner: 'Ada', balance: 1 };
          await db.transaction(async (transacting) => {
            await on('t1').forge(row).save(null, { transacting });
            await on('t2').collection([row]).saveAll({ transacting });
            await on('t3').upsert(row, { conflict: 'owner', transacting });
            expect(await on('t4').count('*', { transacting })).toBe(0);
            await db.transaction(async (inner) => on('t5').forge(row).save(null, { transacting: inner }), {
              transacting,
            });
          });
          for (const table of ['t1', 't2', 't3', 't5']) expect(await db.knex(table).pluck('owner')).toEqual(['Ada']);
        },
        {},
        alone,
      ));

    test('transactions and single calls started together take turns', () =>
      withBank(
        harness,
        async ({ db, open, owners }) => {
          const stop = new Error('stop');
          await Promise.all(
            Array.from({ length: 30 }, async (_, i) => {
              if (i % 3 === 0) return open(`single ${i}`);
              if (i % 3 === 1) return db.transaction(async (t) => open(`kept ${i}`, t));
              const undone = db.transaction(async (t) => {
                await open(`undone ${i}`, t);
                throw stop;
              });
              return rejectionOf(undone);
            }),
          );
          const stored = await owners();
          expect(stored).toHaveLength(20);
          expect(stored.filter((owner) => owner.startsWith('undone'))).toEqual([]);
        },
        {},
        alone,
      ));
  });

  test('more transactions than connections, each the first to use the table', () =>
    withBank(
      harness,
      async ({ db, open, owners }) => {
        await Promise.all(
          Array.from({ length: 12 }, async (_, i) => db.transaction(async (t) => open(`owner ${i}`, t))),
        );
        expect(await owners()).toHaveLength(12);
      },
      {},
      { shared: true },
    ));
}
