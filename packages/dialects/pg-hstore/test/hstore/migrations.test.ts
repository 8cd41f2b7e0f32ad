import type { Shelf } from '@shelf/core';
import { createHstore, hybrid } from '../../src/index.js';
import { badgersOn, useHstore } from './badgers.js';

const database = useHstore();
let db: Shelf;
beforeEach(async () => {
  db = await badgersOn(database);
});
afterEach(() => db.destroy());

test('the extension is created once, by however many at a time', async () => {
  const schema = database.schema();
  await schema.make();
  await createHstore(db.knex, { schema: schema.name });
  await db.knex.raw('drop table badgers');
  await db.knex.raw('drop extension hstore cascade');
  await Promise.all(Array.from({ length: 4 }, () => createHstore(db.knex, { schema: 'public' })));
  const { rows } = await db.knex.raw<{ rows: unknown[] }>(
    `select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where extname = 'hstore'`,
  );
  expect(rows).toEqual([{ nspname: 'public' }]);
});

test.each(['gin', 'gist'] as const)('the column with a %s index', async (index) => {
  await db.knex.schema.createTable('indexed', (table) => {
    table.increments('id');
    hybrid(table, { column: 'held', index }).notNullable().defaultTo('');
  });
  const { rows } = await db.knex.raw<{ rows: { indexdef: string }[] }>(
    `select indexdef from pg_indexes where schemaname = current_schema() and tablename = 'indexed' and indexdef ~ 'held'`,
  );
  expect(rows.map(({ indexdef }) => indexdef)).toEqual([expect.stringContaining(`USING ${index} (held)`)]);
});

test('where it fails inside a transaction, the transaction goes on', async () => {
  await db.knex.raw('drop extension hstore cascade');
  await db.transaction(async (t) => {
    await t('badgers').insert({ name: 'Bob' });
    await expect(createHstore(t, { schema: 'nowhere' })).rejects.toThrow('schema "nowhere" does not exist');
    await t('badgers').insert({ name: 'Ann' });
    await createHstore(t, { schema: 'public' });
  });
  expect(await db.knex('badgers').pluck('name')).toEqual(['Bob', 'Ann']);
});

test('who comes second inside a transaction goes on with the extension of the first', async () => {
  await db.knex.raw('drop extension hstore cascade');
  let second: Promise<unknown> = Promise.resolve();
  await db.knex.transaction(async (first) => {
    await createHstore(first, { schema: 'public' });
    second = db.knex.transaction(async (t) => {
      await createHstore(t, { schema: 'public' });
      await t('badgers').insert({ name: 'Ann' });
    });
    await waiting();
  });
  await second;
  expect(await db.knex('badgers').pluck('name')).toEqual(['Ann']);
});

/** Resolves when a statement waits for the other's extension. */
async function waiting(): Promise<void> {
  const stuck = (): PromiseLike<unknown[]> =>
    db
      .knex('pg_stat_activity')
      .where({ wait_event_type: 'Lock' })
      .whereRaw(`datname = current_database() and query ~ '^create extension'`);
  while ((await stuck()).length === 0);
}
