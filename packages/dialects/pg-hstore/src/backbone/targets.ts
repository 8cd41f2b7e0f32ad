import type { Row } from '@shelf/core/inside';
import Backbone from 'backbone';
import type { Declares } from './record.js';

/** A Backbone model, as far as storing it needs to know. */
export interface Model extends Declares {
  readonly id: unknown;
  readonly attributes: Row;
  readonly urlRoot?: string | (() => string);
  readonly collection?: Collection;
  toJSON(options?: object): Row;
  parse(row: Row, options?: object): unknown;
  set(attributes: Row, options?: object): unknown;
  trigger(event: string, ...args: unknown[]): unknown;
}

/** A Backbone collection, as far as storing it needs to know. */
export interface Collection {
  readonly models: readonly Model[];
  readonly model: { readonly prototype?: unknown };
  readonly url?: string | (() => string);
  readonly urlRoot?: string | (() => string);
  get(id: unknown): Model | undefined;
  parse(response: object, options?: object): unknown;
  trigger(event: string, ...args: unknown[]): unknown;
}

/** What is stored: a model, or the models of a collection. */
export type Target = Model | Collection;

export function isCollection(target: Target): target is Collection {
  return target instanceof (Backbone.Collection as unknown as new () => object);
}

/** The prototype of a model's class; of the class of a collection's models, which a collection may also make by a function. */
export function prototypeOf(target: Target): Declares {
  if (!isCollection(target)) return Object.getPrototypeOf(target) as Declares;
  const { prototype } = target.model;
  const isModel = typeof prototype === 'object' && prototype !== null && 'idAttribute' in prototype;
  return (isModel ? prototype : Backbone.Model.prototype) as Declares;
}

/** The attribute that is the key: a model may say its own, besides its class. */
export function idAttributeOf(target: Target): string {
  return (isCollection(target) ? prototypeOf(target) : target).idAttribute;
}

/** The url of a model's table or of a collection, undefined where it says none: what it is, or what the function gives. */
export function urlOf(target: Target): string | undefined {
  if (isCollection(target)) return resultOf(target, 'url');
  const { collection } = target;
  return resultOf(target, 'urlRoot') || (collection && resultOf(collection, 'url'));
}

/** As underscore's `result`. */
export function resultOf<K extends string>(
  object: { readonly [key in K]?: string | (() => string) | undefined },
  name: K,
): string | undefined {
  const value = object[name];
  return typeof value === 'function' ? value.call(object) : value;
}
