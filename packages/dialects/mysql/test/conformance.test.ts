import * as conformance from '@shelf/conformance';
import type { Harness } from '@shelf/conformance';
import { useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';

const databases = useMysql();
let plain: string;
beforeEach(async () => {
  plain = await databases.make();
});

const harness: Harness = {
  name: 'mysql',
  deferredKeys: false,
  generatedKey: 'integer auto_increment primary key',
  halfSurrogates: false,
  // No space at the end, nothing beyond the basic plane; mysql2 refuses the names of Object's own machinery.
  columnName: (name) => name === name.trimEnd() && !/[\u{10000}-\u{10ffff}]/u.test(name) && !/^__.*__$/.test(name),
  dialect: async ({ pool, knex } = {}) => {
    const url = new URL(await databases.make());
    return mysql({
      host: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      user: url.username,
      password: decodeURIComponent(url.password),
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
