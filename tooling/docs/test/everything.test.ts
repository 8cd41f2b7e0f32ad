import { createShelf, type Shelf } from '@shelf/core';
import * as core from '@shelf/core';
import * as ofCaseConverter from '@shelf/case-converter';
import * as ofOptimisticLock from '@shelf/optimistic-lock';
import * as ofRelations from '@shelf/relations';
import * as ofSoftDelete from '@shelf/soft-delete';
import { sqlite } from '@shelf/sqlite';
import * as ofExec from '@shelf/exec';
import * as ofRegistry from '@shelf/registry';
import * as ofVirtuals from '@shelf/virtuals';
import * as ofVisibility from '@shelf/visibility';
import { pages } from './pages.js';

const words = new Set(
  pages()
    .filter(({ path }) => path.startsWith('docs/'))
    .flatMap(({ text }) => text.match(/[$\w]+/g) ?? []),
);

/** What JavaScript itself brings; and Backbone's hook that Shelf has no use for. */
const KNOWN = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  ...Object.getOwnPropertyNames(Function.prototype),
  'prototype',
  'preinitialize',
]);

function membersOf(object: object, upTo: object): string[] {
  const names = new Set<string>();
  for (
    let each: object | null = object;
    each !== null && each !== upTo;
    each = Object.getPrototypeOf(each) as object | null
  ) {
    for (const name of Object.getOwnPropertyNames(each)) if (!name.startsWith('_') && !KNOWN.has(name)) names.add(name);
  }
  return [...names];
}

let db: Shelf;
beforeAll(() => {
  const plugins = [
    ofRelations.relations(),
    ofExec.exec(),
    ofRegistry.registry(),
    ofVisibility.visibility(),
    ofVirtuals.virtuals(),
    ofSoftDelete.softDelete(),
    ofOptimisticLock.optimisticLock(),
    ofCaseConverter.caseConverter(),
  ];
  db = createShelf({ dialect: sqlite({ filename: ':memory:' }), plugins });
});
afterAll(() => db.destroy());

test.each<[string, () => string[]]>([
  ['models', () => membersOf(db.Model.prototype as object, Object.prototype)],
  ['model classes', () => membersOf(db.Model, Function.prototype)],
  ['collections', () => membersOf(db.Collection.prototype as object, Object.prototype)],
  ['collection classes', () => membersOf(db.Collection, Function.prototype)],
  ['shelves', () => Object.keys(db).filter((name) => !name.startsWith('_'))],
  ['@shelf/core', () => Object.keys(core)],
  ['@shelf/relations', () => Object.keys(ofRelations)],
  ['@shelf/exec', () => Object.keys(ofExec)],
  ['@shelf/registry', () => Object.keys(ofRegistry)],
  ['@shelf/case-converter', () => Object.keys(ofCaseConverter)],
  ['@shelf/optimistic-lock', () => Object.keys(ofOptimisticLock)],
  ['@shelf/virtuals', () => Object.keys(ofVirtuals)],
  ['@shelf/soft-delete', () => Object.keys(ofSoftDelete)],
  ['@shelf/visibility', () => Object.keys(ofVisibility)],
])('every public member of %s is documented', (_, members) => {
  expect(members().filter((name) => !words.has(name))).toEqual([]);
});
