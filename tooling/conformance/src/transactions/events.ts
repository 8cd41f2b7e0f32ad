import type { Knex } from 'knex';
import type { Harness } from '../harness.js';
import { deferred, rejectionOf } from '../settling.js';
import { withBank, type Account } from './accounts.js';

/** `committed` and `rolledback`: once, at the outermost end. */
export function eventSuite(harness: Harness): void {
  const stop = new Error('stop');
  let heard: string[];
  beforeEach(() => (heard = []));

  /** Takes down the two events of a model. */
  function listen<A extends Account>(model: A, name: string): A {
    for (const event of ['committed', 'rolledback'] as const) model.on(event, () => heard.push(`${name} ${event}`));
    return model;
  }

  test('committed fires on what was saved or destroyed, after the commit, with the model', () =>
    withBank(harness, async ({ db, Account, open, owners }) => {
      const old = listen(await open('old'), 'old');
      const updated = listen(await open('updated'), 'updated');
      const fetched = listen(await open('fetched'), 'fetched');
      const created = listen(new Account({ owner: 'new', balance: 1 }), 'new');
      const handler = jest.fn(async () => owners().then((stored) => heard.push(stored.join())));
      created.on('committed', handler);
      await db.transaction(async (transacting) => {
        await old.destroy({ transacting });
        await updated.save({ balance: 1 }, { transacting });
        await fetched.refresh({ transacting });
        await created.save(null, { transacting });
        expect(heard).toEqual([]);
      });
      expect(handler.mock.calls[0]).toEqual(expect.arrayContaining([created]));
      expect(heard.sort()).toEqual(['new committed', 'old committed', 'updated committed', 'updated,fetched,new']);
    }));

  test('rolledback fires on what was saved or destroyed, after the rollback, with the model', () =>
    withBank(harness, async ({ db, Account, open, owners }) => {
      const old = listen(await open('old'), 'old');
      const created = listen(new Account({ owner: 'new', balance: 1 }), 'new');
      const handler = jest.fn(async () => owners().then((stored) => heard.push(stored.join())));
      created.on('rolledback', handler);
      const run = db.transaction(async (transacting) => {
        await old.destroy({ transacting });
        await created.save(null, { transacting });
        throw stop;
      });
      expect(await rejectionOf(run)).toBe(stop);
      expect(handler.mock.calls[0]).toEqual(expect.arrayContaining([created]));
      expect(heard.sort()).toEqual(['new rolledback', 'old', 'old rolledback']);
    }));

  test('once, however often the model was saved', () =>
    withBank(harness, async ({ db, open }) => {
      const account = listen(await open('Ada'), 'Ada');
      await db.transaction(async (transacting) => {
        await account.save({ balance: 1 }, { transacting });
        await account.save({ balance: 2 }, { transacting });
        await account.destroy({ transacting });
      });
      expect(heard).toEqual(['Ada committed']);
    }));

  test('neither fires for a save that failed', () =>
    withBank(harness, async ({ db, Account, open }) => {
      await open('taken');
      const account = listen(new Account({ owner: 'taken', balance: 1 }), 'second');
      await db.transaction(async (t) => {
        await rejectionOf(
          db.transaction(async (transacting) => account.save(null, { transacting }), { transacting: t }),
        );
      });
      expect(heard).toEqual([]);
    }));

  test('the transaction’s promise waits for the handlers', () =>
    withBank(harness, async ({ db, Account }) => {
      const account = new Account({ owner: 'Ada', balance: 1 });
      const go = deferred();
      account.on('committed', async () => {
        await go.promise;
        heard.push('handled');
      });
      const run = db
        .transaction(async (transacting) => account.save(null, { transacting }))
        .then(() => heard.push('resolved'));
      go.resolve();
      await run;
      expect(heard).toEqual(['handled', 'resolved']);
    }));

  test('a model saved in a savepoint hears of it when the outermost transaction has ended', () =>
    withBank(harness, async ({ db, Account }) => {
      const account = listen(new Account({ owner: 'Ada', balance: 1 }), 'Ada');
      const inside = (transacting: Knex.Transaction): PromiseLike<unknown> =>
        db.transaction(async (t) => account.save(null, { transacting: t }), { transacting });
      await db.transaction(async (a) => {
        await db.transaction(async (b) => inside(b), { transacting: a });
        expect(heard).toEqual([]);
      });
      expect(heard).toEqual(['Ada committed']);
    }));

  test('and is rolled back with it', () =>
    withBank(harness, async ({ db, Account }) => {
      const account = listen(new Account({ owner: 'Ada', balance: 1 }), 'Ada');
      const run = db.transaction(async (a) => {
        await db.transaction(async (b) => account.save(null, { transacting: b }), { transacting: a });
        throw stop;
      });
      expect(await rejectionOf(run)).toBe(stop);
      expect(heard).toEqual(['Ada rolledback']);
    }));

  test('a savepoint rolled back inside a committed transaction: rolledback, once, at the outermost end', () =>
    withBank(harness, async ({ db, Account }) => {
      const inner = listen(new Account({ owner: 'inner', balance: 1 }), 'inner');
      const outer = listen(new Account({ owner: 'outer', balance: 1 }), 'outer');
      await db.transaction(async (a) => {
        await outer.save(null, { transacting: a });
        const undone = db.transaction(
          async (b) => {
            await inner.save(null, { transacting: b });
            throw stop;
          },
          { transacting: a },
        );
        await rejectionOf(undone);
        expect(heard).toEqual([]);
      });
      expect(heard.sort()).toEqual(['inner rolledback', 'outer committed']);
    }));

  test('a savepoint rolled back inside a rolled-back transaction: rolledback, once', () =>
    withBank(harness, async ({ db, open }) => {
      const account = listen(await open('Ada'), 'Ada');
      const run = db.transaction(async (a) => {
        await account.save({ balance: 1 }, { transacting: a });
        const undone = db.transaction(
          async (b) => {
            await account.save({ balance: 2 }, { transacting: b });
            throw stop;
          },
          { transacting: a },
        );
        await rejectionOf(undone);
        throw stop;
      });
      await rejectionOf(run);
      expect(heard).toEqual(['Ada rolledback']);
    }));

  test('saveAll, create and upsert take part', () =>
    withBank(harness, async ({ db, Account }) => {
      const Heard = Account.extend({
        initialize(this: Account) {
          listen(this, this.get('owner'));
        },
      }) as unknown as typeof Account;
      await db.transaction(async (transacting) => {
        await Heard.collection([
          { owner: 'a', balance: 1 },
          { owner: 'b', balance: 1 },
        ]).saveAll({ transacting });
        await Heard.collection().create({ owner: 'c', balance: 1 }, { transacting });
        await Heard.upsert({ owner: 'd', balance: 1 }, { conflict: 'owner', transacting });
      });
      expect(heard.sort()).toEqual(['a committed', 'b committed', 'c committed', 'd committed']);
    }));

  test('a transaction that knex started, and one ended by hand, fire too', () =>
    withBank(harness, async ({ db, Account }) => {
      const settled = deferred();
      const byKnex = listen(new Account({ owner: 'knex', balance: 1 }), 'knex').on('committed', () =>
        settled.resolve(),
      );
      await db.knex.transaction(async (transacting) => byKnex.save(null, { transacting }));
      await settled.promise;
      const byHand = listen(new Account({ owner: 'hand', balance: 1 }), 'hand');
      const ended = deferred();
      byHand.on('rolledback', () => ended.resolve());
      const t = await db.transaction();
      await byHand.save(null, { transacting: t });
      await t.rollback();
      await ended.promise;
      expect(heard).toEqual(['knex committed', 'hand rolledback']);
    }));

  describe('a handler that fails', () => {
    test.each(['committed', 'rolledback'] as const)(
      'of %s: goes to the shelf’s `error`, the others still run',
      (event) =>
        withBank(harness, async ({ db, Account, owners }) => {
          const errors: unknown[] = [];
          db.on('error', (error, failed) => errors.push([error, failed]));
          const thrown = new Error('thrown');
          const rejected = new Error('rejected');
          const first = new Account({ owner: 'first', balance: 1 }).on(event, () => {
            throw thrown;
          });
          const second = new Account({ owner: 'second', balance: 1 }).on(event, async () => Promise.reject(rejected));
          const third = listen(new Account({ owner: 'third', balance: 1 }), 'third');
          const run = db.transaction(async (transacting) => {
            for (const account of [first, second, third]) await account.save(null, { transacting });
            if (event === 'rolledback') throw stop;
            return 'value';
          });
          if (event === 'committed') expect(await run).toBe('value');
          else expect(await rejectionOf(run)).toBe(stop);
          expect(errors).toEqual([
            [thrown, { model: first, event }],
            [rejected, { model: second, event }],
          ]);
          expect(heard).toEqual([`third ${event}`]);
          expect(await owners()).toHaveLength(event === 'committed' ? 3 : 0);
        }),
    );

    test('with nobody to tell, it is a warning of the process and never lost', () =>
      withBank(harness, async ({ db, Account }) => {
        const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
        try {
          const thrown = new Error('thrown');
          const account = new Account({ owner: 'Ada', balance: 1 }).on('committed', () => {
            throw thrown;
          });
          await db.transaction(async (transacting) => account.save(null, { transacting }));
          expect(warn.mock.calls.map(([warning]) => warning)).toContain(thrown);
        } finally {
          warn.mockRestore();
        }
      }));
  });

  test('a handler may use the database, on a pool of one too', () =>
    withBank(
      harness,
      async ({ db, Account, open, owners }) => {
        const account = new Account({ owner: 'Ada', balance: 1 }).on('committed', async () => open('from the handler'));
        await db.transaction(async (transacting) => account.save(null, { transacting }));
        expect(await owners()).toEqual(['Ada', 'from the handler']);
      },
      {},
      { pool: { max: 1 } },
    ));
}
