import * as conformance from '@shelf/conformance';
import type { Harness } from '@shelf/conformance';
import { sqlite, type SqliteDriver } from '../src/index.js';
import { insertEffects } from './insert-effects.js';
import { newFile } from './open.js';

const drivers: readonly SqliteDriver[] = ['sqlite3', 'better-sqlite3'];
const SLOW =
  '(with recursive c (n) as (select 1 union all select n + 1 from c where n < 1e9) select count(*) from c) > 0';
const harnesses = drivers.map((driver): Harness => ({
  name: driver,
  deferredKeys: true,
  insertEffects,
  // better-sqlite3 runs its queries in this thread.
  slow: driver === 'sqlite3' ? SLOW : undefined,
  dialect: ({ shared = false, pool, knex } = {}) =>
    sqlite({
      filename: shared ? newFile() : ':memory:',
      driver,
      ...(pool === undefined ? {} : { pool }),
      ...(knex === undefined ? {} : { knex }),
    }),
  plain: () => ({ client: driver, connection: { filename: ':memory:' }, useNullAsDefault: true }),
}));
// Every suite that is exported is run, so that none can be forgotten here.
const suites = Object.entries(conformance).map(([name, suite]) => ({ name, suite }));

describe.each(harnesses)('$name', (harness) => {
  describe.each(suites)('$name', ({ suite }) => {
    suite(harness);
  });
});
