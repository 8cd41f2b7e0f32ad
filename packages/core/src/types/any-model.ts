import type { Attrs } from './row.js';

// The loosest forms of models and their classes. They read phantom properties (those whose name starts with `~`): comparing whole
// models would cost the compiler some fifty milliseconds per pair.

/** Any model, whatever its row. */
export interface AnyModel {
  // oxlint-disable-next-line typescript/no-explicit-any -- `unknown` would make every row-reading helper lose its row
  readonly '~row': any;
}

/** Any collection, whatever its models. */
export interface AnyCollection {
  // oxlint-disable-next-line typescript/no-explicit-any -- as in AnyModel
  readonly '~model': any;
}

/** Any model class. */
// oxlint-disable-next-line typescript/no-explicit-any -- a constructor's parameters accept only `any` whatever they are
export type AnyModelClass = abstract new (...args: any) => AnyModel;

/** A function that makes the model which some attributes are for: a collection of models of several classes has one as its `model`. */
export type ModelFactory = (attributes: never, options: never) => AnyModel;

/** The models of a collection whose `model` is T. */
export type MadeBy<T> = T extends (attributes: never, options: never) => infer M ? M : InstanceOf<T>;

/** Any collection class. */
// oxlint-disable-next-line typescript/no-explicit-any -- as in AnyModelClass
export type AnyCollectionClass = abstract new (...args: any) => AnyCollection;

/** The row type of a model. */
export type RowOf<M> = M extends { readonly '~row': infer Row } ? Row : never;

/** The models of a collection. */
export type ModelIn<C> = C extends { readonly '~model': infer M } ? M : never;

/** What a class makes: `InstanceOf<typeof User>` is `User`. */
// oxlint-disable-next-line typescript/no-explicit-any -- as in AnyModelClass
export type InstanceOf<C> = C extends abstract new (...args: any) => infer M ? M : never;

/** What is passed where a model is expected: a model, or the attributes to make one of. */
export type ModelLike<M> = M | Attrs<RowOf<M>>;
