import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, outputOf } from './binaries.js';

/** A package with all that it needs and the system lacks, unpacked into a folder: nothing is installed. */
export interface Unpacked {
  /** Finds a program in it. */
  program(name: string): string;
  /** What its programs need in their environment to find their libraries. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
}

const PROGRAMS = ['usr/sbin', 'usr/bin', 'usr/libexec', 'sbin', 'bin'];

/**
 * Unpacks what is fetched, once, into a cache folder of that name.
 *
 * @param fetch puts the `.deb` files into the folder it is given
 */
export async function unpackOnce(name: string, fetch: (archives: string) => void | Promise<void>): Promise<Unpacked> {
  const folder = join(cacheFolder(), name);
  if (!existsSync(folder)) await unpackInto(folder, fetch);
  const libraries = ['usr/lib', 'lib'].flatMap((each) => withSubfolders(join(folder, each)));
  return {
    folder,
    program(each) {
      const found = PROGRAMS.map((place) => join(folder, place, each)).find((file) => existsSync(file));
      if (found === undefined) throw new Error(`The package ${name} has no program ${each}`);
      return found;
    },
    env: { LD_LIBRARY_PATH: libraries.join(':') },
  };
}

async function unpackInto(folder: string, fetch: (archives: string) => void | Promise<void>): Promise<void> {
  const work = `${folder}.${process.pid}`;
  const [archives, tree] = [join(work, 'archives'), join(work, 'tree')];
  mkdirSync(archives, { recursive: true });
  try {
    await fetch(archives);
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
