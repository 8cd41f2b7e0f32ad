import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, findProgram, outputOf } from './binaries.js';

/** Debian's package with all that it needs and the system lacks, unpacked into a folder: nothing is installed. */
export interface Unpacked {
  /** Finds a program in it. */
  program(name: string): string;
  /** What its programs need in their environment to find their libraries. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
}

const PROGRAMS = ['usr/sbin', 'usr/bin', 'usr/libexec', 'sbin', 'bin'];

/** Fetches packages from Debian's registry, with what they need and the system lacks, and unpacks them once, into a cache folder named after the first. */
export function unpackDebian(name: string, ...others: readonly string[]): Unpacked {
  const folder = join(cacheFolder(), name);
  if (!existsSync(folder)) fetchInto(folder, [name, ...others]);
  const libraries = ['usr/lib', 'lib'].flatMap((each) => withSubfolders(join(folder, each)));
  return {
    folder,
    program(each) {
      const found = PROGRAMS.map((place) => join(folder, place, each)).find((file) => existsSync(file));
      if (found === undefined) throw new Error(`Debian's package ${name} has no program ${each}`);
      return found;
    },
    env: { LD_LIBRARY_PATH: libraries.join(':') },
  };
}

function fetchInto(folder: string, names: readonly string[]): void {
  const apt = findProgram(['apt-get'], []);
  if (apt === undefined) throw new Error(`'${names[0]}' is not installed, and there is no apt-get to fetch it with`);
  const work = `${folder}.${process.pid}`;
  const archives = join(work, 'archives');
  mkdirSync(join(archives, 'partial'), { recursive: true });
  try {
    const options = [`Dir::Cache::archives=${archives}`, 'Debug::NoLocking=true', 'APT::Sandbox::User=root'];
    const fetch = (...more: readonly string[]): string =>
      outputOf(apt, [
        ...[...options, ...more].flatMap((option) => ['-o', option]),
        'install',
        '--yes',
        '--no-install-recommends',
        '--download-only',
        '--reinstall',
        ...names,
      ]);
    try {
      fetch();
    } catch {
      // The machine's own lists are absent or out of date: read them into a folder of ours.
      const lists = join(work, 'lists');
      mkdirSync(join(lists, 'partial'), { recursive: true });
      outputOf(apt, ['-o', `Dir::State::lists=${lists}`, '-o', 'Debug::NoLocking=true', 'update']);
      fetch(`Dir::State::lists=${lists}`);
    }
    const tree = join(work, 'tree');
    for (const archive of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
      outputOf('dpkg', ['-x', join(archives, archive), tree]);
    }
    renameSync(tree, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The folder itself and those in it, where Debian keeps the libraries of a machine's architecture. */
function withSubfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const inside = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...inside.map((entry) => join(folder, entry.name))];
}
