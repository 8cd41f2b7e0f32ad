// Making shelves, transactions, errors, plugins.
import type { Knex } from 'knex';
import {
  createShelf,
  NotFoundError,
  Shelf,
  ShelfError,
  type Dialect,
  type Plugin,
  type PluginObject,
} from '@shelf/core';
import { User } from './fixtures/db.js';
import { is, type Equal } from './fixtures/equal.js';

declare const dialect: Dialect;
declare const knex: Knex;

// Starts.
const db = createShelf({ dialect, requireFetch: true, now: () => new Date(), ambient: true, debug: true });
createShelf({ knex });
createShelf({ client: 'pg', connection: 'postgres://…', pool: { min: 0, max: 4 } });
Shelf.initialize(knex);
Shelf.initialize({ client: 'sqlite3', connection: { filename: ':memory:' }, useNullAsDefault: true });
Shelf.initialize(dialect);
const shelf: Shelf = db;
// @ts-expect-error no such option
createShelf({ dialekt: dialect });
// @ts-expect-error not a dialect
createShelf({ dialect: 'sqlite' });

// What it owns.
const instance: Knex = db.knex;
const version: string = db.VERSION;
const closed: Promise<void> = db.destroy();

// Plugins: a function, an object, arrays; options are checked.
const shout: Plugin<{ loud: boolean }> = (on, options) => void on.on('query', () => options?.loud);
const named: PluginObject = {
  name: 'named',
  requires: ['relations'],
  install: (on) => void on.stage('serialize', () => {}),
};
db.plugin(shout, { loud: true }).plugin(named).plugin([shout, named]);
createShelf({ dialect, plugins: [shout, named, [named]] });
// @ts-expect-error options of another type
db.plugin(shout, { loud: 1 });
// @ts-expect-error a plugin has an install
db.plugin({ name: 'named' });
// @ts-expect-error no such stage
db.stage('stored', () => {});

// Transactions.
async function transactions() {
  const value: number = await db.transaction(async (t) => {
    await new User({ name: 'x' }).save(null, { transacting: t });
    await t('users').insert({ name: 'y' });
    t.afterCommit(async () => new User().fetch());
    // @ts-expect-error It takes a function.
    t.afterCommit('later');
    const inside: boolean = db.inTransaction;
    void inside;
    const inner = await db.transaction(async (savepoint) => savepoint.isCompleted(), { transacting: t });
    return inner ? 1 : 2;
  });
  const byHand: unknown = await db.transaction((t) => {
    void new User().save(null, { transacting: t }).then(() => t.commit(3), t.rollback);
  });
  const t = await db.transaction();
  await t.commit();
  const isolated = await db.transaction({
    isolationLevel: 'serializable',
    readOnly: true,
    signal: AbortSignal.timeout(5),
  });
  await isolated.rollback(new Error('no'));
  await knex.transaction((own) => new User().fetch({ transacting: own }));
  // @ts-expect-error no such level
  await db.transaction(async () => {}, { isolationLevel: 'loose' });
}

// Errors.
const all: (typeof ShelfError)[] = [
  db.ShelfError,
  db.NotFoundError,
  db.EmptyError,
  db.NoRowsUpdatedError,
  db.NoRowsDeletedError,
  db.ModelNotResolvedError,
  db.InvalidRelationError,
  db.UndefinedBindingError,
  db.TransactionClosedError,
  db.UniqueViolationError,
  db.ForeignKeyViolationError,
  db.NotNullViolationError,
  db.CheckViolationError,
  db.ConnectionLostError,
  db.TimeoutError,
  db.SerializationFailureError,
  db.InvalidAttributeError,
  db.InvalidValueError,
  db.UnknownColumnError,
  db.PluginMissingError,
  db.RelationNotLoadedError,
];
function report(error: unknown) {
  if (error instanceof NotFoundError)
    is<Equal<typeof error.query, { readonly sql: string; readonly bindings: readonly unknown[] } | undefined>>();
  if (error instanceof db.UniqueViolationError) error.constraint?.trim();
}
