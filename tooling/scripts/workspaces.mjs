// Lists the packages of this repository as pnpm-workspace.yaml names them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './pnpm.mjs';

/** Every workspace package: its folder, relative to the root, and its manifest. */
export function workspaces() {
  return patterns()
    .flatMap(folders)
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) }));
}

function patterns() {
  const yaml = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const list = /^packages:\n((?: {2}- .+\n)+)/m.exec(yaml);
  if (!list) throw new Error('pnpm-workspace.yaml has no list of packages');
  return list[1]
    .trim()
    .split('\n')
    .map((line) => line.replace(/^\s*- /, ''));
}

function folders(pattern) {
  if (!pattern.endsWith('/*')) return [pattern];
  const parent = pattern.slice(0, -2);
  if (!existsSync(join(root, parent))) return [];
  const entries = readdirSync(join(root, parent), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${parent}/${entry.name}`)
    .sort();
}
