import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createShelf, type Shelf } from '@shelf/core';
import { Client } from 'pg';
import { typeParsers } from '../src/dialect/types.js';
import { postgres } from '../src/index.js';
import { useDatabase } from './database.js';

const database = useDatabase('create extension hstore');

/** Stands before the server, and hands on what it sends in pieces of the sizes that `next` gives, in bytes. */
async function cutting(next: () => number): Promise<{ url: string; server: Server }> {
  const { hostname, port, username, password, pathname } = new URL(database.url);
  const host = decodeURIComponent(hostname) || '127.0.0.1';
  const server = createServer((client) => {
    const behind = connect(Number(port) || 5432, host);
    client.setNoDelay(true);
    client.pipe(behind);
    behind.on('data', (bytes) => cut(client, bytes, next));
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.end());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const login = password === '' ? username : `${username}:${password}`;
  return { server, url: `postgres://${login}@127.0.0.1:${(server.address() as AddressInfo).port}${pathname}` };
}

function cut(client: Socket, bytes: Buffer, next: () => number): void {
  for (let at = 0; at < bytes.length;) {
    const size = next();
    client.write(bytes.subarray(at, at + size));
    at += size;
  }
}

async function through(next: () => number, work: (db: Shelf) => Promise<void>): Promise<void> {
  const { server, url } = await cutting(next);
  const db = createShelf({ dialect: postgres({ connectionString: url, pool: { min: 0, max: 1 } }) });
  try {
    await work(db);
  } finally {
    await db.destroy();
    server.close();
  }
}

let seed = 7;
function random(most: number): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return 1 + (seed % most);
}

const ALL = `
  select n as id, n::bigint * 3000000000 as wide, -n::smallint as small, n / 7.0::float8 as part, n % 2 = 0 as even,
    case when n % 3 = 0 then null else repeat('ž🐴', n % 5) end as name, to_timestamp(n * 86400.123) as at,
    timestamp '2024-02-29 12:30:15.007' as plain, array[n, null] as list, jsonb_build_object('n', n) as json,
    decode(lpad(to_hex(n), 8, '0'), 'hex') as bytes, hstore('n', n::text) as held, n::numeric / 8 as exact
  from generate_series(1, 200) n`;

test.each([
  ['byte by byte', () => 1],
  ['into a few bytes', () => random(9)],
  ['into some', () => random(900)],
])('rows are whole where the network cuts them %s', (_, next) =>
  through(next, async (db) => {
    // pg reads them in its own way.
    const client = new Client({ connectionString: database.url, types: typeParsers(false) });
    await client.connect();
    try {
      await client.query(`set time zone 'UTC'`);
      const { rows: expected } = await client.query(`${ALL} where n > $1`, [0]);
      // The third time it is prepared, and sent without asking for a description.
      for (let times = 0; times < 4; times++) {
        const read = await db.knex.raw<{ rows: unknown[]; fields: { name: string }[] }>(`${ALL} where n > ?`, [0]);
        expect(read.rows).toEqual(expected);
        expect(read.rows).toHaveLength(200);
        expect(read.fields.map(({ name }) => name)).toEqual(Object.keys(expected[0] as object));
      }
    } finally {
      await client.end();
    }
  }),
);

test.each([
  ['byte by byte', () => 1],
  ['into some', () => random(900)],
])('hybrid rows are whole where the network cuts them %s', (_, next) =>
  through(next, async (db) => {
    await db.knex.raw(`create table if not exists held (id int primary key, attributes hstore)`);
    await db.knex.raw(`insert into held select n, hstore(array['n', n::text, 'name', repeat('ž', n % 3), 'none', null])
      from generate_series(1, 100) n on conflict do nothing`);
    class Held extends db.Model<{ id: number; n?: string; name?: string; none?: string | null }> {
      static override tableName = 'held';
    }
    for (let times = 0; times < 4; times++) {
      const read = (await Held.fetchAll()).toJSON();
      expect(read).toHaveLength(100);
      for (const row of read) {
        const { id } = row as { id: number };
        expect(row).toEqual({ id, n: String(id), name: 'ž'.repeat(id % 3), none: null });
      }
    }
  }),
);

test('a value of several megabytes comes in pieces, and so do rows beside it', () =>
  through(
    () => 10_000,
    async (db) => {
      const { rows } = await db.knex.raw<{ rows: { n: number; text: string }[] }>(
        `select n, repeat('abcdé', n * 1000000) as text from generate_series(0, 1) n where n >= ?`,
        [0],
      );
      expect(rows.map(({ text }) => text.length)).toEqual([0, 5_000_000]);
      expect(rows[1]?.text.endsWith('abcdé')).toBe(true);
    },
  ));

