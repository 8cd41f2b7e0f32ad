// A stranger's project: core's types and the stand-ins as emitted declarations, found by name in node_modules.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
const core = join(here, '../..');
const tooling = createRequire(join(here, '../../../../tooling/typescript/package.json'));
const bin = (name) => join(dirname(tooling.resolve(`${name}/package.json`)), 'bin/tsc');

/** The compilers that we promise to work with. On several threads TypeScript 7 counts much more than once. */
export const compilers = {
  'TypeScript 7': { tsc: bin('typescript'), flags: ['--singleThreaded'] },
  'TypeScript 5.9': { tsc: bin('typescript-5.9'), flags: [] },
};

function run({ tsc, flags }, args) {
  const all = [tsc, '--pretty', 'false', ...flags, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8', cwd: core });
  if (status !== 0 && !stdout.includes('error TS')) throw new Error(`The compiler did not run:\n${stderr}`);
  return stdout;
}

/** Runs a compiler and returns what it printed; throws with its errors, but for those in core's own code. */
export function compile(compiler, args) {
  const stdout = run(compiler, args);
  const errors = stdout
    .split(/^(?=\S)/m)
    .filter((text) => text.includes('error TS') && !/^src\/(?!types\/)/.test(text));
  if (errors.length > 0) throw new Error(`tsc ${args.join(' ')}:\n${errors.slice(0, 20).join('')}`);
  return stdout;
}

/** Runs a compiler on a program that is wrong, and returns its messages by `file:line`. */
export function messages(compiler, args) {
  const parts = run(compiler, args)
    .split(/^(?=\S)/m)
    .map((each) => /^.*?([\w-]+\.ts)\((\d+),\d+\): (.*)$/s.exec(each));
  return new Map(parts.filter(Boolean).map(([, file, line, text]) => [`${file}:${line}`, text]));
}

/** Fills an empty folder with such a project, without sources of its own. */
export function makeProject(root) {
  const emitted = join(root, 'emitted');
  compile(compilers['TypeScript 7'], ['-p', join(here, 'fixtures/emit.json'), '--outDir', emitted]);
  const install = (name, from) => {
    const folder = join(root, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    cpSync(from, folder, { recursive: true });
    return folder;
  };
  const manifest = (folder, name, types) => {
    const text = JSON.stringify({ name, version: '0.0.0', type: 'module', types, exports: { '.': { types } } });
    writeFileSync(join(folder, 'package.json'), text);
  };
  const folder = install('@shelf/core', join(emitted, 'src'));
  manifest(folder, '@shelf/core', './index.d.ts');
  for (const plugin of ['relations', 'registry', 'exec']) {
    const at = install(`@shelf/${plugin}`, join(emitted, 'test/types/fixtures'));
    manifest(at, `@shelf/${plugin}`, `./${plugin}.d.ts`);
  }
  symlinkSync(realpathSync(join(core, 'node_modules/knex')), join(root, 'node_modules/knex'));
  symlinkSync(realpathSync(join(core, '../../node_modules/@types')), join(root, 'node_modules/@types'));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
}

/** Writes the project's tsconfig; `own` are its compiler options besides the usual ones. */
export function configure(dir, own = {}) {
  const compilerOptions = { noEmit: true, ...own };
  const base = join(here, '../../../../tooling/typescript/base.json');
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ extends: base, compilerOptions, include: ['*.ts'] }));
}
