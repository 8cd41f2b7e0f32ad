import type { Shelf } from '@shelf/core';
import { badgersOn, useHstore, type BadgerRow } from './badgers.js';
import { random, recordOf } from './records.js';

const database = useHstore();
let db: Shelf;
beforeEach(async () => {
  db = await badgersOn(database);
});
afterEach(() => db.destroy());

function badger(casts: Readonly<Record<string, 'integer' | 'boolean' | 'json'>> = {}) {
  return class Badger extends db.Model<BadgerRow> {
    static override tableName = 'badgers';
    static override casts = casts;
  };
}

/** Fills the table: runs of rows of one shape, then rows each of another shape than the one before. */
async function fill(rows: readonly (Record<string, unknown> | null)[]): Promise<void> {
  await db.knex.raw(
    `insert into badgers (id, name, attributes)
    select n, 'Badger ' || n, case when pairs <> 'null' then coalesce(
      (select hstore(array_agg(pair ->> 0), array_agg(pair ->> 1)) from jsonb_array_elements(pairs) as pair), '') end
    from unnest(?::int[], ?::jsonb[]) as given (n, pairs)`,
    [rows.map((_, n) => n + 1), rows.map((row) => JSON.stringify(row && Object.entries(row)))],
  );
}

const MANY = 600;

const RUNS = Array.from({ length: 240 + MANY }, (_, i): Record<string, unknown> | null => {
  const n = Math.max(0, i - MANY);
  if (n < 60) return { colour: 'black', size: String(i), motto: i % 3 === 0 ? null : `"${i}"\\` };
  if (n < 120) return { colour: 'grey', diet: 'žížaly 🪱', size: 'x'.repeat(n % 2 === 0 ? 10 : 5000) };
  if (n < 160) return n % 7 === 0 ? null : {};
  return n % 2 === 0
    ? { size: String(n) }
    : { size: String(n), awake: n % 3 === 0 ? 't' : 'no', list: '[1, {"a": 2}]' };
});

/** Which columns' values were decoded with the rows, in the last query that has rows of a model. */
async function decodedBy(read: () => Promise<unknown>): Promise<unknown> {
  type Client = {
    _query(connection: object, query: { reading?: { decoded?: ReadonlySet<string> } }): Promise<unknown>;
  };
  const client = db.knex.client as Client;
  const queries: Parameters<Client['_query']>[1][] = [];
  const spy = jest.spyOn(client, '_query').mockImplementation((connection, query) => {
    queries.push(query);
    return (Object.getPrototypeOf(client) as Client)._query.call(client, connection, query);
  });
  try {
    await read();
  } finally {
    spy.mockRestore();
  }
  return queries.findLast(({ reading }) => reading !== undefined)?.reading?.decoded;
}

/** The same read where the rows are taken apart when all have come: somebody sees them before. */
async function seen<T>(read: () => Promise<T>): Promise<T> {
  const listener = (): void => undefined;
  db.knex.on('query-response', listener);
  try {
    return await read();
  } finally {
    db.knex.off('query-response', listener);
  }
}

test('rows are the same whether attributes are read with them or taken out of them afterwards', async () => {
  const next = random(11);
  await fill([...RUNS, ...Array.from({ length: 60 }, () => recordOf(next))]);
  const Badger = badger({ size: 'integer', awake: 'boolean', list: 'json' });
  const ways: Record<string, () => Promise<unknown>> = {
    all: async () => (await Badger.fetchAll()).toJSON(),
    built: async () => (await Badger.where('id', '>', 0).orderBy('id').fetchAll()).toJSON(),
    some: async () => (await Badger.fetchAll({ columns: ['id', 'size', 'awake'] })).toJSON(),
    one: async () => (await new Badger({ id: MANY + 241 }).fetch({ require: true })).toJSON(),
    locked: () =>
      db.transaction(async (transacting) =>
        (
          await Badger.where('id', '<', MANY + 250)
            .orderBy('id')
            .fetchAll({ transacting, lock: 'forUpdate' })
        ).toJSON(),
      ),
  };
  for (const [way, read] of Object.entries(ways)) {
    const expected = await seen(read);
    // The third time a statement is prepared, and its results are not described.
    for (let times = 0; times < 4; times++) expect({ way, read: await read() }).toEqual({ way, read: expected });
  }
  const all = (await ways['all']?.()) as Record<string, unknown>[];
  expect(all).toHaveLength(MANY + 300);
  expect(all[1]).toEqual({ id: 2, name: 'Badger 2', age: null, colour: 'black', size: 1, motto: '"1"\\' });
  expect(all[MANY + 140]).toEqual({ id: MANY + 141, name: `Badger ${MANY + 141}`, age: null });
  expect(all[MANY + 237]).toMatchObject({ size: 237, awake: true, list: [1, { a: 2 }] });
});

