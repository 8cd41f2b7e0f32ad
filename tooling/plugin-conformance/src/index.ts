import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as suites from '@shelf/conformance';
import { relationSuite, type RelationHarness } from '@shelf/conformance/relations';
import type { Plugin } from '@shelf/core';
import { sqlite } from '@shelf/sqlite';

const driver = 'better-sqlite3';

/**
 * Tests that all which core and relations promise still holds on shelves that have plugins.
 *
 * @param plugins makes the plugins of one shelf, in the order in which they are installed; relations among them
 * @param options what the plugins make otherwise
 * @example
 * pluginConformance(() => [relations(), registry()]);
 */
export function pluginConformance(
  plugins: () => readonly Plugin<never>[],
  options: Pick<RelationHarness, 'listed'> = {},
): void {
  const folder = mkdtempSync(join(tmpdir(), 'shelf-plugin-'));
  let files = 0;
  afterAll(() => rmSync(folder, { recursive: true }));
  const harness: RelationHarness = {
    name: driver,
    deferredKeys: true,
    dialect: ({ shared = false, pool, knex } = {}) =>
      sqlite({
        filename: shared ? join(folder, `${++files}.db`) : ':memory:',
        driver,
        ...(pool === undefined ? {} : { pool }),
        ...(knex === undefined ? {} : { knex }),
      }),
    plain: () => ({ client: driver, connection: { filename: ':memory:' }, useNullAsDefault: true }),
    plugins,
    caseless: 'varchar(20) collate nocase',
    queriesFor: () => 1,
    brief: true,
    ...options,
  };
  describe.each(Object.entries(suites).map(([name, suite]) => ({ name, suite })))('$name', ({ suite }) => {
    suite(harness);
  });
  describe('relationSuite', () => {
    relationSuite(harness);
  });
}
