import type { AnyCollection, AnyModel } from '@shelf/core';
import type { Knex } from 'knex';

/** Narrows the query of a relation; it gets the related model or collection as `this`, and knex's builder. */
export type Constraint = (this: AnyModel | AnyCollection, query: Knex.QueryBuilder) => unknown;

/** Paths of relations, each with what narrows its query: `{ 'posts.comments': (qb) => qb.where('spam', false) }`. */
export interface Constraints {
  readonly [path: string]: Constraint | undefined;
}

/** One entry of `withRelated` and `load`: a path, or paths with constraints. */
export type Item = string | Constraints;

/** One entry of `load`, or a list of them. */
export type Items = Item | readonly unknown[];

/** The paths of entries. */
export type ItemPaths<I> = I extends string ? I : I extends readonly unknown[] ? never : keyof I & string;