test('they are read with the rows unless somebody sees these before, whoever else listens or may give up', async () => {
  await fill([{ colour: 'red' }]);
  const Badger = badger();
  const { signal } = new AbortController();
  const held = new Set(['attributes']);
  const ways: Record<string, () => Promise<unknown>> = {
    all: () => Badger.fetchAll(),
    built: () => Badger.where('id', '>', 0).fetchAll(),
    'all, with limits': () => Badger.fetchAll({ timeout: 5000, signal }),
    'built, with limits': () => Badger.where('id', '>', 0).fetchAll({ timeout: 5000, signal }),
  };
  for (const [way, read] of Object.entries(ways)) {
    expect({ way, decoded: await decodedBy(read) }).toEqual({ way, decoded: held });
    expect({ way, decoded: await seen(() => decodedBy(read)) }).toEqual({ way, decoded: undefined });
  }
  db.on('query', () => undefined);
  for (const [way, read] of Object.entries(ways))
    expect({ way, decoded: await decodedBy(read) }).toEqual({ way, decoded: held });
});

test('what listeners are shown of a query can be copied', async () => {
  await fill([{ colour: 'red' }]);
  const Badger = badger();
  const copies: { sql: string }[] = [];
  db.knex.on('query', (query) => copies.push(structuredClone(query as { sql: string })));
  await Badger.fetchAll();
  await Badger.where('id', '>', 0).fetchAll();
  expect(copies.filter(({ sql }) => sql.includes('from "badgers"'))).toHaveLength(2);
});

test.each([60, 250])('rows with %d attributes', async (count) => {
  const row = Object.fromEntries(Array.from({ length: count }, (_, n) => [`attribute ${n}`, String(n)]));
  await fill(Array.from({ length: 600 }, () => row));
  const Badger = badger();
  for (let times = 0; times < 2; times++) {
    const read = (await Badger.fetchAll()).toJSON();
    expect(read).toHaveLength(600);
    for (const { id, name, age, ...attributes } of read as Record<string, unknown>[])
      expect({ id, name, age, attributes }).toEqual({ id, name: `Badger ${String(id)}`, age: null, attributes: row });
  }
});

test.each([`'x'`, `'[1]'::json`, '5', 'true', `array['a']`])('what is no hstore, but %s, is refused', async (value) => {
  await fill([{ colour: 'red' }]);
  const Badger = badger();
  const read = (): Promise<unknown> =>
    Badger.query((qb) =>
      qb.from(db.knex.raw(`(select id, ${value} as attributes from badgers) as badgers`)).select('id', 'attributes'),
    ).fetchAll();
  await expect(read()).rejects.toThrow('This is no text of an hstore');
  await expect(seen(read)).rejects.toThrow('This is no text of an hstore');
  expect(await Badger.count()).toBe(1);
});

test('classes with other casts read the same table, each in its own way', async () => {
  await fill(RUNS.slice(0, MANY));
  const numbers = badger({ size: 'integer' });
  const texts = badger();
  for (let times = 0; times < 4; times++) {
    expect((await numbers.fetchAll()).at(40)?.get('size')).toBe(40);
    expect((await texts.fetchAll()).at(40)?.get('size')).toBe('40');
  }
});

test('what the query computes wins over an attribute of its name, and so does a column', async () => {
  await fill(Array.from({ length: 40 }, (_, n) => ({ name: 'another', shade: 'light', size: String(n) })));
  const Badger = badger();
  const read = (): Promise<unknown> =>
    Badger.query((qb) => qb.select('*', db.knex.raw(`'dark' as shade`)).orderBy('id'))
      .fetchAll()
      .then((badgers) => badgers.toJSON()[39]);
  expect(await read()).toEqual({ id: 40, name: 'Badger 40', age: null, shade: 'dark', size: '39' });
  expect(await seen(read)).toEqual(await read());
});

test('who listens to one query sees its rows as the driver returns them', async () => {
  await fill([{ colour: 'red' }]);
  const Badger = badger();
  const heard: unknown[] = [];
  const read = await Badger.query((qb) => {
    void qb.where('id', 1).on('query-response', (rows: unknown) => heard.push(structuredClone(rows)));
  }).fetchAll();
  expect(heard).toEqual([[{ id: 1, name: 'Badger 1', age: null, attributes: '"colour"=>"red"' }]]);
  expect(read.toJSON()).toEqual([{ id: 1, name: 'Badger 1', age: null, colour: 'red' }]);
});
