import type { Model } from '@shelf/core';

// Which names are virtuals: in class form the accessors of the class, in `extend` the members of `virtuals`.

// oxlint-disable-next-line typescript/no-explicit-any -- whatever its parameters are
type AnyFunction = (...args: any[]) => unknown;

/** A model that has a member of this name. */
type HasMember<K extends string> = { readonly [P in K]: unknown };

/** A model that declares a virtual of this name in `extend`. */
type Declares<K extends string> = { readonly virtuals: HasMember<K> };

/**
 * Whether M has a virtual of this name. M is what is asked first, for the type to have a useful constraint where that is a class's
 * `this`; and nothing but the one member is looked at, which may be the one being inferred.
 */
type State<M, K extends string> =
  M extends HasMember<K>
    ? K extends keyof Model
      ? 'bad'
      : M[K] extends AnyFunction
        ? 'bad'
        : 'ok'
    : M extends Declares<K>
      ? 'ok'
      : 'bad';

/** The name itself where M has a virtual of it. An indexed access, as in @shelf/relations, for the reasons told there. */
export type CheckVirtual<M, K> = K extends string
  ? NoInfer<string extends K ? `${string}.${string}` : { ok: K; bad: never }[State<M, K>]>
  : K;

/** What M's virtual K reads as. */
export type VirtualValue<M, K extends string> = M extends { readonly [P in K]: infer V }
  ? V
  : M extends { readonly virtuals: { readonly [P in K]: infer D } }
    ? Got<D>
    : never;

/** What M's virtual K is set to. */
export type VirtualInput<M, K extends string> = M extends { [P in K]: infer V }
  ? V
  : M extends { readonly virtuals: { readonly [P in K]: infer D } }
    ? Taken<D>
    : never;

type Got<D> = D extends () => infer V ? V : D extends { get(): infer V } ? V : undefined;

type Taken<D> = D extends { set(value: infer V): void } ? V : never;

/** Names of M's accessors and fields. */
type MemberNames<M> = {
  [K in Exclude<keyof M, keyof Model | 'virtuals' | `~${string}`>]: M[K] extends AnyFunction ? never : K;
}[Exclude<keyof M, keyof Model | 'virtuals' | `~${string}`>];

type DeclaredBy<M> = M extends { readonly virtuals: infer V } ? (V extends readonly unknown[] ? unknown : V) : unknown;

/** The virtuals of M and their values, as they are read. */
export type VirtualsOf<M> = { [K in MemberNames<M> & string]?: M[K & keyof M] } & {
  [K in keyof DeclaredBy<M> & string]?: Got<DeclaredBy<M>[K]>;
};

/** The virtuals of M and their values, as they are set. */
export type VirtualInputs<M> = { [K in MemberNames<M> & string]?: M[K & keyof M] } & {
  [K in keyof DeclaredBy<M> & string as Taken<DeclaredBy<M>[K]> extends never ? never : K]?: Taken<DeclaredBy<M>[K]>;
};
