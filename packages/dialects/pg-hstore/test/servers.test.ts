import { serverSuite } from '@shelf/conformance/servers';
import { startProxy } from '@shelf-tooling/servers';
import { postgres } from '../src/index.js';
import { useDatabase } from './database.js';

const database = useDatabase();
const limited: string[] = [];

afterEach(async () => {
  for (const name of limited.splice(0)) await database.run(`drop role ${name}`);
});

serverSuite({
  async database() {
    const url = new URL(database.url);
    url.searchParams.set('options', `-c search_path=${await database.emptySchema()}`);
    return url.href;
  },
  dialect: (connectionString, { pool, connectTimeout, acquireTimeout, encrypted }) =>
    postgres({
      connectionString,
      ...(pool && { pool }),
      ...(connectTimeout !== undefined && { connectionTimeoutMillis: connectTimeout }),
      ...(acquireTimeout !== undefined && { knex: { acquireConnectionTimeout: acquireTimeout } }),
      ...(encrypted === true && { ssl: true }),
    }),
  startProxy,
  async limited(given) {
    const name = `limited_${process.pid}_${Date.now()}`;
    await database.run(`create role ${name} login password 'secret' connection limit 1`);
    limited.push(name);
    const url = new URL(given);
    url.username = name;
    url.password = 'secret';
    return url.href;
  },
  malformed: [
    (bytes) => {
      const description = bytes.indexOf('T');
      if (description !== -1) bytes[description + 6]! += 9;
      return bytes;
    },
    (bytes) => {
      const value = bytes.indexOf('first');
      if (value !== -1) bytes[value - 1]! += 1;
      return bytes;
    },
  ],
  begin: 'BEGIN',
  slow: 'pg_sleep(60) is not null',
});
