import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';

/** Folders whose names start with a dot are skipped, except those in which package managers keep packages. */
const STORES: ReadonlySet<string> = new Set(['.pnpm', '.store', '.bun']);

/**
 * Finds the manifest of every package installed under a folder: in its `node_modules` where it has them, else anywhere in it.
 *
 * Symbolic links are followed, and no folder is visited twice, by whatever name it is reached.
 */
export async function* findManifests(folder: string): AsyncGenerator<string> {
  const root = await realpath(folder);
  const visited = new Set<string>();
  const waiting = [(await entriesOf(join(root, 'node_modules'))) === undefined ? root : join(root, 'node_modules')];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const place = await realpath(path).catch(() => undefined);
    if (place === undefined || visited.has(place)) continue;
    visited.add(place);
    const entries = await entriesOf(place);
    if (entries === undefined) continue;
    if (entries.some(({ name }) => name === 'package.json')) {
      yield join(place, 'package.json');
      waiting.push(join(place, 'node_modules'));
      if (place !== path) waiting.push(...neighbours(place));
    } else if (isInside(place, root) || holdsPackages(place)) {
      waiting.push(
        ...entries
          .filter(mayHoldPackages)
          .map(({ name }) => join(place, name))
          .reverse(),
      );
    }
  }
}

/** What a folder holds, in order of name; undefined when it is no folder, or is not ours to read. */
async function entriesOf(path: string): Promise<Dirent[] | undefined> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  return entries?.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function mayHoldPackages(entry: Dirent): boolean {
  if (entry.name.startsWith('.') && !STORES.has(entry.name)) return false;
  return entry.isDirectory() || entry.isSymbolicLink();
}

/** A link may lead to a package elsewhere, but not to the rest of the disk. */
function isInside(place: string, root: string): boolean {
  return relative(root, place).split(sep)[0] !== '..';
}

function holdsPackages(place: string): boolean {
  return basename(place) === 'node_modules' || basename(dirname(place)) === 'node_modules';
}

/** In pnpm's store a package's dependencies lie beside it. */
function neighbours(place: string): string[] {
  const parents = [dirname(place), dirname(dirname(place))];
  return parents.filter((parent) => basename(parent) === 'node_modules');
}
