import type { Knex } from 'knex';
import type { Harness } from '../harness.js';
import { withBank, type Bank } from './accounts.js';

type Call = (bank: Bank, transacting: Knex.Transaction) => PromiseLike<unknown>;

/** Every call of Shelf's that reaches the database. */
const calls: Readonly<Record<string, Call>> = {
  'model.fetch': ({ Account }, transacting) => new Account({ owner: 'Ada' }).fetch({ transacting }),
  'model.refresh': ({ Account }, transacting) => new Account({ id: 1 }).refresh({ transacting }),
  'model.fetchAll': ({ Account }, transacting) => new Account().fetchAll({ transacting }),
  'model.fetchPage': ({ Account }, transacting) => new Account().fetchPage({ page: 1, transacting }),
  'model.count': ({ Account }, transacting) => new Account().count('*', { transacting }),
  'a constrained fetchAll': ({ Account }, transacting) => Account.where('balance', '>', 1).fetchAll({ transacting }),
  'a constrained count': ({ Account }, transacting) => Account.where('balance', '>', 1).count('*', { transacting }),
  insert: ({ Account }, transacting) => new Account({ owner: 'Bob', balance: 1 }).save(null, { transacting }),
  'insert and refresh': ({ Account }, transacting) =>
    new Account({ owner: 'Bob', balance: 1 }).save(null, { transacting, autoRefresh: true }),
  update: ({ Account }, transacting) => new Account({ id: 1 }).save({ balance: 2 }, { transacting }),
  patch: ({ Account }, transacting) => new Account({ id: 1 }).save({ balance: 2 }, { transacting, patch: true }),
  'a constrained update': ({ Account }, transacting) =>
    Account.where('owner', 'Ada').save({ balance: 2 }, { transacting, method: 'update', patch: true }),
  'save of a pair': ({ Account }, transacting) => new Account({ id: 1 }).save('balance', 2, { transacting }),
  destroy: ({ Account }, transacting) => new Account({ id: 1 }).destroy({ transacting }),
  'a constrained destroy': ({ Account }, transacting) => Account.where('owner', 'Ada').destroy({ transacting }),
  'Model.fetchAll': ({ Account }, transacting) => Account.fetchAll({ transacting }),
  'Model.count': ({ Account }, transacting) => Account.count('*', { transacting }),
  'Model.upsert': ({ Account }, transacting) =>
    Account.upsert({ owner: 'Ada', balance: 2 }, { conflict: 'owner', transacting }),
  'Model.upsert that keeps the row': ({ Account }, transacting) =>
    Account.upsert({ owner: 'Ada', balance: 2 }, { conflict: 'owner', update: [], transacting }),
  'collection.fetch': ({ Account }, transacting) => Account.collection().fetch({ transacting }),
  'collection.fetchOne': ({ Account }, transacting) => Account.collection().fetchOne({ transacting }),
  'collection.fetchPage': ({ Account }, transacting) => Account.collection().fetchPage({ page: 1, transacting }),
  'collection.count': ({ Account }, transacting) => Account.collection().count('*', { transacting }),
  'collection.create': ({ Account }, transacting) =>
    Account.collection().create({ owner: 'Bob', balance: 1 }, { transacting }),
  'collection.saveAll': ({ Account }, transacting) =>
    Account.collection([
      { owner: 'Bob', balance: 1 },
      { owner: 'Eve', balance: 1 },
    ]).saveAll({ transacting }),
  'transaction within': ({ db, Account }, transacting) =>
    db.transaction(async (t) => new Account({ owner: 'Bob', balance: 1 }).save(null, { transacting: t }), {
      transacting,
    }),
};

/** `{transacting: t}` on every call: each statement of it runs on the transaction's connection. */
export function callSuite(harness: Harness): void {
  test.each(Object.keys(calls))('%s', (name) =>
    withBank(
      harness,
      async (bank) => {
        const { db, open, owners } = bank;
        await open('Ada');
        const statements: { sql: string; __knexTxId?: string }[] = [];
        const t = await db.transaction();
        db.knex.on('query', (query: { sql: string; __knexTxId?: string }) => statements.push(query));
        await calls[name]!(bank, t);
        expect(statements.length).toBeGreaterThan(0);
        expect(statements.filter(({ __knexTxId: id }) => id === undefined).map(({ sql }) => sql)).toEqual([]);
        await t.rollback();
        expect(await owners()).toEqual(['Ada']);
        expect(await db.knex('accounts').pluck('balance')).toEqual([100]);
      },
      {},
      { shared: true },
    ),
  );
}
