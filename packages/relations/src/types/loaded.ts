import type { Collection } from '@shelf/core';
import type { Head, Tail, TagAt } from './paths.js';
import type { Pivoted, PivotCollection } from './pivot.js';
import type { AnyTag } from './relation.js';

// Which relations of a model are loaded, and what follows from it.

/**
 * Says that relations are loaded: `User & With<'posts.comments'>`. The paths are keys rather than a union, so that
 * `With<'a'> & With<'b'>` does not collapse to never.
 */
export interface With<P extends string> {
  /** Phantom: the loaded paths; nothing is there at run time. */
  readonly '~loaded': { [K in Prefixes<P>]: true };
}

// 'a.b.c' loads 'a' and 'a.b' too.
type Prefixes<P extends string, Before extends string = ''> = P extends `${infer H}.${infer R}`
  ? `${Before}${H}` | Prefixes<R, `${Before}${H}.`>
  : `${Before}${P}`;

/** M with the paths P loaded; M itself when they are not known. */
export type Loaded<M, P extends string> = [P] extends [never] ? M : string extends P ? M : M & With<P>;

/** The paths that are loaded on M. */
export type LoadedPaths<M> = M extends { readonly '~loaded': infer L } ? keyof L & string : never;

/** What `related(K)` gives, with what is loaded below it. It distributes over M to resolve where that is a class's `this`. */
export type Related<M, K extends string> = M extends unknown ? RelatedOf<TagAt<M, K>, Tail<LoadedPaths<M>, K>> : never;

type RelatedOf<T, P extends string> = T extends AnyTag
  ? T['shape'] extends 'one'
    ? Loaded<T['target'], P>
    : T['shape'] extends 'many'
      ? Collection<Loaded<T['target'], P>> & T['own']
      : PivotCollection<Loaded<T['target'], P>, T['pivot'], T['target']> & T['own']
  : never;

/** What loaded relations add to a model's JSON; an absent one is null, and no models are an empty list. */
export type RelationsJson<M, P extends string = LoadedPaths<M>> = {
  [H in Head<P>]: RelatedJson<TagAt<M, H>, Tail<P, H>>;
};

type RelatedJson<T, P extends string> = T extends AnyTag
  ? T['shape'] extends 'one'
    ? JsonOf<Loaded<T['target'], P>> | null
    : T['shape'] extends 'many'
      ? JsonOf<Loaded<T['target'], P>>[]
      : JsonOf<Loaded<Pivoted<T['target'], T['pivot']>, P>>[]
  : never;

type JsonOf<M> = M extends { toJSON(): infer J } ? J : never;
