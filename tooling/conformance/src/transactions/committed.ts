import type { Harness } from '../harness.js';
import { deferred, faultOf, rejectionOf } from '../settling.js';
import { withBank, type Account, type Bank } from './accounts.js';

/** What is heard of a write, in order. */
type Heard = string[];

const EVENTS = ['created', 'updated', 'saved', 'destroyed', 'committed', 'rolledback'] as const;

/** A class whose models write down what they hear; an after-event takes its time. */
function hearing({ Account }: Bank, heard: Heard): Bank['Account'] {
  return Account.extend({
    initialize(this: Account) {
      for (const event of EVENTS)
        this.on(event, async () => {
          await Promise.resolve();
          heard.push(event);
        });
    },
  });
}

/** Every way to write a row outside a transaction, and what is heard of it. */
const WRITES: readonly [string, string, (Class: Bank['Account'], bank: Bank) => Promise<unknown>][] = [
  ['an insert', 'created saved committed', (Class) => new Class({ owner: 'new', balance: 1 }).save()],
  [
    'an update',
    'updated saved committed',
    async (Class) => (await new Class({ owner: 'Ada' }).fetch({ require: true })).save({ balance: 7 }),
  ],
  ['a patch', 'updated saved committed', (Class) => new Class({ id: 1 }).save({ balance: 7 }, { patch: true })],
  [
    'an update with SQL as a value',
    'updated saved committed',
    (Class, { db }) => new Class({ id: 1 }).save({ balance: db.knex.raw('balance + ?', [1]) as never }),
  ],
  [
    'an update by condition',
    'updated saved committed',
    (Class) => Class.where({ owner: 'Ada' }).save({ balance: 7 }, { patch: true }),
  ],
  ['a destroy', 'destroyed committed', (Class) => new Class({ id: 1 }).destroy()],
  ['a destroy by condition', 'destroyed committed', (Class) => Class.where({ owner: 'Ada' }).destroy()],
  [
    'an upsert that inserts',
    'created saved committed',
    (Class) => Class.upsert({ owner: 'new', balance: 1 }, { conflict: 'owner' }),
  ],
  [
    'an upsert that updates',
    'created saved committed',
    (Class) => Class.upsert({ owner: 'Ada', balance: 1 }, { conflict: 'owner' }),
  ],
  ['saveAll of one', 'created saved committed', (Class) => Class.collection([{ owner: 'new', balance: 1 }]).saveAll()],
  ['create', 'created saved committed', (Class) => Class.collection().create({ owner: 'new', balance: 1 })],
];

/** Writes after which there is nothing to be told of. */
const NOTHING: readonly [string, string, (Class: Bank['Account'], options: object) => PromiseLike<unknown>][] = [
  ['an insert that is refused', '', (Class, options) => new Class({ owner: 'Ada', balance: 1 }).save(null, options)],
  [
    'an upsert that is refused',
    '',
    (Class, options) => Class.upsert({ id: 5, owner: 'Ada' } as never, { conflict: 'id', ...options }),
  ],
  [
    'a save that a handler refuses',
    '',
    (Class, options) =>
      new Class({ owner: 'new', balance: 1 })
        .on('saving', () => {
          throw new Error('no');
        })
        .save(null, options),
  ],
  [
    'an update with nothing to write',
    'updated saved',
    async (Class, options) =>
      (await new Class({ owner: 'Ada' }).fetch({ require: true, ...options })).save({ balance: 100 }, options),
  ],
  ['an update of no row', '', (Class, options) => new Class({ id: 99 }).save({ balance: 1 }, options)],
  [
    'an update of no row that need not be there',
    'updated saved',
    (Class, options) => new Class({ id: 99 }).save({ balance: 1 }, { require: false, ...options }),
  ],
  ['a destroy of no row', 'destroyed', (Class, options) => new Class({ id: 99 }).destroy(options)],
  [
    'a destroy by a condition that no row meets',
    'destroyed',
    (Class, options) => Class.where({ owner: 'x' }).destroy(options),
  ],
];

