import * as conformance from '@shelf/conformance';
import type { Harness } from '@shelf/conformance';
import { sqlite, type SqliteDriver } from '../src/index.js';

const drivers: readonly SqliteDriver[] = ['sqlite3', 'better-sqlite3'];
const harnesses = drivers.map(
  (driver): Harness => ({ name: driver, dialect: () => sqlite({ filename: ':memory:', driver }) }),
);
// Every suite that is exported is run, so that none can be forgotten here.
const suites = Object.entries(conformance).map(([name, suite]) => ({ name, suite }));

describe.each(harnesses)('$name', (harness) => {
  describe.each(suites)('$name', ({ suite }) => {
    suite(harness);
  });
});
