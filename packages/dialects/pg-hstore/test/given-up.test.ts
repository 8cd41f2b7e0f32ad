import { createShelf, type Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { useDatabase } from './database.js';

const database = useDatabase();

/** Longer than any test may take. */
const LONG = 60;

let db: Shelf;
beforeEach(async () => {
  db = createShelf({ dialect: await database.dialect({ pool: { min: 1, max: 1 } }) });
  await db.knex.raw('create table notes (id int4 primary key)');
  await db.knex('notes').insert([{ id: 1 }, { id: 2 }]);
  await notes().count();
});
afterEach(() => db.destroy());

function notes() {
  return db.Model.extend({ tableName: 'notes' });
}

const slow = () => notes().query((query) => void query.whereRaw('pg_sleep(?) is not null', [LONG]));

const calls = {
  fetch: (options: object) => slow().fetch(options),
  fetchAll: (options: object) => slow().fetchAll(options),
  count: (options: object) => slow().count('*', options),
  fetchPage: (options: object) => slow().fetchPage(options),
};

describe.each(Object.entries(calls))('%s through a builder', (_name, call) => {
  test('that takes too long is cancelled, and its connection is free at once', async () => {
    await expect(call({ timeout: 50 })).rejects.toBeInstanceOf(db.TimeoutError);
    expect(await notes().count()).toBe(2);
  });

  test('that is aborted is cancelled, and its connection is free at once', async () => {
    const controller = new AbortController();
    const running = Promise.resolve(call({ signal: controller.signal })).catch((error: unknown) => error);
    await sleeping();
    controller.abort();
    expect(await running).toMatchObject({ name: 'AbortError' });
    expect(await notes().count()).toBe(2);
  });
});

test("knex's timeout() on a builder cancels its query, and its connection is free at once", async () => {
  const impatient = slow().query((query) => void query.timeout(50));
  await expect(impatient.fetchAll()).rejects.toBeInstanceOf(db.TimeoutError);
  expect(await notes().count()).toBe(2);
});

test('a builder that still waits for its connection when it is given up is never sent', async () => {
  const sent: string[] = [];
  const controller = new AbortController();
  await db.transaction(async () => {
    const options = { signal: controller.signal, transacting: null };
    const running = Promise.resolve(slow().fetchAll(options)).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 20));
    db.knex.on('query', ({ sql }: { readonly sql: string }) => void sent.push(sql));
    controller.abort();
    expect(await running).toMatchObject({ name: 'AbortError' });
  });
  expect(await notes().count()).toBe(2);
  expect(sent.filter((sql) => sql.includes('pg_sleep'))).toEqual([]);
});

test('inside a transaction only the query that is given up is stopped, not the one that runs before it', async () => {
  await db.transaction(async (transacting) => {
    const before = notes().query((query) => void query.whereRaw('pg_sleep(0.2) is not null'));
    const first = before.fetchAll({ transacting });
    const second = slow().fetchAll({ transacting, timeout: 50 });
    await expect(second).rejects.toBeInstanceOf(db.TimeoutError);
    expect((await first).length).toBe(2);
    expect(await notes().count('*', { transacting })).toBe(2);
  });
});

test('inside a savepoint the rest of the transaction goes on', async () => {
  await db.transaction(async (transacting) => {
    const inner = db.transaction((t) => Promise.resolve(slow().fetchAll({ transacting: t, timeout: 50 })), {
      transacting,
    });
    await expect(inner).rejects.toBeInstanceOf(db.TimeoutError);
    expect(await notes().count('*', { transacting })).toBe(2);
  });
});

test('a builder that ends in time runs as it does without limits: its events, its context', async () => {
  const { signal } = new AbortController();
  const contexts: unknown[] = [];
  const postProcessResponse = (response: unknown, context: unknown): unknown => {
    contexts.push(context);
    return response;
  };
  const other = createShelf({ dialect: await database.dialect({ knex: { postProcessResponse } }) });
  try {
    await other.knex.raw('create table notes (id int4 primary key)');
    const Note = other.Model.extend({ tableName: 'notes' });
    await Note.count();
    const run = async (options: object): Promise<unknown[]> => {
      const heard: unknown[] = [];
      contexts.length = 0;
      for (const event of ['start', 'query', 'query-response'])
        other.knex.on(event, (first: { readonly sql?: string }) => void heard.push([event, first.sql]));
      const query = (builder: Knex.QueryBuilder) => void builder.where('id', '>', 1).queryContext({ of: 'notes' });
      await Note.query(query).fetchAll(options);
      other.knex.removeAllListeners();
      return [...heard, ...contexts];
    };
    const plain = await run({});
    expect(await run({ signal, timeout: 60_000 })).toEqual(plain);
    expect(plain.at(-1)).toEqual({ of: 'notes' });
    expect(plain.length).toBe(4);
  } finally {
    await other.destroy();
  }
});

/** Resolves when the server sleeps for one of this file's queries. */
async function sleeping(): Promise<void> {
  const other = (await database.dialect()).connect({ debug: false });
  try {
    for (let i = 0; i < 100; i++) {
      const { rows } = await other.raw(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
      );
      if (rows.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('The query did not begin');
  } finally {
    await other.destroy();
  }
}
