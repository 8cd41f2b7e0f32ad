import type { RowOf } from './any-model.js';
import type { PublicRow } from './row.js';

// What a fetch's options add to its result. Core adds nothing; @shelf/relations adds the loaded relations.

/** What plugins infer from their own fetch options; each merges one member in. */
export interface Projections {}

/** What may be inferred from fetch options; `never` without plugins. */
export type Projection = Projections[keyof Projections];

/** What a model M is after a fetch with projection I; plugins merge one member in. */
export interface Projected<M, I> {}

/** A model after a fetch with projection I. */
export type Fetched<M, I> = [I] extends [never] ? M : Projected<M, I>[keyof Projected<M, I>];

/** What a fetch of one row resolves to: possibly null, unless `{ require: true }` was given. */
export type Found<M, R> = R extends true ? M : M | null;

/** Wraps one plugin's share of `toJSON()`. */
export interface Part<T> {
  readonly part: T;
}

/** The members of `toJSON()`: each plugin merges one part in, and all parts are intersected. */
export interface JsonParts<M> {
  row: Part<PublicRow<RowOf<M>>>;
}

type Intersected<P> = { [K in keyof P]: (part: P[K]) => void }[keyof P] extends (part: infer I) => void
  ? I extends Part<infer T>
    ? T
    : never
  : never;

type Simplify<T> = { [K in keyof T]: T[K] } & {};

/** What `toJSON()` of a model returns. */
export type Json<M> = M extends unknown ? Simplify<Intersected<JsonParts<M>>> : never;
