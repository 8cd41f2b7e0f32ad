import { createShelf, type Shelf } from '@shelf/core';
import { useDatabase } from './database.js';

const database = useDatabase();

async function withNotes(work: (db: Shelf) => Promise<void>): Promise<void> {
  const db = createShelf({ dialect: await database.dialect() });
  try {
    await db.knex.schema.createTable('notes', (table) => {
      table.increments('id');
      table.integer('n').unique();
    });
    await work(db);
  } finally {
    await db.destroy();
  }
}

const failing = (promise: PromiseLike<unknown>): Promise<Error & { cause?: unknown }> =>
  Promise.resolve(promise).then(
    () => {
      throw new Error('It was expected to reject');
    },
    (error: Error) => error,
  );

test('hazard 1: a caught error has undone the transaction: it rejects, fires rolledback, and nothing is stored', () =>
  withNotes(async (db) => {
    const Note = db.Model.extend({ tableName: 'notes' });
    const events: string[] = [];
    const first = new Note({ n: 1 });
    first.on('committed', () => events.push('committed')).on('rolledback', () => events.push('rolledback'));
    const error = await failing(
      db.transaction(async (transacting) => {
        await first.save(null, { transacting });
        await failing(new Note({ n: 1 }).save(null, { transacting }));
        return 'done';
      }),
    );
    expect(error).toBeInstanceOf(db.TransactionClosedError);
    expect(error.message).toContain('duplicate key');
    expect(events).toEqual(['rolledback']);
    expect(first.isNew()).toBe(true);
    expect(await db.knex('notes')).toEqual([]);
  }));

test('a query after the error is told why, and a savepoint keeps the transaction', () =>
  withNotes(async (db) => {
    const Note = db.Model.extend({ tableName: 'notes' });
    await db.transaction(async (transacting) => {
      await new Note({ n: 1 }).save(null, { transacting });
      await failing(
        db.transaction(async (inner) => new Note({ n: 1 }).save(null, { transacting: inner }), { transacting }),
      );
      await new Note({ n: 2 }).save(null, { transacting });
    });
    expect(await db.knex('notes').pluck('n')).toEqual([1, 2]);
    const late = await failing(
      db.transaction(async (transacting) => {
        await failing(new Note({ n: 1 }).save(null, { transacting }));
        await Note.count('*', { transacting });
      }),
    );
    expect(late).toBeInstanceOf(db.TransactionClosedError);
    expect(late.message).toContain('duplicate key');
  }));

test('a failed serialization and a deadlock are one error, that says to try again', () =>
  withNotes(async (db) => {
    const Note = db.Model.extend({ tableName: 'notes' });
    await db.knex('notes').insert([{ n: 1 }, { n: 2 }]);
    const [a, b] = await Promise.all([0, 1].map(async () => db.transaction({ isolationLevel: 'serializable' })));
    for (const t of [a!, b!]) await Note.fetchAll({ transacting: t });
    await new Note({ id: 1 }).save({ n: 10 }, { transacting: a! });
    await new Note({ id: 2 }).save({ n: 20 }, { transacting: b! });
    await a!.commit();
    expect(await failing(Promise.resolve(b!.commit()))).toBeInstanceOf(db.SerializationFailureError);
    expect(await failing(b!.executionPromise)).toBeInstanceOf(db.SerializationFailureError);
    const c = await db.transaction();
    const d = await db.transaction();
    await new Note({ id: 1 }).save({ n: 11 }, { transacting: c });
    await new Note({ id: 2 }).save({ n: 21 }, { transacting: d });
    const results = await Promise.allSettled([
      new Note({ id: 2 }).save({ n: 12 }, { transacting: c }),
      new Note({ id: 1 }).save({ n: 22 }, { transacting: d }),
    ]);
    const [lost] = results.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    expect(lost).toBeInstanceOf(db.SerializationFailureError);
    await Promise.allSettled([c.rollback(), d.rollback()]);
  }));

test('a lock that is not free in time, and a statement that takes too long, are time-outs', async () => {
  const db = createShelf({ dialect: await database.dialect({ lock_timeout: 50, statement_timeout: 200 }) });
  await db.knex.schema.createTable('notes', (table) => void table.increments('id'));
  const Note = db.Model.extend({ tableName: 'notes' });
  await db.knex('notes').insert({ id: 1 });
  const holder = await db.transaction();
  await Note.fetchAll({ transacting: holder, lock: 'forUpdate' });
  await expect(
    db.transaction(async (transacting) => Note.fetchAll({ transacting, lock: 'forUpdate' })),
  ).rejects.toBeInstanceOf(db.TimeoutError);
  await holder.rollback();
  await expect(Note.query('whereRaw', 'pg_sleep(5) is null').fetchAll()).rejects.toBeInstanceOf(db.TimeoutError);
  await db.destroy();
});

test('a query that its caller gives up is stopped on the server, and its connection stays usable', async () => {
  const db = createShelf({ dialect: await database.dialect({ pool: { min: 1, max: 1 } }) });
  await db.knex.raw('create view slow as select 1 as id from pg_sleep(20)');
  await db.knex.schema.createTable('notes', (table) => void table.increments('id'));
  const Slow = db.Model.extend({ tableName: 'slow' });
  const Note = db.Model.extend({ tableName: 'notes' });
  await Note.count();
  const begun = Date.now();
  for (let i = 0; i < 5; i++) {
    await expect(Slow.fetchAll({ timeout: 100 })).rejects.toBeInstanceOf(db.TimeoutError);
    expect(await Note.count()).toBe(0);
  }
  expect(Date.now() - begun).toBeLessThan(10_000);
  await db.destroy();
});

test('a serialization failure that was caught inside is one at the end', () =>
  withNotes(async (db) => {
    const Note = db.Model.extend({ tableName: 'notes' });
    await new Note({ n: 1 }).save();
    const error = await failing(
      db.transaction(
        async (transacting) => {
          await Note.count('*', { transacting });
          await db.knex('notes').update({ n: 2 });
          const caught = await failing(Note.where({ n: 1 }).fetchAll({ transacting, lock: 'forUpdate' }));
          expect(caught).toBeInstanceOf(db.SerializationFailureError);
        },
        { isolationLevel: 'repeatable read' },
      ),
    );
    expect(error).toBeInstanceOf(db.SerializationFailureError);
  }));

test('a COMMIT that is refused for a reason of the application’s own is an error of Shelf', () =>
  withNotes(async (db) => {
    await db.knex.raw(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not today'; end $$`,
    );
    await db.knex.raw(
      'create constraint trigger refuses after insert on notes deferrable initially deferred for each row execute function refuse()',
    );
    const Note = db.Model.extend({ tableName: 'notes' });
    const error = await failing(db.transaction(async (transacting) => new Note({ n: 1 }).save(null, { transacting })));
    expect(error).toBeInstanceOf(db.ShelfError);
    expect(error).toMatchObject({
      code: 'ERROR',
      message: expect.stringContaining('not today'),
      query: { sql: 'COMMIT' },
    });
    const t = await db.transaction();
    await new Note({ n: 1 }).save(null, { transacting: t });
    expect(await failing(t.commit())).toMatchObject({ code: 'ERROR', query: { sql: 'COMMIT' } });
  }));
