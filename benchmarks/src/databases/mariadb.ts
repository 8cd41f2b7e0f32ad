import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { mysqlConnection } from '../connect/mysql.js';
import type { Database, Source } from './database.js';

const server = process.env['SHELF_TEST_MYSQL'] || 'mysql://root@127.0.0.1:3306/';

/** Databases of their own on the MariaDB server that tests use. */
export const mariadb: Source = {
  async describe() {
    const [found] = await run(server, (connection) =>
      all<{ version: string }>(connection, 'select version() as version'),
    );
    return `MariaDB or MySQL ${found?.version ?? ''}`.trimEnd();
  },

  advice: 'start one, or name one: SHELF_TEST_MYSQL=mysql://user:password@host/',

  async create(name) {
    const database = `shelf_bench_${process.pid}_${name}`.replaceAll(/\W/g, '_');
    await run(server, (connection) => connection.query(`create database ${database} character set utf8mb4`));
    return open(database);
  },
};

function open(database: string): Database {
  const url = new URL(server);
  url.pathname = database;
  const address = url.href;
  return {
    driver: 'mariadb',
    address,

    fill: (createTables, tables) =>
      run(address, async (connection) => {
        await connection.query(createTables);
        for (const [table, rows] of Object.entries(tables)) {
          const columns = Object.keys(rows[0] ?? {}).join(', ');
          if (columns === '') continue;
          await connection.query(`insert into ${table} (${columns}) values ?`, [rows.map((row) => Object.values(row))]);
          await connection.query(`analyze table ${table}`);
        }
      }),

    all: (query) => run(address, (connection) => all(connection, query)),
    drop: async () => void (await run(server, (connection) => connection.query(`drop database ${database}`))),
  };
}

async function all<T extends object>(connection: Connection, query: string): Promise<T[]> {
  const [rows] = await connection.query<RowDataPacket[]>(query);
  return rows as T[];
}

async function run<T>(address: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await mysql.createConnection({
    ...mysqlConnection(address),
    connectTimeout: 5000,
    multipleStatements: true,
  });
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}
