import { join } from 'node:path';
import { makeTree } from './tree.js';

/** What is installed in the folder that the demo looks at: packages in two versions, of several people, one damaged, one odd. */
export const INSTALLED = {
  'node_modules/app/package.json': {
    name: 'app',
    version: '2.0.0',
    license: 'MIT',
    description: 'Uses the others',
    author: 'Ada Lovelace <ada@example.org>',
    keywords: ['app', 'demo'],
    dependencies: { ui: '^1.0.0', 日本: '*', missing: '~3.1.0' },
  },
  'node_modules/ui/package.json': {
    name: 'ui',
    version: '1.10.0',
    license: 'MIT',
    description: 'Buttons and so on',
    type: 'module',
    author: { name: 'Grace Hopper' },
    contributors: ['Ada Lovelace'],
    keywords: 'demo',
    peerDependencies: { 日本: '*' },
  },
  'node_modules/app/node_modules/ui/package.json': {
    name: 'ui',
    version: '1.9.0',
    license: 'ISC',
    description: 'Buttons',
  },
  'node_modules/日本/package.json': {
    name: '日本',
    version: '0.1.0',
    description: '日本語の説明',
  },
  'node_modules/broken/package.json': '{ "name": ',
  'node_modules/odd/package.json': {
    name: 'odd',
    license: 'ISC',
    dependencies: 'x',
  },
};

/** Makes that folder, and names a database that is not there yet. */
export function install(): { folder: string; database: string } {
  const folder = makeTree(INSTALLED);
  return { folder, database: join(makeTree(), 'packages.sqlite') };
}
