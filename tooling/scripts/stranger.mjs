// A project outside the workspace that has the packed packages installed, and nothing that they do not declare.
import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root, run } from './pnpm.mjs';

/** Makes that project in a folder; gives the commands that prove the packages load and type-check there. */
export async function stranger(folder, packages) {
  const modules = join(folder, 'node_modules');
  for (const { manifest, tarball } of packages) {
    const home = join(modules, manifest.name);
    mkdirSync(home, { recursive: true });
    await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', home]);
  }
  for (const { folder: source } of packages) linkDeclared(join(root, source), modules);
  link(join(root, 'node_modules/@types/node'), join(modules, '@types/node'));

  const names = packages.map(({ manifest }) => manifest.name);
  write(folder, 'package.json', JSON.stringify({ private: true }));
  write(folder, 'load.mjs', names.map((name) => `await import('${name}');\n`).join(''));
  write(folder, 'load.cjs', names.map((name) => `require('${name}');\n`).join(''));
  write(folder, 'types.mts', names.map((name, i) => `export * as package${i} from '${name}';\n`).join(''));
  write(folder, 'tsconfig.json', JSON.stringify(settings()));

  return [
    [process.execPath, ['load.mjs'], { cwd: folder }],
    [process.execPath, ['load.cjs'], { cwd: folder }],
    ...['typescript', 'typescript-5.9'].map((name) => [process.execPath, [compiler(name), '-p', '.'], { cwd: folder }]),
  ];
}

/** Installs what a package declares and its users therefore have: dependencies and peers, by what the workspace installed. */
function linkDeclared(source, modules) {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    link(join(source, 'node_modules', name), join(modules, name));
  }
}

function link(from, to) {
  if (existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(realpathSync(from), to, 'junction');
}

function settings() {
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
  };
  const target = { target: 'es2022', lib: ['es2023'], module: 'nodenext', noEmit: true, types: ['node'] };
  return { compilerOptions: { ...strict, ...target }, files: ['types.mts'] };
}

function compiler(name) {
  const require = createRequire(join(root, 'tooling/typescript/package.json'));
  return join(dirname(require.resolve(`${name}/package.json`)), 'bin/tsc');
}

function write(folder, name, text) {
  writeFileSync(join(folder, name), text);
}
