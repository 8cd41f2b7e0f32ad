import { createShelf, type Shelf } from '@shelf/core';
import { startProxy, type Server } from '@shelf-tooling/servers';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { mysql } from '../src/index.js';
import { startOwn } from './which.js';

const servers: Server[] = [];
beforeAll(async () => {
  servers.push(...(await Promise.all([startOwn(), startOwn()])));
  for (const { url } of servers) {
    const admin = await createConnection(url);
    await admin.query('create database shop');
    await admin.query('create table shop.books (id integer auto_increment primary key)');
    await admin.query('insert into shop.books values (1)');
    await admin.end();
  }
}, 60_000);
afterAll(() => Promise.all(servers.map((server) => server.stop())));

/** A connection to a server that has a number; the numbers before it are used up. */
async function connectionOf(server: Server, number: number): Promise<Connection> {
  for (;;) {
    const connection = await createConnection(server.url);
    if (connection.threadId === number) return connection;
    expect(connection.threadId).toBeLessThan(number);
    await connection.end();
  }
}

async function threadOf(db: Shelf): Promise<number> {
  const [rows] = await db.knex.raw<readonly [{ id: number }[]]>('select connection_id() as id');
  return rows[0]!.id;
}

test('a query that is given up takes no other server’s query with it', async () => {
  const [own, others] = servers as [Server, Server];
  // So that the numbers of the other server are behind.
  for (let i = 0; i < 20; i++) await (await createConnection(own.url)).end();
  const balancer = await startProxy([own.url, others.url]);
  const db = createShelf({ dialect: mysql(`${balancer.url}shop?pool={"max":1}`) });
  const Book = db.Model.extend({ tableName: 'books' });
  const stranger = await connectionOf(others, await threadOf(db));
  try {
    await Book.count();
    const sleep = stranger.query<RowDataPacket[]>('select sleep(1) as killed');
    const slow = Book.query((query) => void query.whereRaw('sleep(60) = 0'));
    await expect(slow.fetchAll({ timeout: 50 })).rejects.toBeInstanceOf(db.TimeoutError);
    expect(await Book.count()).toBe(1);
    expect((await sleep)[0]).toEqual([{ killed: 0 }]);
  } finally {
    await stranger.end();
    await balancer.stop();
    await db.destroy();
  }
});

test('on the same server it is stopped, and its connection goes on', async () => {
  const [own] = servers as [Server];
  const balancer = await startProxy([own.url]);
  const db = createShelf({ dialect: mysql(`${balancer.url}shop?pool={"max":1}`) });
  const Book = db.Model.extend({ tableName: 'books' });
  try {
    const before = await threadOf(db);
    await Book.count();
    const slow = Book.query((query) => void query.whereRaw('sleep(60) = 0'));
    await expect(slow.fetchAll({ timeout: 50 })).rejects.toBeInstanceOf(db.TimeoutError);
    expect(await threadOf(db)).toBe(before);
  } finally {
    await db.destroy();
    await balancer.stop();
  }
});

test('a connection to a server that has become one that can only be read is dropped, and the next leads elsewhere', async () => {
  const [own, others] = servers as [Server, Server];
  for (const { url } of servers) {
    const admin = await createConnection(url);
    await admin.query("create user 'app'@'%' identified by 'secret'");
    await admin.query("grant select, insert on shop.* to 'app'@'%'");
    await admin.end();
  }
  const standby = await createConnection(own.url);
  const balancer = await startProxy([own.url, others.url]);
  const url = new URL(`${balancer.url}shop?pool={"max":1}`);
  url.username = 'app';
  url.password = 'secret';
  const db = createShelf({ dialect: mysql(url.href) });
  const Book = db.Model.extend({ tableName: 'books' });
  try {
    await Book.count();
    await standby.query('set global read_only = on');
    await expect(new Book().save()).rejects.toBeInstanceOf(db.ReadOnlyError);
    expect((await new Book().save()).id).toBe(2);
  } finally {
    await standby.query('set global read_only = off');
    await standby.end();
    await db.destroy();
    await balancer.stop();
  }
});
