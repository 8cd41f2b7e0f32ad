import { join, relative } from 'node:path';
import { findManifests } from '../src/find.js';
import { makeTree, type Tree } from './tree.js';

async function found(tree: Tree, folder = '.'): Promise<string[]> {
  const root = makeTree(tree);
  const files: string[] = [];
  for await (const file of findManifests(join(root, folder))) files.push(relative(root, file));
  return files.map((file) => file.replace(/\/package\.json$/, '')).sort();
}

const manifest = { name: 'a' };

test('npm: packages, scopes, packages within packages', async () => {
  const tree = {
    'package.json': manifest,
    'node_modules/a/package.json': manifest,
    'node_modules/a/node_modules/b/package.json': manifest,
    'node_modules/@s/c/package.json': manifest,
  };
  const packages = ['node_modules/@s/c', 'node_modules/a', 'node_modules/a/node_modules/b'];
  expect(await found(tree)).toEqual(packages);
  expect(await found(tree, 'node_modules')).toEqual(packages);
});

test('what a package has in its own folders is no package', async () => {
  const tree = {
    'node_modules/a/package.json': manifest,
    'node_modules/a/dist/esm/package.json': { type: 'module' },
    'node_modules/a/test/node_modules/b/package.json': manifest,
    'node_modules/.cache/c/package.json': manifest,
  };
  expect(await found(tree)).toEqual(['node_modules/a']);
});

test('pnpm: each package of the store once, whatever leads to it', async () => {
  const tree = {
    'node_modules/.pnpm/a@1.0.0/node_modules/a/package.json': manifest,
    'node_modules/.pnpm/a@1.0.0/node_modules/b': { link: '../../b@2.0.0/node_modules/b' },
    'node_modules/.pnpm/b@2.0.0/node_modules/b/package.json': manifest,
    'node_modules/.pnpm/node_modules/b': { link: '../b@2.0.0/node_modules/b' },
    'node_modules/a': { link: '.pnpm/a@1.0.0/node_modules/a' },
  };
  const packages = ['node_modules/.pnpm/a@1.0.0/node_modules/a', 'node_modules/.pnpm/b@2.0.0/node_modules/b'];
  expect(await found(tree)).toEqual(packages);
});

test('a link out of the folder leads to the package and to its dependencies, not to the rest of the disk', async () => {
  const tree = {
    'project/node_modules/a': { link: '../../store/a@1/node_modules/a' },
    'project/node_modules/disk': { link: '../../elsewhere' },
    'store/a@1/node_modules/a/package.json': manifest,
    'store/a@1/node_modules/b/package.json': manifest,
    'store/c@1/node_modules/c/package.json': manifest,
    'elsewhere/deep/d/package.json': manifest,
  };
  expect(await found(tree, 'project')).toEqual(['store/a@1/node_modules/a', 'store/a@1/node_modules/b']);
});

test('links in circles, to nothing and to files', async () => {
  const tree = {
    'node_modules/a/package.json': manifest,
    'node_modules/a/node_modules/b/package.json': manifest,
    'node_modules/a/node_modules/b/node_modules/a': { link: '../../../../a' },
    'node_modules/a/node_modules/up': { link: '../../..' },
    'node_modules/self': { link: 'self' },
    'node_modules/ping': { link: 'pong' },
    'node_modules/pong': { link: 'ping' },
    'node_modules/nothing': { link: 'nowhere' },
    'node_modules/file': { link: 'a/package.json' },
  };
  expect(await found(tree)).toEqual(['node_modules/a', 'node_modules/a/node_modules/b']);
});

test('a folder of packages without node_modules', async () => {
  expect(await found({ 'x/package.json': manifest, 'y/z/package.json': manifest, 'w/readme': '' })).toEqual([
    'x',
    'y/z',
  ]);
});
