import { makeShelf, settingsFrom, type ShelfSettings } from './shelf.js';
import type { Shelf as ShelfType, ShelfInitializer, ShelfOptions } from './types/index.js';

/**
 * Makes a shelf: one database, its base classes, its transactions.
 *
 * @param options a dialect, a knex instance or a knex config, and how the shelf behaves
 * @returns the shelf; it shares nothing with any other
 * @throws InvalidValueError when there is no database in the options, or more than one
 * @example
 * const db = createShelf({ dialect: sqlite({ filename: 'shop.sqlite' }) });
 * class Book extends db.Model { static tableName = 'books'; }
 */
export function createShelf(options: ShelfOptions): ShelfType {
  return makeShelf(options as ShelfSettings) as unknown as ShelfType;
}

/** A shelf; and `Shelf.initialize`, which is `createShelf` under the name that Bookshelf's users know. */
export type Shelf = ShelfType;
export const Shelf: ShelfInitializer = {
  initialize: (source, options) =>
    makeShelf({ ...settingsFrom(source), ...(options as ShelfSettings | undefined) }) as unknown as ShelfType,
};

export { VERSION } from './version.js';
export * from './errors.js';
export type * from './types/index.js';
export type { Scope, ScopeContext, SelectContext } from './scope.js';
export type {
  Capabilities,
  Codec,
  ColumnDescription,
  ColumnKind,
  Dialect,
  DynamicAttribute,
  DynamicStore,
  Fault,
  InsertEffects,
  List,
  TableDescription,
} from './dialect.js';
export { gated } from './dialect/gate.js';
export { askOn } from './dialect/own-connection.js';
export { quietly } from './dialect/quietly.js';
export { isTlsCode } from './dialect/tls.js';
export { keyOf, type Key } from './key.js';
export { checkOptions, type NoOptions } from './known-options.js';
