import type { Constraint } from './constraints.js';
import type { NameState, PathState, PathStates, SuggestName, SuggestPath } from './paths.js';

// Parameter types that check names of relations, and in a wrong one's place list those that exist.

/** Any string, but literal-like, so that the compiler keeps the literal types it infers from. */
type Wide = (string & {}) | `${string}.${string}`;

/**
 * A path that exists is itself, another is what there is instead.
 *
 * It is an indexed access on purpose: where M is a class's `this` the index is a deferred conditional, and assignability then uses its
 * constraint (a bare deferred conditional accepts nothing). `Wide` comes first, for the compiler also asks with P = string: that must
 * neither fail nor look at the other methods of the class, which may be the one being inferred (TS7023).
 */
export type CheckPath<M, P extends string> = string extends P
  ? Wide
  : { ok: P; bad: SuggestPath<M, P> }[PathState<M, P>];

/** The name given to `related`: one segment, and a literal. */
export type CheckName<M, K> = K extends string
  ? NoInfer<string extends K ? `${string}.${string}` : { ok: K; bad: SuggestName<M> }[NameState<M, K>]>
  : K;

/**
 * One entry of `withRelated`. The last branch is never taken: it is where I is inferred from. The branch for objects must give back I
 * itself: anything that mentions `keyof I` there makes the compiler fix I before it has seen the callbacks.
 */
export type CheckItem<M, I> = I extends string
  ? NoInfer<CheckPath<M, I>>
  : I extends object
    ? NoInfer<CheckConstraints<M, I>>
    : I;

/**
 * The whole argument of `load` where it is one entry; of a type parameter of its own, for I would be inferred from a list as well. A
 * list is inferred for S too, and adds nothing: errors then speak of its entries.
 */
export type CheckOne<M, S> = S extends readonly unknown[] ? never : CheckItem<M, S>;

/** One path, where no other form will do. */
export type CheckSingle<M, S> = S extends string ? NoInfer<CheckPath<M, S>> : S;

type CheckConstraints<M, I> = string extends keyof I
  ? I
  : {
      ok: I;
      bad: {
        readonly [P in keyof I]: PathState<M, P & string> extends 'ok'
          ? Constraint
          : NotARelation<P, SuggestPath<M, P & string>>;
      };
    }[PathStates<M, keyof I & string>];

/** In an error text: P is no relation; Suggestions are. */
export interface NotARelation<P, Suggestions> {
  readonly notARelation: P;
  readonly use: Suggestions;
}
