import { createConnection, type Connection } from 'mysql2/promise';
import { mysqlUrl } from './urls.js';

/** Databases of a test file's own on the MariaDB or MySQL server; each is dropped after its test, or after all where it was made for several. */
export interface MysqlDatabases {
  /** Makes an empty one; its URL. */
  make(): Promise<string>;
}

let number = 0;

/** Lets the tests of a file have databases of their own. */
export function useMysql(): MysqlDatabases {
  let admin: Promise<Connection> | undefined;
  const made: string[] = [];
  /** Those that were made for all tests of a group. */
  const kept: string[] = [];
  let testing = false;
  const run = async (sql: string): Promise<void> => {
    admin ??= createConnection(mysqlUrl());
    await (await admin).query(sql);
  };

  beforeEach(() => {
    testing = true;
  });
  afterEach(async () => {
    testing = false;
    for (const name of made.splice(0)) await run(`drop database if exists ${name}`);
  });
  afterAll(async () => {
    for (const name of kept) await run(`drop database if exists ${name}`);
    await (await admin)?.end();
    admin = undefined;
  });

  return {
    async make() {
      const name = `shelf_test_${process.pid}_${number++}`;
      await run(`create database ${name} character set utf8mb4`);
      (testing ? made : kept).push(name);
      const url = new URL(mysqlUrl());
      url.pathname = `/${name}`;
      return url.href;
    },
  };
}
