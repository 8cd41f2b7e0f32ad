// A stranger's project: packages as emitted declarations, found by name in node_modules.
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, compilers } from './compilers.mjs';

const tooling = join(import.meta.dirname, '..');

/** Fills an empty folder with such a project, without sources of its own; the last of the packages is the one tested. */
export function makeProject(root, packages) {
  mkdirSync(join(root, 'node_modules'));
  const tested = packages.at(-1);
  symlinkSync(realpathSync(join(tested, 'node_modules/knex')), join(root, 'node_modules/knex'));
  symlinkSync(realpathSync(join(tooling, '../../node_modules/@types')), join(root, 'node_modules/@types'));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  for (const folder of packages) install(root, folder);
}

function install(root, folder) {
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const at = join(root, 'node_modules', name);
  mkdirSync(at, { recursive: true });
  const sources = { rootDir: join(folder, 'src'), outDir: at, noCheck: true, customConditions: ['source'] };
  configure(at, { declaration: true, emitDeclarationOnly: true, ...sources }, { include: [join(folder, 'src')] });
  compile(compilers['TypeScript 7'], ['-p', at]);
  const entries = Object.entries(exports).filter(([, { source }]) => source !== undefined);
  const declared = entries.map(([key, { source }]) => [
    key,
    { types: source.replace(/^\.\/src(.*)\.ts$/, '.$1.d.ts') },
  ]);
  const manifest = { name, version: '0.0.0', type: 'module', exports: Object.fromEntries(declared) };
  writeFileSync(join(at, 'package.json'), JSON.stringify(manifest));
}

/** Writes a project's tsconfig: compiler options besides the usual ones, and which files belong to it. */
export function configure(dir, own = {}, files = { include: ['*.ts'] }, name = 'tsconfig.json') {
  const compilerOptions = { noEmit: own.outDir === undefined, ...own };
  writeFileSync(join(dir, name), JSON.stringify({ extends: join(tooling, 'base.json'), compilerOptions, ...files }));
}
