import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const packages = resolve(__dirname, '../../..');
const FOLDERS = ['core', 'relations', 'dialects/sqlite', 'plugins/registry'];
const TSC = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');

/** A project outside the workspace that has the packages installed as they are published: compiled, with what they declare. */
export class Stranger {
  readonly folder = mkdtempSync(join(tmpdir(), 'shelf-registry-'));

  constructor() {
    for (const folder of FOLDERS) this.install(join(packages, folder));
    this.link(join(packages, 'dialects/sqlite/node_modules/better-sqlite3'), 'better-sqlite3');
  }

  /** Runs a file of the given files; gives what it printed. */
  run(main: string, files: Readonly<Record<string, string>>): string {
    const cwd = mkdtempSync(join(this.folder, 'app-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [main], { cwd, encoding: 'utf8' });
    if (status !== 0 || stderr !== '') throw new Error(`node ${main}:\n${stdout}${stderr}`);
    return stdout;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private install(source: string): void {
    const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest;
    const at = join(this.folder, 'node_modules', manifest.name);
    mkdirSync(at, { recursive: true });
    const compilerOptions = {
      rootDir: join(source, 'src'),
      outDir: join(at, 'dist'),
      noCheck: true,
      customConditions: ['source'],
    };
    const config = {
      extends: require.resolve('@shelf-tooling/typescript/base.json'),
      compilerOptions,
      include: [join(source, 'src')],
    };
    writeFileSync(join(at, 'tsconfig.json'), JSON.stringify(config));
    const { stdout } = spawnSync(process.execPath, [TSC, '-p', at], { encoding: 'utf8' });
    if (!existsSync(join(at, 'dist/index.js'))) throw new Error(`tsc -p ${at}:\n${stdout}`);
    const { exports } = manifest.publishConfig;
    writeFileSync(join(at, 'package.json'), JSON.stringify({ name: manifest.name, type: 'module', exports }));
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
      this.link(join(source, 'node_modules', name), name);
  }

  private link(from: string, name: string): void {
    const to = join(this.folder, 'node_modules', name);
    if (existsSync(to) || !existsSync(from)) return;
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(realpathSync(from), to, 'junction');
  }
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: object;
  readonly peerDependencies?: object;
  readonly publishConfig: { readonly exports: object };
}
