import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** The packages whose programs are bundled and tested, by their folders. */
const PACKAGES: Readonly<Record<string, string>> = {
  '@shelf/core': 'packages/core',
  '@shelf/relations': 'packages/relations',
  '@shelf/exec': 'packages/plugins/exec',
  '@shelf/sqlite': 'packages/dialects/sqlite',
  '@shelf/mysql': 'packages/dialects/mysql',
  '@shelf/pg-hstore': 'packages/dialects/pg-hstore',
};

/** A project outside of the workspace. */
export interface Project {
  readonly folder: string;
  /** Puts a package of this workspace's, or of one of its packages', into its `node_modules`. */
  install(name: string, from: string): void;
  remove(): void;
}

/** Makes an empty project. */
export function newProject(): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shelf-project-')));
  return {
    folder,
    install(name, from) {
      const place = join(folder, 'node_modules', name);
      if (existsSync(place)) return;
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(realpathSync(join(root, from, 'node_modules', name)), place, 'junction');
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Makes a project that has Shelf's packages as they are published, with what they declare. */
export function newStranger(): Project {
  const project = newProject();
  for (const [name, from] of Object.entries(PACKAGES)) {
    const place = join(project.folder, 'node_modules', name);
    for (const part of ['package.json', 'dist']) cpSync(join(root, from, part), join(place, part), { recursive: true });
    const manifest = JSON.parse(readFileSync(join(root, from, 'package.json'), 'utf8')) as Manifest;
    for (const needed of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
      if (!(needed in PACKAGES)) project.install(needed, from);
  }
  return project;
}

interface Manifest {
  readonly dependencies?: object;
  readonly peerDependencies?: object;
}

/** The code block under a heading of a page of the docs, after a line that begins with some words. */
export function codeIn(page: string, heading: string, language: string): string {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  const section = text.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  const code = new RegExp(`^\`\`\`${language}[^\\n]*\\n(.*?)^\`\`\``, 'ms').exec(section)?.[1];
  if (code === undefined) throw new Error(`docs/${page} has no ${language} block under "## ${heading}"`);
  return code;
}
