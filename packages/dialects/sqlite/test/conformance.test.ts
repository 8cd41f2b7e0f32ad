import * as conformance from '@shelf/conformance';
import type { Harness } from '@shelf/conformance';
import { sqlite, type SqliteDriver } from '../src/index.js';
import { insertEffects } from './insert-effects.js';
import { newFile } from './open.js';

const drivers: readonly SqliteDriver[] = ['sqlite3', 'better-sqlite3'];
const harnesses = drivers.map((driver): Harness => ({
  name: driver,
  deferredKeys: true,
  insertEffects,
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
