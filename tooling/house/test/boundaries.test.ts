import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

const forbidden: [path: string, statement: string][] = [
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
];

const allowed: [path: string, statement: string][] = [
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
];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shelf-boundaries-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Writes one file for each case, beside the path it names, and gives the cases in which oxlint finds a forbidden import. */
function refused(cases: [path: string, statement: string][]): [path: string, statement: string][] {
  const files = cases.map(([path], i) => join(dirname(path), `case-${i}.ts`));
  for (const [i, [, statement]] of cases.entries()) write(files[i]!, `${statement}\n`);
  const found = oxlint().filter(({ code }) => code === 'eslint(no-restricted-imports)');
  return cases.filter((_, i) => found.some(({ filename }) => filename === files[i]));
}

/** What oxlint finds in the folder by the rules of this repository. */
function oxlint(): { code: string; filename: string }[] {
  write('oxlint.config.mjs', readFileSync(join(root, 'oxlint.config.mjs'), 'utf8'));
  const command = [join(root, 'node_modules/oxlint/bin/oxlint'), '-c', 'oxlint.config.mjs', '--format=json', '.'];
  const { stdout } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  return (JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] }).diagnostics;
}

test('each import against the plan is refused', () => {
  expect(refused(forbidden)).toEqual(forbidden);
});

test('each import down the plan is allowed', () => {
  expect(refused(allowed)).toEqual([]);
});

test('an import cycle is an error, also one of types alone', () => {
  write('a.ts', "import type { B } from './b.js';\nexport type A = B | 1;\n");
  write('b.ts', "import type { A } from './a.js';\nexport interface B {\n  a: A;\n}\n");
  expect(oxlint().map(({ code }) => code)).toEqual(['import(no-cycle)', 'import(no-cycle)']);
});
