import { createConnection, type Connection } from 'mysql2/promise';

/** Where the tests make databases of their own. */
export const server = process.env['SHELF_TEST_MYSQL'] ?? 'mysql://root@127.0.0.1:3306/';

let admin: Promise<Connection> | undefined;
let made: string[] = [];
let number = 0;

afterEach(async () => {
  for (const name of made.splice(0)) await run(`drop database if exists ${name}`);
});
afterAll(async () => {
  const connection = await admin;
  admin = undefined;
  await connection?.end();
});

/** Runs SQL on the server, outside of any database. */
export async function run(sql: string): Promise<unknown> {
  admin ??= createConnection(server);
  const [rows] = await (await admin).query(sql);
  return rows;
}

/** The URL of a new database, which is dropped after the test. */
export async function newDatabase(): Promise<string> {
  const name = `shelf_mysql_${process.pid}_${number++}`;
  await run(`create database ${name} character set utf8mb4`);
  made.push(name);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