/** `committed` for single writes, `afterCommit` and `inTransaction`. */
export function committedSuite(harness: Harness): void {
  test.each(WRITES)('%s outside a transaction: committed once, after the after-events', (_, expected, write) =>
    withBank(harness, async (bank) => {
      const heard: Heard = [];
      await bank.open('Ada');
      await write(hearing(bank, heard), bank);
      expect(heard.join(' ')).toBe(expected);
    }),
  );

  test('saveAll of several: each once, when all are written', () =>
    withBank(harness, async (bank) => {
      const heard: Heard = [];
      const Class = hearing(bank, heard);
      await Class.collection(['a', 'b'].map((owner) => ({ owner, balance: 1 }))).saveAll();
      expect(heard.join(' ')).toBe('created saved created saved committed committed');
    }));

  test.each(NOTHING)('%s: neither committed nor rolledback', (_, expected, write) =>
    withBank(harness, async (bank) => {
      const heard: Heard = [];
      await bank.open('Ada');
      const Class = hearing(bank, heard);
      await Promise.resolve(write(Class, {})).catch(() => undefined);
      expect(heard.join(' ')).toBe(expected);
      heard.length = 0;
      for (const end of ['commit', 'rollback'] as const) {
        await bank.db
          .transaction(async (t) => {
            const savepoint = bank.db.transaction(async (transacting) => write(Class, { transacting }), {
              transacting: t,
            });
            await savepoint.catch(() => undefined);
            if (end === 'rollback') throw new Error('back');
          })
          .catch(() => undefined);
        expect(heard.join(' ')).toBe(expected);
        heard.length = 0;
      }
    }),
  );

  test('it is heard though an after-event fails, and the call rejects with that', () =>
    withBank(harness, async ({ Account, owners }) => {
      const heard: Heard = [];
      const stop = new Error('stop');
      const account = new Account({ owner: 'Ada', balance: 1 });
      account.on('created updated destroyed', () => {
        throw stop;
      });
      account.on('committed', async () => heard.push((await owners()).join()));
      expect(await rejectionOf(account.save())).toBe(stop);
      expect(await rejectionOf(account.save({ owner: 'Bob' }))).toBe(stop);
      expect(await rejectionOf(account.destroy())).toBe(stop);
      expect(heard).toEqual(['Ada', 'Bob', '']);
    }));

  test('the call waits for the handlers; what they fail with is an error of the shelf', () =>
    withBank(harness, async ({ db, Account }) => {
      const heard: unknown[] = [];
      const failure = new Error('too late');
      db.on('error', (error, failed) => heard.push([error, failed]));
      const go = deferred();
      const account = new Account({ owner: 'Ada', balance: 1 });
      account.on('committed', async () => {
        await go.promise;
        throw failure;
      });
      const saving = account.save().then(() => heard.push('resolved'));
      go.resolve();
      await saving;
      expect(heard).toEqual([[failure, { model: account, event: 'committed' }], 'resolved']);
      expect(account.isNew()).toBe(false);
    }));

  test.each([true, false])('inTransaction is true inside a callback alone (ambient: %s)', (ambient) =>
    withBank(
      harness,
      async ({ db, Account, open }) => {
        const seen: [string, boolean][] = [];
        const see = (when: string): void => void seen.push([when, db.inTransaction]);
        const account = await open('Ada');
        account.on('saved', () => see('saved'));
        account.on('committed', () => see('committed'));
        see('before');
        const go = deferred();
        const inside = deferred();
        const late = deferred();
        let after!: Promise<void>;
        const running = db.transaction(async (t) => {
          see('callback');
          await account.save({ balance: 1 }, { transacting: t });
          await db.transaction(async () => see('savepoint'), { transacting: t });
          see('after a savepoint');
          after = late.promise.then(() => see('what outlives it'));
          t.afterCommit(() => see('afterCommit'));
          inside.resolve();
          await go.promise;
          see('still');
        });
        await inside.promise;
        see('beside');
        go.resolve();
        await running;
        late.resolve();
        await after;
        await db
          .transaction(async () => {
            throw new Error('back');
          })
          .catch(() => see('rolled back'));
        const t = await db.transaction();
        see('by hand');
        await t.rollback();
        await account.save({ balance: 2 });
        await Account.collection([{ owner: 'Bob', balance: 1 }]).saveAll();
        see('at the end');
        expect(seen.filter(([, is]) => is).map(([when]) => when)).toEqual([
          'callback',
          'saved',
          'savepoint',
          'after a savepoint',
          'still',
        ]);
        expect(seen.filter(([, is]) => !is).map(([when]) => when)).toEqual([
          'before',
          'beside',
          'committed',
          'afterCommit',
          'what outlives it',
          'rolled back',
          'by hand',
          'saved',
          'committed',
          'at the end',
        ]);
      },
      { ambient },
    ),
  );

  test('a write that steps out of an ambient transaction is committed by itself, outside of it', () =>
    withBank(
      harness,
      async ({ db, Account }) => {
        const heard: unknown[] = [];
        const account = new Account({ owner: 'Ada', balance: 1 });
        // It is stored elsewhere: a database of one connection has none left.
        account.sync = (() => ({ insert: async () => [7] })) as never;
        account.on('saved', () => heard.push(['saved', db.inTransaction]));
        account.on('committed', () => heard.push(['committed', db.inTransaction]));
        await db.transaction(async () => {
          await account.save(null, { transacting: null });
          expect(heard).toEqual([
            ['saved', true],
            ['committed', false],
          ]);
          await account.save({ balance: 2 }, { method: 'insert' });
        });
        expect(heard.slice(2)).toEqual([
          ['saved', true],
          ['committed', false],
        ]);
      },
      { ambient: true },
    ));

  test('afterCommit runs once the outermost transaction has committed, in order, and is waited for', () =>
    withBank(harness, async ({ db, Account, owners }) => {
      const heard: unknown[] = [];
      const account = new Account({ owner: 'Ada', balance: 1 }).on('committed', () => heard.push('committed'));
      await db.transaction(async (t) => {
        t.afterCommit(async () => heard.push(await owners()));
        await db.transaction(
          async (inner) => {
            inner.afterCommit(() => heard.push('inner'));
            await account.save(null, { transacting: inner });
          },
          { transacting: t },
        );
        await db
          .transaction(
            async (undone) => {
              undone.afterCommit(() => heard.push('undone'));
              throw new Error('back');
            },
            { transacting: t },
          )
          .catch(() => undefined);
        expect(heard).toEqual([]);
      });
      expect(heard).toEqual(['committed', ['Ada'], 'inner']);
    }));

  test('never after a rollback', () =>
    withBank(harness, async ({ db }) => {
      const heard: unknown[] = [];
      const run = db.transaction(async (t) => {
        await db.transaction(async (inner) => inner.afterCommit(() => heard.push('inner')), { transacting: t });
        t.afterCommit(() => heard.push('outer'));
        throw new Error('back');
      });
      await rejectionOf(run);
      const t = await db.transaction();
      t.afterCommit(() => heard.push('by hand'));
      await t.rollback();
      const committed = deferred();
      const other = await db.transaction();
      other.afterCommit(() => committed.resolve());
      await other.commit();
      await committed.promise;
      expect(heard).toEqual([]);
    }));

  test('what it fails with is an error of the shelf; after the end, or without a function, it is refused', () =>
    withBank(harness, async ({ db }) => {
      const heard: unknown[] = [];
      const failure = new Error('too late');
      db.on('error', (error, failed) => heard.push([error, failed]));
      const t = await db.transaction(async (inside) => {
        inside.afterCommit(() => Promise.reject(failure));
        inside.afterCommit(() => heard.push('the next'));
        expect(() => inside.afterCommit('x' as never)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }));
        return { late: () => inside.afterCommit(() => undefined) };
      });
      expect(heard).toEqual([[failure, { model: undefined, event: 'afterCommit' }], 'the next']);
      expect((await faultOf(Promise.resolve().then(t.late))).code).toBe('TRANSACTION_CLOSED');
    }));
}
