import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Block, Page } from './pages.js';

// Inside this package, so that the examples find the published names in its node_modules.
const folder = join(__dirname, '../.programs');
const LOADER = require.resolve('@shelf-tooling/jest/typescript-loader.mjs');
const COMPILER = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
/** Stands in what a program prints before what each block prints. */
const MARK = '\u0001';

/** Where a page's program is written. */
function fileOf({ path, blocks }: Page): string {
  return join(
    folder,
    `${path.replace(/\.md$/, '').replaceAll('/', '.')}.${blocks[0]?.language === 'js' ? 'mjs' : 'ts'}`,
  );
}

/** The databases that examples connect to, each with what stands in for it. */
export interface Databases {
  readonly 'postgres://localhost/shop': string;
  readonly 'mysql://root@localhost/shop': string;
}

/**
 * Writes every page's program, and the compiler's settings for them.
 *
 * @param databases the databases that stand in for those of the examples
 */
export function writePrograms(pages: readonly Page[], databases: Databases): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const page of pages) {
    let program = programOf(page);
    for (const [shown, real] of Object.entries(databases)) program = program.replaceAll(shown, real as string);
    writeFileSync(fileOf(page), program);
  }
  // As `tsc --init` proposes; examples in JavaScript are checked for names and options alone.
  const base = { extends: '@shelf-tooling/typescript/base.json' };
  const common = { noEmit: true, customConditions: ['source'], noImplicitOverride: false };
  const exclude = pages
    .filter(({ blocks }) => blocks.some(({ typed }) => !typed))
    .map((page) => basename(fileOf(page)));
  write('tsconfig.json', { ...base, include: ['*.ts'], exclude, compilerOptions: common });
  const loose = {
    strict: false,
    exactOptionalPropertyTypes: false,
    noUncheckedIndexedAccess: false,
    noPropertyAccessFromIndexSignature: false,
  };
  write('tsconfig.js.json', {
    ...base,
    include: ['*.mjs'],
    exclude,
    compilerOptions: { ...common, ...loose, allowJs: true, checkJs: true },
  });
}

function write(name: string, content: object): void {
  writeFileSync(join(folder, name), JSON.stringify(content, null, 2));
}

/**
 * A page's blocks as one program whose lines are those of the page, so that an error names the page's line. Each block is a scope
 * within the one before it: it sees what was declared there, and may declare it anew.
 */
function programOf({ text, blocks }: Page): string {
  const lines = text.split('\n').map(() => '');
  const imports = new Map<string, string>();
  const merged: string[] = [];
  for (const [i, { line, code }] of blocks.entries()) {
    lines[line - 1] = `{ console.log('${MARK}${i}');`;
    let merging = false;
    for (const [offset, each] of code.entries()) {
      merging ||= each.startsWith('declare module ');
      if (merging) merged.push(each);
      lines[line + offset] = merging || hoisted(each, imports) ? '' : each;
      if (each === '}') merging = false;
    }
  }
  lines[0] = [...new Set(imports.values())].join(' ');
  // Types are merged into a module outside of all blocks: after them, so that the lines of the page stay where they are.
  return [...lines, '}'.repeat(blocks.length), ...merged, ''].join('\n');
}

/** Takes an import out of its block: all of a page's stand on its first line, each name once. */
function hoisted(line: string, imports: Map<string, string>): boolean {
  const [, type = '', names, source] = /^import (type )?(.+) from ('.+');$/.exec(line) ?? [];
  if (names === undefined) return false;
  const inBraces = /^\{(.*)\}$/.exec(names)?.[1];
  if (inBraces === undefined) imports.set(names, line);
  else
    for (const name of inBraces.split(','))
      imports.set(name.trim(), `import ${type}{ ${name.trim()} } from ${source};`);
  return true;
}

/** How a page's program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  /** What each block printed, as far as they ran. */
  readonly printed: readonly string[];
}

/** Runs a page's program in a process and an empty folder of its own. */
export async function run(page: Page): Promise<Ended> {
  const cwd = mkdtempSync(join(tmpdir(), 'shelf-docs-'));
  try {
    const { code, stdout, stderr } = await node(
      ['--conditions=source', '--enable-source-maps', '--import', LOADER, fileOf(page)],
      cwd,
    );
    const printed = stdout.split(new RegExp(`${MARK}\\d+\\n`)).slice(1);
    return { code, stderr, printed: printed.map((each) => each.trimEnd()) };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/**
 * Type-checks the programs of one language; gives what the compiler complains of, by page and line. The packages' own sources, which
 * it reads too, are checked elsewhere, and more strictly.
 */
export async function complaints(language: Block['language']): Promise<string> {
  const { stdout } = await node(
    [COMPILER, '-p', language === 'ts' ? 'tsconfig.json' : 'tsconfig.js.json', '--pretty', 'false'],
    folder,
  );
  const ofSources = /^\.\.\/.*\n(?:[ \t].*\n)*/gm;
  return stdout.replace(ofSources, '');
}

function node(args: readonly string[], cwd: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, TZ: 'UTC' } });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
