import * as conformance from '@shelf/conformance';
import type { Harness } from '@shelf/conformance';
import { mysql } from '../src/index.js';
import { newDatabase } from './databases.js';

let plain: string;
beforeEach(async () => {
  plain = await newDatabase();
});

const harness: Harness = {
  name: 'mysql',
  deferredKeys: false,
  dialect: async ({ pool, knex } = {}) => {
    const url = new URL(await newDatabase());
    return mysql({
      host: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      user: url.username,
      password: url.password,
      database: url.pathname.slice(1),
      ...(pool === undefined ? {} : { pool }),
      ...(knex === undefined ? {} : { knex }),
    });
  },
  plain: () => ({ client: 'mysql2', connection: plain }),
};
// Every suite that is exported is run, so that none can be forgotten here.
const suites = Object.entries(conformance).map(([name, suite]) => ({ name, suite }));

describe.each(suites)('$name', ({ suite }) => {
  suite(harness);
});
