import type { Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';
import { withBank, type Account, type Bank } from './accounts.js';

/** Everything that a rollback has to put back. */
function stateOf(account: Account): object {
  const { id, changed, attributes } = account;
  return {
    id,
    isNew: account.isNew(),
    changed: { ...changed },
    attributes: { ...attributes },
    hasChanged: account.hasChanged(),
    previous: account.previousAttributes(),
  };
}

/** A rolled-back transaction restores the models saved in it. */
export function restoreSuite(harness: Harness): void {
  const stop = new Error('stop');

  /** Runs work in a transaction that is then rolled back. */
  async function undo({ db }: Bank, work: (t: Parameters<Bank['open']>[1] & {}) => Promise<unknown>): Promise<void> {
    const run = db.transaction(async (t) => {
      await work(t);
      throw stop;
    });
    expect(await rejectionOf(run)).toBe(stop);
  }

  test('a new model is new again, and can be saved', () =>
    withBank(harness, async (bank) => {
      const account = new bank.Account({ owner: 'Ada', balance: 1 });
      const before = stateOf(account);
      await undo(bank, async (transacting) => {
        await account.save(null, { transacting });
        expect(account.id).toBe(1);
        expect(account.isNew()).toBe(false);
      });
      expect(stateOf(account)).toEqual(before);
      expect(account.isNew()).toBe(true);
      await account.save();
      expect(await bank.owners()).toEqual(['Ada']);
    }));

  test('a changed model is changed again, and can be saved', () =>
    withBank(harness, async (bank) => {
      const { id } = await bank.open('Ada');
      const account = await new bank.Account({ id }).fetch({ require: true });
      account.set('balance', 7);
      const before = stateOf(account);
      await undo(bank, async (transacting) => {
        await account.save(null, { transacting });
        expect(account.hasChanged()).toBe(false);
      });
      expect(stateOf(account)).toEqual(before);
      expect(account.changed).toEqual({ balance: 7 });
      await account.save();
      expect(await bank.db.knex('accounts').pluck('balance')).toEqual([7]);
    }));

  test.each([
    ['save', {}],
    ['patch', { patch: true }],
  ])('what was given to %s is taken back', (_, options) =>
    withBank(harness, async (bank) => {
      const account = await bank.open('Ada');
      const before = stateOf(account);
      await undo(bank, async (transacting) => account.save({ balance: 7 }, { ...options, transacting }));
      expect(stateOf(account)).toEqual(before);
      expect(account.get('balance')).toBe(100);
    }),
  );

  test('a destroyed model has its attributes and its id again', () =>
    withBank(harness, async (bank) => {
      const account = await bank.open('Ada');
      const before = stateOf(account);
      await undo(bank, async (transacting) => {
        await account.destroy({ transacting });
        expect(account.attributes).toEqual({});
      });
      expect(stateOf(account)).toEqual(before);
      await account.destroy({ require: true });
      expect(await bank.owners()).toEqual([]);
    }));

  test('a model saved several times goes back to before the first', () =>
    withBank(harness, async (bank) => {
      const account = new bank.Account({ owner: 'Ada', balance: 1 });
      const before = stateOf(account);
      await undo(bank, async (transacting) => {
        await account.save(null, { transacting });
        await account.save({ balance: 2 }, { transacting });
        await account.destroy({ transacting });
      });
      expect(stateOf(account)).toEqual(before);
    }));

  test('a rolled-back savepoint goes back to where the savepoint began', () =>
    withBank(harness, async (bank) => {
      const { db, Account } = bank;
      const account = new Account({ owner: 'Ada', balance: 1 });
      await db.transaction(async (t) => {
        await account.save(null, { transacting: t });
        const before = stateOf(account);
        const undone = db.transaction(
          async (s) => {
            await account.save({ balance: 2 }, { transacting: s });
            throw stop;
          },
          { transacting: t },
        );
        await rejectionOf(undone);
        expect(stateOf(account)).toEqual(before);
      });
      expect(account.id).toBe(1);
      expect(account.get('balance')).toBe(1);
    }));

  test('and when the outer one rolls back after that, to where the outer one began', () =>
    withBank(harness, async (bank) => {
      const { db, Account } = bank;
      const account = new Account({ owner: 'Ada', balance: 1 });
      const before = stateOf(account);
      await undo(bank, async (t) => {
        await db.transaction(async (s) => account.save(null, { transacting: s }), { transacting: t });
        const undone = db.transaction(
          async (s) => {
            await account.save({ balance: 2 }, { transacting: s });
            throw stop;
          },
          { transacting: t },
        );
        await rejectionOf(undone);
      });
      expect(stateOf(account)).toEqual(before);
    }));

  test('saveAll: every model', () =>
    withBank(harness, async (bank) => {
      const known = await bank.open('known');
      known.set('balance', 7);
      const accounts = bank.Account.collection([
        known,
        new bank.Account({ owner: 'a', balance: 1 }),
        new bank.Account({ owner: 'b', balance: 1 }),
      ]);
      const before = accounts.map((account) => stateOf(account));
      await undo(bank, async (transacting) => accounts.saveAll({ transacting }));
      expect(accounts.map((account) => stateOf(account))).toEqual(before);
    }));

  test('a collection does not find a model any more by the id that it had in the transaction', () =>
    withBank(harness, async (bank) => {
      const account = new bank.Account({ owner: 'Ada', balance: 1 });
      const accounts = bank.Account.collection([account]);
      await undo(bank, async (transacting) => {
        await account.save(null, { transacting });
        expect(accounts.get(1)).toBe(account);
      });
      expect(accounts.get(1)).toBeUndefined();
      expect(accounts.get(account.cid)).toBe(account);
    }));

  test('a collection finds a model again that was destroyed in the transaction', () =>
    withBank(harness, async (bank) => {
      const account = await bank.open('Ada');
      const accounts = bank.Account.collection([account]);
      expect(accounts.get(1)).toBe(account);
      await undo(bank, async (transacting) => account.destroy({ transacting }));
      expect(accounts.get(1)).toBe(account);
      expect(account.id).toBe(1);
    }));

  test('timestamps are taken back', () =>
    withBank(harness, async (bank) => {
      await bank.db.knex.schema.alterTable('accounts', (table) => {
        table.datetime('created_at');
        table.datetime('updated_at');
      });
      const Stamped = bank.Account.extend({ hasTimestamps: true }) as unknown as typeof bank.Account;
      const account = new Stamped({ owner: 'Ada', balance: 1 });
      await undo(bank, async (transacting) => account.save(null, { transacting }));
      expect(account.attributes).toEqual({ owner: 'Ada', balance: 1 });
    }));

  test('the state is back when `rolledback` fires and when the promise rejects', () =>
    withBank(harness, async (bank) => {
      const account = new bank.Account({ owner: 'Ada', balance: 1 });
      const seen: unknown[] = [];
      account.on('rolledback', () => seen.push(account.isNew()));
      await undo(bank, async (transacting) => account.save(null, { transacting }));
      expect(seen).toEqual([true]);
    }));

  test('a commit restores nothing', () =>
    withBank(harness, async ({ db, Account }) => {
      const account = new Account({ owner: 'Ada', balance: 1 });
      await db.transaction(async (transacting) => account.save(null, { transacting }));
      expect(stateOf(account)).toMatchObject({ id: 1, isNew: false, hasChanged: false });
    }));

  test('one that knex started restores too', () =>
    withBank(harness, async ({ db, Account }) => {
      const account = new Account({ owner: 'Ada', balance: 1 });
      const settled = new Promise<void>((resolve) => account.on('rolledback', () => resolve()));
      const run = db.knex.transaction(async (transacting) => {
        await account.save(null, { transacting });
        throw stop;
      });
      await expect(run).rejects.toBe(stop);
      await settled;
      expect(account.isNew()).toBe(true);
    }));
}
