import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InvalidValueError } from '@shelf/core';
import type { SqliteDriver } from './options.js';
import { WriteLock } from './write-lock.js';

/** A database file that this process has open, by however many connections of however many shelves. */
export interface OpenFile {
  readonly path: string;
  readonly driver: SqliteDriver;
  readonly lock: WriteLock;
  connections: number;
}

const open = new Map<string, OpenFile>();

/**
 * Announces one more connection to a file; all of them share one write lock.
 *
 * @throws InvalidValueError when the other driver has the file open: each driver brings a SQLite of its own, the two do
 *   not see one another's locks within one process, and closing one drops the locks of the other
 */
export function enterFile(filename: string, driver: SqliteDriver): OpenFile {
  const path = realPathOf(filename);
  let file = open.get(path);
  if (file === undefined) {
    open.set(path, (file = { path, driver, lock: new WriteLock(`The write lock of '${path}'`), connections: 0 }));
  }
  if (file.driver !== driver) {
    throw new InvalidValueError(
      `'${path}' is open in this process through ${file.driver}; opening it through ${driver} too could corrupt it. Use one driver for a file`,
    );
  }
  file.connections++;
  return file;
}

/** Takes back what `enterFile` announced. */
export function leaveFile(file: OpenFile): void {
  file.connections--;
  if (file.connections === 0) open.delete(file.path);
}

/** The path behind links and relative names, also of a file that does not exist yet. */
function realPathOf(filename: string): string {
  const path = resolve(filename.startsWith('file:') ? pathInUri(filename) : filename);
  return realPath(path) ?? join(realPath(dirname(path)) ?? dirname(path), basename(path));
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The path in a URI as SQLite reads it: `file:`, an authority that does not matter, the path, a query. */
function pathInUri(uri: string): string {
  const [path = ''] = uri.slice('file:'.length).split(/[?#]/);
  return decodeURIComponent(path.replace(/^\/\/[^/]*/, ''));
}
