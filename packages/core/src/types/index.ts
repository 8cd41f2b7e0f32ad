// The public types, all of them: a project that emits declarations has to name any type that is inferred. They come through
// `export *`, because declaration merging does not reach a type that is re-exported by name.
export type * from './row.js';
export type * from './any-model.js';
export type * from './model.js';
export type * from './model-attributes.js';
export type * from './model-events.js';
export type * from './statics.js';
export type * from './extend.js';
export type * from './collection.js';
export type * from './collection-members.js';
export type * from './collection-functions.js';
export type * from './collection-events.js';
export type * from './collection-statics.js';
export type * from './page.js';
export type * from './chain.js';
export type * from './events.js';
export type * from './options.js';
export type * from './projection.js';
export type * from './promise.js';
export type * from './query.js';
export type * from './method.js';
export type * from './transaction.js';
export type * from './error-classes.js';
export type * from './shelf.js';
export type * from './shelf-events.js';
export type * from './stages.js';
// The entry exports a value `Shelf` under this interface's name; declarations that projects emit find the interface under this one.
export type { Shelf as ShelfInstance } from './shelf.js';
export type { Sync } from '../sync.js';
