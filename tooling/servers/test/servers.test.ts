import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { mysqlAnswers, postgresAnswers } from '../src/answers.js';
import { unpackDebian } from '../src/debian.js';
import { startMariadb, startPgBouncer, startPostgres } from '../src/index.js';

test.each([
  ['PostgreSQL', startPostgres, postgresAnswers],
  ['MariaDB', startMariadb, mysqlAnswers],
])('%s of one’s own answers, dies, and comes back with what it held', async (_, start, answers) => {
  const server = await start();
  try {
    await answers(server.url);
    await server.kill();
    await expect(answers(server.url)).rejects.toThrow(/ECONNREFUSED/);
    await server.start();
    await answers(server.url);
    await server.restart();
    await answers(server.url);
  } finally {
    await server.stop();
  }
  await expect(answers(server.url)).rejects.toThrow(/ECONNREFUSED/);
});

test('PgBouncer gives each transaction another connection of the server', async () => {
  const server = await startPostgres();
  const bouncer = await startPgBouncer(server);
  const clients = [0, 1].map(() => new Client({ connectionString: bouncer.url }));
  try {
    for (const client of clients) await client.connect();
    const [one, two] = clients as [Client, Client];
    const pid = async (client: Client): Promise<unknown> =>
      (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
    const first = await pid(one);
    // What one client used is free again after its statement, for the other.
    expect(await pid(two)).toBe(first);
    await one.query('begin');
    await one.query('select 1');
    expect(await pid(two)).not.toBe(await pid(one));
    await one.query('commit');
  } finally {
    for (const client of clients) await client.end();
    await bouncer.stop();
    await server.stop();
  }
});

test('Debian’s packages are unpacked into a folder of their own', async () => {
  const debian = await unpackDebian('pgbouncer');
  expect(existsSync(debian.program('pgbouncer'))).toBe(true);
  expect(() => debian.program('nobody')).toThrow('has no program nobody');
});
