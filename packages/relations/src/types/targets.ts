import type { AnyCollection, AnyCollectionClass, AnyModelClass } from '@shelf/core';

/** What relation methods take as their target; plugins merge theirs in, as @shelf/registry does with names. */
export interface Targets {
  class: AnyModelClass;
  collection: AnyCollectionClass;
}

/** A model class, a collection class, or what a plugin takes in their place. */
export type Target = Targets[keyof Targets];

/**
 * What a target T makes: a model, or a collection. Each plugin merges one member in, `never` where T is not its kind of target.
 *
 * @example
 * declare module '@shelf/relations' {
 *   interface Targets { name: keyof Registry }
 *   interface ResolveTarget<T> { name: T extends keyof Registry ? InstanceOf<Registry[T]> : never }
 * }
 */
export interface ResolveTarget<T> {
  // oxlint-disable-next-line typescript/no-explicit-any -- a constructor's parameters accept only `any` whatever they are
  class: T extends abstract new (...args: any) => infer M ? M : never;
}

type Made<T> = ResolveTarget<T>[keyof ResolveTarget<T>];
type MemberOf<I> = I extends { readonly '~model': infer M } ? M : I;
type CollectionAmong<I> = I extends AnyCollection ? I : unknown;

/** The models of a target. */
export type Resolve<T> = MemberOf<Made<T>>;

/** The collection that a target makes; `unknown` when it is a model's class, so that it adds nothing to an intersection. */
export type OwnCollection<T> = CollectionAmong<Made<T>>;

/** The name of a key column, or the names that make a composite key. */
export type ForeignKey = string | readonly string[];
