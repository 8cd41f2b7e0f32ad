import type { Model } from '@shelf/core';
import type { AnyTag, RelationMethod } from './relation.js';

// Names of relations, and paths of names: `posts.comments`.

/** A model that has a relation of this name: one method, looked up by name. */
export type HasRelation<H extends string> = { [K in H]: K extends keyof Model ? never : RelationMethod };

/** Whether M has a relation of this name. */
export type NameState<M, K extends string> = M extends HasRelation<K> ? 'ok' : 'bad';

/**
 * Whether a path of M exists. It is walked one segment at a time: folded into one structural type
 * (`M extends { posts: () => Relation<{ comments: … }> }`) the compiler gives up on structures nested deeper than three, and then
 * answers "assignable", so that wrong paths of four and more segments pass.
 */
export type PathState<M, P extends string> = P extends `${infer H}.${infer R}`
  ? M extends HasRelation<H>
    ? PathState<TargetAt<M, H>, R>
    : 'bad'
  : NameState<M, P>;

/** 'ok' when every path of the union exists. It distributes over M to have a useful constraint where that is a class's `this`. */
export type PathStates<M, P extends string> = M extends unknown
  ? 'bad' extends PathState<M, P>
    ? 'bad'
    : 'ok'
  : never;

/** The first segment of a path. */
export type Head<P> = P extends `${infer H}.${string}` ? H : P & string;

/** The path after its first segment H; `never` where H is the last. */
export type Tail<P, H extends string> = P extends `${H}.${infer R}` ? R : never;

/** The tag of M's relation K. */
export type TagAt<M, K> = K extends keyof M
  ? // oxlint-disable-next-line typescript/no-explicit-any -- whatever its parameters are
    M[K] extends (...args: any[]) => { readonly '~tag': infer T extends AnyTag }
    ? T
    : never
  : never;

/** The models of M's relation K. */
export type TargetAt<M, K> = TagAt<M, K>['target'];

/** The names of all relations of M. It asks every method of M, and so stands in suggestions and error texts only. */
export type RelationNames<M> = {
  [K in Exclude<keyof M, keyof Model>]: M[K] extends RelationMethod ? K : never;
}[Exclude<keyof M, keyof Model>] &
  string;

type Less = [never, 0, 1, 2, 3, 4, 5];

/**
 * All paths of M up to a depth, for annotating variables. It grows with the power of the depth, and so stands in no signature.
 *
 * @example
 * const paths: RelationPath<User>[] = ['posts', 'posts.comments'];
 */
export type RelationPath<M, Depth extends number = 2> = {
  [K in RelationNames<M>]: K | (Depth extends 1 ? never : `${K}.${RelationPath<TargetAt<M, K>, Less[Depth]>}`);
}[RelationNames<M>];

/** The paths that exist, as far as a wrong one got. */
export type SuggestPath<M, P, Prefix extends string = ''> = P extends `${infer H}.${infer R}`
  ? M extends HasRelation<H>
    ? SuggestPath<TargetAt<M, H>, R, `${Prefix}${H}.`>
    : SuggestName<M, Prefix>
  : SuggestName<M, Prefix>;

/**
 * The body of RelationNames again, so that error texts list the names instead of the alias; no template while Prefix is empty, for it
 * would be evaluated at once.
 */
export type SuggestName<M, Prefix extends string = ''> = Prefix extends ''
  ? { [K in Exclude<keyof M, keyof Model>]: M[K] extends RelationMethod ? K : never }[Exclude<keyof M, keyof Model>]
  : `${Prefix}${RelationNames<M>}`;
