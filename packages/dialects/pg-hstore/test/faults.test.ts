import { createShelf, type Shelf, type ShelfError } from '@shelf/core';
import type { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { startPostgres } from '@shelf-tooling/servers';
import { postgres } from '../src/index.js';
import { translate } from '../src/dialect/faults.js';
import { useDatabase } from './database.js';

const database = useDatabase();

async function withNotes(work: (db: Shelf, kill: () => Promise<void>) => Promise<void>): Promise<void> {
  const name = `shelf-${Math.random()}`;
  const dialect = await database.dialect({ pool: { min: 1, max: 2 }, application_name: name });
  const db = createShelf({ dialect });
  try {
    await db.knex.schema.createTable('notes', (table) => {
      table.increments('id');
      table.integer('n');
    });
    await db.knex.raw('create view slow as select 1 as id from pg_sleep(20)');
    await work(db, () =>
      database.run(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${name}'`),
    );
  } finally {
    await db.destroy();
  }
}

const failing = (promise: PromiseLike<unknown>): Promise<Error> =>
  Promise.resolve(promise).then(
    () => {
      throw new Error('It was expected to reject');
    },
    (error: Error) => error,
  );

/** Tries until the pool has noticed; no try may fail as anything but a lost connection. */
async function recovers(db: Shelf, count: () => Promise<number>): Promise<number> {
  for (;;) {
    try {
      return await count();
    } catch (error) {
      if (!(error instanceof db.ConnectionLostError)) throw error;
    }
  }
}

// regression 20
test('connections that are ended while idle: the process goes on, and so does the pool', () =>
  withNotes(async (db, kill) => {
    const Note = db.Model.extend({ tableName: 'notes' });
    await new Note({ n: 1 }).save();
    await kill();
    expect(await recovers(db, () => Note.count())).toBe(1);
    expect(await Note.count()).toBe(1);
  }));

test('one that is ended in the middle of a query: the call rejects with ConnectionLost', () =>
  withNotes(async (db, kill) => {
    const Slow = db.Model.extend({ tableName: 'slow' });
    const Note = db.Model.extend({ tableName: 'notes' });
    await Note.count();
    const slow = failing(Slow.fetchAll());
    while (
      (await database.run('select 1'),
      (await db.knex('pg_stat_activity').where('query', 'like', '%"slow"%').where('wait_event', 'PgSleep')).length ===
        0)
    );
    await kill();
    expect(await slow).toBeInstanceOf(db.ConnectionLostError);
    expect(await recovers(db, () => Note.count())).toBe(0);
  }));

test('one that is ended in the middle of a transaction: nothing is half-written', () =>
  withNotes(async (db, kill) => {
    const Note = db.Model.extend({ tableName: 'notes' });
    const events: string[] = [];
    const error = await failing(
      db.transaction(async (transacting) => {
        const note = new Note({ n: 1 });
        note.on('committed rolledback', () => void events.push('ended'));
        await note.save(null, { transacting });
        await kill();
        await new Note({ n: 2 }).save(null, { transacting });
      }),
    );
    expect(error).toBeInstanceOf(db.ConnectionLostError);
    expect(events).toEqual(['ended']);
    expect(await recovers(db, () => Note.count())).toBe(0);
  }));

test('a server that is started again: calls are refused meanwhile, and answered afterwards', async () => {
  const server = await startPostgres();
  const db = createShelf({ dialect: postgres(server.url) });
  try {
    await db.knex.schema.createTable('notes', (table) => void table.increments('id'));
    const Note = db.Model.extend({ tableName: 'notes' });
    await new Note().save();
    await server.kill();
    for (let i = 0; i < 3; i++) expect(await failing(Note.count())).toBeInstanceOf(db.ConnectionLostError);
    await server.start();
    expect(await recovers(db, () => Note.count())).toBe(1);
  } finally {
    await db.destroy();
    await server.stop();
  }
}, 60_000);

test('a statement with too few bindings is an invalid value, and its connection lives on', async () => {
  const db = createShelf({ dialect: await database.dialect({ pool: { min: 1, max: 1 } }) });
  try {
    await db.knex.schema.createTable('notes', (table) => void table.increments('id'));
    const Note = db.Model.extend({ tableName: 'notes' });
    const backend = async (): Promise<unknown> => (await db.knex.raw('select pg_backend_pid() as pid')).rows;
    const before = await backend();
    const wrong = Note.query((query) => void query.where('id', 1).whereRaw('id = ?'));
    expect(await failing(wrong.fetchAll())).toBeInstanceOf(db.InvalidValueError);
    expect(await backend()).toEqual(before);
  } finally {
    await db.destroy();
  }
});

test('what the server says before it ends an idle connection is told to the next call of its transaction', () =>
  withNotes(async (db, kill) => {
    const Note = db.Model.extend({ tableName: 'notes' });
    await Note.count();
    const error = await failing(
      db.transaction(async (transacting) => {
        await Note.count('*', { transacting });
        const { connection } = (await transacting.client.acquireConnection()) as { connection: EventEmitter };
        const ended = new Promise((resolve) => connection.once('end', resolve));
        await kill();
        await ended;
        await Note.count('*', { transacting });
      }),
    );
    expect(error).toBeInstanceOf(db.ConnectionLostError);
    expect(error.message).toContain('due to administrator command');
  }));

test('values are taken out of what the server says', () =>
  withNotes(async (db) => {
    const Note = db.Model.extend({ tableName: 'notes' });
    const calls = ['?::text::int = 1', '?::text::json is null', '?::text::date is null', '(?::text || 9e9)::int = 1'];
    for (const call of calls) {
      const secret = Note.query((query) => void query.where('id', 0).orWhereRaw(call, ['secret']));
      await new Note({ n: 1 }).save();
      const error = (await failing(secret.fetchAll())) as ShelfError;
      expect(error).toBeInstanceOf(db.InvalidValueError);
      expect(error.message).not.toContain('secret');
      expect(inspect(error.cause)).not.toContain('secret');
    }
  }));

test('a connection that can only be read is dropped', () =>
  withNotes(async (db) => {
    const Note = db.Model.extend({ tableName: 'notes' });
    await Promise.all([1, 2].map(() => db.knex.raw('set default_transaction_read_only = on')));
    const error = await failing(new Note({ n: 1 }).save());
    expect(error).toBeInstanceOf(db.ReadOnlyError);
    for (let i = 0; i < 2; i++) await new Note({ n: 1 }).save().catch(() => undefined);
    await new Note({ n: 1 }).save();
  }));

test.each([
  [
    '23505',
    { detail: 'Key (a, b)=(1, 2) already exists.', constraint: 't_a_b' },
    { error: 'UniqueViolation', columns: ['a', 'b'], constraint: 't_a_b' },
  ],
  ['23P01', { constraint: 'no_overlap' }, { error: 'UniqueViolation', constraint: 'no_overlap' }],
  [
    '23503',
    { detail: 'Key (team_id)=(5) is not present in table "teams".', constraint: 'f' },
    { error: 'ForeignKeyViolation', columns: ['team_id'], constraint: 'f' },
  ],
  ['23502', { column: 'name' }, { error: 'NotNullViolation', columns: ['name'] }],
  ['23514', { constraint: 'age_is_positive' }, { error: 'CheckViolation', constraint: 'age_is_positive' }],
  ['22P02', {}, { error: 'InvalidValue' }],
  ['22003', {}, { error: 'InvalidValue' }],
  ['40001', {}, { error: 'SerializationFailure' }],
  ['40P01', {}, { error: 'SerializationFailure' }],
  ['55P03', {}, { error: 'Timeout' }],
  ['57014', {}, { error: 'Timeout' }],
  ['57P01', {}, { error: 'ConnectionLost' }],
  ['57P03', {}, { error: 'ConnectionLost' }],
  ['08006', {}, { error: 'ConnectionLost' }],
  ['08P01', { severity: 'ERROR' }, { error: 'InvalidValue' }],
  ['08P01', { severity: 'FATAL' }, { error: 'ConnectionLost' }],
  ['53300', {}, { error: 'ConnectionLost' }],
  ['57P04', {}, { error: 'ConnectionLost' }],
  ['08P01', { severity: 'FATAL', message: 'no such user: nobody' }, { error: 'ConnectionRefused' }],
  ['28P01', {}, { error: 'ConnectionRefused' }],
  ['28000', {}, { error: 'ConnectionRefused' }],
  ['3D000', {}, { error: 'ConnectionRefused' }],
  ['42501', { severity: 'FATAL' }, { error: 'ConnectionRefused' }],
  ['42501', { severity: 'ERROR' }, undefined],
  ['ERR_TLS_CERT_ALTNAME_INVALID', {}, { error: 'ConnectionRefused' }],
  ['ERR_SSL_WRONG_VERSION_NUMBER', {}, { error: 'ConnectionRefused' }],
  ['SELF_SIGNED_CERT_IN_CHAIN', {}, { error: 'ConnectionRefused' }],
  ['42P01', {}, { error: 'UnknownTable' }],
  ['25006', {}, { error: 'ReadOnly' }],
  ['53100', {}, { error: 'Storage' }],
  ['58030', {}, { error: 'Storage' }],
  ['XX001', {}, { error: 'Storage' }],
  ['constructor', {}, undefined],
  ['ECONNREFUSED', {}, { error: 'ConnectionLost' }],
  ['42601', {}, undefined],
] as const)('%s', (code, more, fault) => {
  expect(translate(Object.assign(new Error('said'), { code, ...more }))).toEqual(fault);
});
