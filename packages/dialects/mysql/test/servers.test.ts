import { serverSuite } from '@shelf/conformance/servers';
import { mysqlUrl, startProxy, useMysql } from '@shelf-tooling/servers';
import { createConnection } from 'mysql2/promise';
import { mysql } from '../src/index.js';
import { optionsIn } from '../src/url.js';

const databases = useMysql();
const limited: string[] = [];

/** Runs a statement as the administrator. */
async function run(sql: string): Promise<void> {
  const admin = await createConnection(mysqlUrl());
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}

afterEach(async () => {
  for (const name of limited.splice(0)) await run(`drop user ${name}`);
});

serverSuite({
  database: () => databases.make(),
  dialect: (url, { acquireTimeout, encrypted, ...settings }) =>
    mysql({
      ...optionsIn(url),
      ...settings,
      ...(acquireTimeout !== undefined && { knex: { acquireConnectionTimeout: acquireTimeout } }),
      ...(encrypted === true && { ssl: { rejectUnauthorized: true } }),
    }),
  startProxy,
  async limited(given) {
    const name = `limited_${process.pid}`;
    await run(`create user ${name} identified by 'secret' with max_user_connections 1`);
    limited.push(name);
    const url = new URL(given);
    url.username = name;
    url.password = 'secret';
    // It may do nothing in there.
    url.pathname = '/';
    return url.href;
  },
  malformed: [
    (bytes) => {
      const value = bytes.indexOf('first');
      // The length of the value becomes one that takes three bytes more.
      if (value !== -1) bytes[value - 1] = 0xfd;
      return bytes;
    },
  ],
  begin: 'begin',
  slow: 'sleep(60) = 0',
});
