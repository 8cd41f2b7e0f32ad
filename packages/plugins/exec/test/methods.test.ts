import { createShelf, type Shelf } from '@shelf/core';
import { optimisticLock } from '@shelf/optimistic-lock';
import { registry } from '@shelf/registry';
import { relations } from '@shelf/relations';
import { softDelete } from '@shelf/soft-delete';
import { sqlite } from '@shelf/sqlite';
import { virtuals } from '@shelf/virtuals';
import { visibility } from '@shelf/visibility';
import * as methods from '../src/methods.js';

// Whoever adds a method to a shelf says here, or in src/methods.ts, whether it returns a promise.
const SYNCHRONOUS = new Set(
  [
    'on off once trigger bind unbind listenTo stopListening listenToOnce initialize parse format constructor hasOwnProperty',
    'isPrototypeOf propertyIsEnumerable toString valueOf toLocaleString keys values pairs invert pick omit isEmpty chain escape',
    'has get set unset clear remove reset sort unscoped isNew hasChanged previous previousAttributes timestamp query where orderBy resetQuery sync serialize',
    'toJSON clone belongsTo belongsToMany hasMany hasOne morphMany morphOne morphTo through withPivot whereHas whereDoesntHave',
    'related forge of collection extend sortedIndex modelId knex now report plugin stage addInstanceOption model resolve',
    'withDeleted onlyDeleted isDeleted',
    'find detect findIndex findLastIndex filter select reject partition every all some any',
  ]
    .join(' ')
    .split(' '),
);

function methodsOf(target: object): string[] {
  return Object.getOwnPropertyNames(target).filter((name) => {
    const value: unknown = Object.getOwnPropertyDescriptor(target, name)?.value;
    // Underscored ones are internal, and classes begin with a capital.
    return typeof value === 'function' && /^[a-z]/.test(name);
  });
}

const places: readonly (readonly [string, (db: Shelf) => object, readonly string[]])[] = [
  ['a shelf', (db) => db, methods.SHELF],
  ['a model class', (db) => db.Model, methods.MODEL_CLASS],
  ['a model', (db) => db.Model.prototype as object, methods.MODEL],
  ['a collection class', (db) => db.Collection, methods.COLLECTION_CLASS],
  ['a collection', (db) => db.Collection.prototype as object, methods.COLLECTION],
];

test.each(places)('every method of %s is known, with every plugin that there is', async (_, placeOf, wrapped) => {
  const db = createShelf({
    dialect: sqlite({ filename: ':memory:', driver: 'better-sqlite3' }),
    plugins: [relations(), registry(), visibility(), virtuals(), softDelete(), optimisticLock()],
  });
  try {
    const names = methodsOf(placeOf(db));
    expect(names.filter((name) => !SYNCHRONOUS.has(name) && !wrapped.includes(name))).toEqual([]);
    expect(wrapped.filter((name) => !names.includes(name))).toEqual([]);
  } finally {
    await db.destroy();
  }
});
