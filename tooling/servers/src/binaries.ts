import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program's path: in one of the folders, or on PATH. */
export function findProgram(names: readonly string[], folders: readonly string[]): string | undefined {
  return findPrograms(names, folders)[0];
}

/** The paths of all programs of these names, in the folders and on PATH, in that order. */
export function findPrograms(names: readonly string[], folders: readonly string[]): string[] {
  const path = (process.env['PATH'] ?? '').split(':');
  const places = [...folders, ...path].filter((folder) => folder !== '');
  return places.flatMap((folder) => names.map((name) => join(folder, name))).filter((file) => existsSync(file));
}

/** Folders that a pattern with one `*` in the place of a version names, the latest version first. */
export function versions(before: string, after: string): string[] {
  if (!existsSync(before)) return [];
  const found = readdirSync(before).toSorted((a, b) => Number.parseFloat(b) - Number.parseFloat(a));
  return found.map((version) => join(before, version, after));
}

/** What a program prints. */
export function outputOf(command: string, args: readonly string[], options: { readonly cwd?: string } = {}): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...options });
}

/** Where fetched programs are kept. A user that root runs servers as cannot enter root's home. */
export function cacheFolder(): string {
  const named = process.env['XDG_CACHE_HOME'];
  const own = named === undefined || named === '' ? join(homedir(), '.cache') : named;
  const folder = process.getuid?.() === 0 ? join(tmpdir(), 'shelf-cache') : join(own, 'shelf');
  mkdirSync(folder, { recursive: true });
  return folder;
}
