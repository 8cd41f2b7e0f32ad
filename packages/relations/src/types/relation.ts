/** How many models a relation has, and whether rows of a join table stand between. */
export type RelationShape = 'one' | 'many' | 'pivot';

/**
 * What a relation leads to: M its models, Pivot the model of its join table, Own its collection when that has a class of its own.
 *
 * Every relation carries one. The types of paths and results read this alone: comparing models or collections structurally would
 * cost the compiler some fifty milliseconds per pair.
 */
export interface Tag<Shape extends RelationShape, M, Pivot = never, Own = unknown> {
  readonly shape: Shape;
  readonly target: M;
  readonly pivot: Pivot;
  readonly own: Own;
}

/** Any tag. */
export interface AnyTag {
  readonly shape: RelationShape;
  readonly target: unknown;
  readonly pivot: unknown;
  readonly own: unknown;
}

/** Any relation. */
// oxlint-disable-next-line typescript/no-explicit-any -- the default, for "of whatever models"
export interface Relation<M = any> {
  /** Phantom: what the relation leads to; nothing is there at run time. */
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever they are
  readonly '~tag': { readonly shape: any; readonly target: M; readonly pivot: any; readonly own: any };
}

/** A method that declares a relation. */
// oxlint-disable-next-line typescript/no-explicit-any -- whatever its parameters are
export type RelationMethod = (...args: any[]) => Relation;
