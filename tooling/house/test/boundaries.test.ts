import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** What the lint rules say about one file that holds nothing but this statement, standing at this path. */
function lint(path: string, statement: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'shelf-boundaries-'));
  try {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${statement}\n`);
    return oxlint(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The codes of the rules that oxlint finds broken in a folder, each named once. */
function oxlint(folder: string): string[] {
  writeFileSync(join(folder, 'oxlint.config.mjs'), readFileSync(join(root, 'oxlint.config.mjs')));
  const command = [join(root, 'node_modules/oxlint/bin/oxlint'), '-c', 'oxlint.config.mjs', '--format=json', '.'];
  const { stdout } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] };
  return [...new Set(diagnostics.map(({ code }) => code))];
}

const forbidden = 'eslint(no-restricted-imports)';

test.each([
  ['packages/core/src/a.ts', "export * from '@shelf/sqlite';"],
  ['packages/core/src/a.ts', "export type { A } from '@shelf/relations';"],
  ['packages/core/src/deep/down/a.ts', "export * from '@shelf/exec';"],
  ['packages/core/test/a.test.ts', "export * from '@shelf/conformance';"],
  ['packages/core/src/a.ts', "export * from 'pg';"],
  ['packages/core/src/a.ts', "export const driver = await import('sqlite3');"],
  ['packages/relations/src/a.ts', "export * from '@shelf/sqlite';"],
  ['packages/relations/src/a.ts', "export * from '@shelf/registry';"],
  ['packages/relations/src/a.ts', "export * from 'mysql2/promise';"],
  ['packages/dialects/sqlite/src/a.ts', "export * from '@shelf/mysql';"],
  ['packages/dialects/sqlite/src/a.ts', "export * from '@shelf/relations';"],
  ['packages/dialects/sqlite/src/a.ts', "export * from '@shelf/conformance';"],
  ['packages/dialects/sqlite/test/a.test.ts', "export * from '@shelf/mysql';"],
  ['packages/plugins/exec/src/a.ts', "export * from '@shelf/registry';"],
  ['packages/plugins/exec/src/a.ts', "export * from '@shelf/sqlite';"],
  ['packages/plugins/exec/src/a.ts', "export * from 'better-sqlite3';"],
  ['examples/packages/src/a.ts', "export * from '@shelf/core/src/model.js';"],
  ['examples/packages/src/a.ts', "export * from '../../../packages/core/src/index.js';"],
  ['examples/packages/src/a.ts', "export * from 'sqlite3';"],
  ['examples/packages/src/a.ts', "export * from '@shelf/conformance';"],
  ['benchmarks/src/a.ts', "export * from '../../packages/core/dist/index.js';"],
  ['packages/dialects/sqlite/src/a.ts', "export * from '../../../core/src/index.js';"],
  ['packages/dialects/sqlite/src/a.ts', "export * from '@shelf/core/dist/index.js';"],
  ['docs/a.ts', "export * from '../packages/core/src/index.js';"],
])('%s may not hold: %s', (path, statement) => {
  expect(lint(path, statement)).toEqual([forbidden]);
});

test.each([
  ['packages/core/src/a.ts', "export * from 'knex';"],
  ['packages/core/test/deep/a.test.ts', "export * from '../../src/index.js';"],
  ['packages/relations/src/a.ts', "export * from '@shelf/core';"],
  ['packages/relations/test/a.test.ts', "export * from '@shelf/sqlite';"],
  ['packages/dialects/sqlite/src/a.ts', "export * from '@shelf/core';"],
  ['packages/dialects/sqlite/src/a.ts', "export * from 'better-sqlite3';"],
  ['packages/dialects/sqlite/test/a.test.ts', "export * from '@shelf/conformance';"],
  ['packages/plugins/registry/src/a.ts', "export * from '@shelf/relations';"],
  ['packages/plugins/registry/test/a.test.ts', "export * from '@shelf/sqlite';"],
  ['tooling/conformance/src/a.ts', "export * from '@shelf/relations';"],
  ['examples/packages/src/a.ts', "export * from '@shelf/sqlite';"],
  ['examples/packages/src/a.ts', "export * from '@shelf/pg-hstore/backbone';"],
  ['benchmarks/src/a.ts', "export * from 'better-sqlite3';"],
])('%s may hold: %s', (path, statement) => {
  expect(lint(path, statement)).toEqual([]);
});

test('an import cycle is an error, also one of types alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shelf-cycle-'));
  try {
    writeFileSync(join(folder, 'a.ts'), "import type { B } from './b.js';\nexport type A = B | 1;\n");
    writeFileSync(join(folder, 'b.ts'), "import type { A } from './a.js';\nexport interface B {\n  a: A;\n}\n");
    expect(oxlint(folder)).toEqual(['import(no-cycle)']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
