import * as conformance from '@shelf/conformance';
import type { Harness } from '@shelf/conformance';
import { useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';
import { insertEffects } from './insert-effects.js';
import { isMariaDB } from './which.js';

const databases = useMysql();
/** Where an empty database is, in options that the dialect and mysql2 both take. */
async function newDatabase(): Promise<{
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}> {
  const url = new URL(await databases.make());
  return {
    host: url.hostname,
    port: url.port === '' ? 3306 : Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
  };
}

const harness: Harness = {
  name: 'mysql',
  deferredKeys: false,
  namesOldestKey: true,
  insertEffects,
  generatedKey: 'integer auto_increment primary key',
  halfSurrogates: false,
  slow: 'sleep(60) = 0',
  // MySQL 8 reads a number of 17 digits to within a few units of the last one.
  exactJson: ({ knex }) => isMariaDB(knex),
  // No space at the end, nothing beyond the basic plane; mysql2 refuses the names of Object's own machinery.
  columnName: (name) => name === name.trimEnd() && !/[\u{10000}-\u{10ffff}]/u.test(name) && !/^__.*__$/.test(name),
  dialect: async ({ pool, knex } = {}) =>
    mysql({
      ...(await newDatabase()),
      ...(pool === undefined ? {} : { pool }),
      ...(knex === undefined ? {} : { knex }),
    }),
  plain() {
    // Made when it is connected to: most tests ask for none.
    let database: ReturnType<typeof newDatabase> | undefined;
    return { client: 'mysql2', connection: () => (database ??= newDatabase()) };
  },
};
// Every suite that is exported is run, so that none can be forgotten here.
const suites = Object.entries(conformance).map(([name, suite]) => ({ name, suite }));

describe.each(suites)('$name', ({ suite }) => {
  suite(harness);
});
