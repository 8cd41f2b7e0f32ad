import type { InstanceOf } from '@shelf/core';
import type { Collection } from './collection.js';
import type { NewModelOptions } from './options.js';

// oxlint-disable-next-line typescript/no-explicit-any -- the parameters of a class to extend may be any
type AnyClass = abstract new (...args: any) => object;

/** The class that `extend` makes of class C, whose instances are M, with members S on itself. */
export type Extended<C, M, S> = Omit<C, 'prototype' | keyof S> & S & Constructor<M>;

interface Constructor<M> {
  // oxlint-disable-next-line typescript/no-explicit-any -- models without a row type accept every attribute
  new (given?: any, options?: NewModelOptions): M;
}

/** `Model.extend`, as Backbone has it. */
export type ExtendModel = <C extends AnyClass, P extends object, S extends object = {}>(
  this: C,
  proto?: P & ThisType<P & InstanceOf<C>>,
  statics?: S,
) => Extended<C, P & InstanceOf<C>, S>;

/** `Collection.extend`: the models are those of the class that `model` says. */
export type ExtendCollection = <C extends AnyClass, P extends object, S extends object = {}>(
  this: C,
  proto?: P & ThisType<P & CollectionMade<C, P>>,
  statics?: S,
) => Extended<C, Omit<P, 'model'> & CollectionMade<C, P>, S>;

/** The collection that a class C makes, or one of the models that P says. */
// oxlint-disable-next-line typescript/no-explicit-any -- as in AnyClass
type CollectionMade<C, P> = P extends { readonly model: new (...args: any) => infer M } ? Collection<M> : InstanceOf<C>;