test('an error after some rows rejects, and the next query has rows of its own', () =>
  through(
    () => random(50),
    async (db) => {
      for (let times = 0; times < 4; times++) {
        const failing = db.knex.raw('select 1 / (5 - n) as n from generate_series(1, ?::int) n', [9]);
        await expect(failing).rejects.toThrow('division by zero');
        const { rows } = await db.knex.raw<{ rows: unknown[] }>('select ?::int as n', [times]);
        expect(rows).toEqual([{ n: times }]);
      }
    },
  ));

test('several statements in one text have a result each', () =>
  through(
    () => random(9),
    async (db) => {
      const results = await db.knex.raw<{ command: string; rows: unknown[] }[]>(
        `select 1 as a, 'x' as b union all select 2, null; create temporary table t (n int); insert into t values (5); select n from t`,
      );
      expect(results.map(({ command }) => command)).toEqual(['SELECT', 'CREATE', 'INSERT', 'SELECT']);
      expect(results.map(({ rows }) => rows)).toEqual([
        [
          { a: 1, b: 'x' },
          { a: 2, b: null },
        ],
        [],
        [],
        [{ n: 5 }],
      ]);
    },
  ));

test('notices and notifications between rows reach who listens', () =>
  through(
    () => random(20),
    async (db) => {
      const { client } = db.knex;
      const connection = (await client.acquireConnection()) as {
        on(event: string, listener: (message: { message?: string; payload?: string }) => void): void;
      };
      const heard: (string | undefined)[] = [];
      connection.on('notice', ({ message }) => heard.push(message));
      connection.on('notification', ({ payload }) => heard.push(payload));
      await client.releaseConnection(connection);
      await db.knex.raw('listen news');
      await db.knex.raw(`create function pg_temp.told(n int) returns int language plpgsql as
        $$ begin raise notice 'row %', n; return n; end $$`);
      const { rows } = await db.knex.raw<{ rows: unknown[] }>(
        'select pg_temp.told(n) as n from generate_series(1, ?::int) n',
        [3],
      );
      await db.knex.raw(`notify news, 'arrived'`);
      await db.knex.raw('select 1');
      expect(rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
      expect(heard).toEqual(['row 1', 'row 2', 'row 3', 'arrived']);
    },
  ));

test('others may read the socket as a stream, and pause it, as COPY does', async () => {
  const db = createShelf({ dialect: await database.dialect({ pool: { min: 0, max: 1 } }) });
  try {
    for (let times = 0; times < 3; times++) {
      await db.knex.raw('select ?::int as n', [times]);
      const { client } = db.knex;
      const connection = (await client.acquireConnection()) as { query(copy: object): void };
      const chunks = await new Promise<Buffer[]>((resolve, reject) => {
        connection.query(
          copying('copy (select repeat($$x$$, 1000) from generate_series(1, 2000)) to stdout', resolve, reject),
        );
      });
      await client.releaseConnection(connection);
      expect(
        Buffer.concat(chunks)
          .toString('latin1')
          .match(/x{1000}/g),
      ).toHaveLength(2000);
    }
    const { rows } = await db.knex.raw<{ rows: unknown[] }>('select ?::int as n', [9]);
    expect(rows).toEqual([{ n: 9 }]);
  } finally {
    await db.destroy();
  }
});

interface Copied {
  readonly stream: Socket;
  query(text: string): void;
}

/** A query that takes the bytes past pg, with a pause in between. */
function copying(text: string, resolve: (chunks: Buffer[]) => void, reject: (error: Error) => void): object {
  const chunks: Buffer[] = [];
  const take = (chunk: Buffer): void => void chunks.push(Buffer.from(chunk));
  let stream: Socket;
  return {
    submit(wire: Copied) {
      ({ stream } = wire);
      if (stream.listenerCount('data') !== 1) throw new Error('Who listens to the socket?');
      stream.on('data', take);
      stream.once('data', () => {
        stream.pause();
        setTimeout(() => stream.resume(), 50);
      });
      wire.query(text);
    },
    handleError: reject,
    handleCommandComplete: () => undefined,
    handleCopyData: () => undefined,
    handleReadyForQuery() {
      // The last chunk has still to come to those who listen after pg.
      setImmediate(() => {
        stream.off('data', take);
        resolve(chunks);
      });
    },
  };
}

test('what is no server of PostgreSQL ends in an error', async () => {
  const server = createServer((client) => client.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const db = createShelf({ dialect: postgres(`postgres://someone@127.0.0.1:${port}/shop`) });
  try {
    await expect(db.Model.extend({ tableName: 'things' }).fetchAll()).rejects.toBeInstanceOf(db.ConnectionLostError);
  } finally {
    await db.destroy();
    server.close();
  }
});
