import { InvalidRelationError, ModelNotResolvedError } from '@shelf/core';
import type { ModelClass, ModelInstance, ShelfInternals } from '@shelf/core/inside';
import { shown } from './shown.js';

/** What a relation leads to: the class of its models, and, where one was given, of its collections. */
export interface Target {
  readonly model: ModelClass;
  readonly collection: (new (models?: unknown, options?: object) => object) | undefined;
}

/**
 * Makes a class of what a plugin allows as a target besides classes, such as a name; undefined for what is of no such kind. Where it
 * is, but leads nowhere, the error to throw is returned: only its caller knows whether a target was expected.
 */
export type TargetResolver = (target: unknown) => unknown;

const resolvers = new WeakMap<object, TargetResolver[]>();

/**
 * Has a shelf's relations accept further targets; for plugins such as @shelf/registry.
 *
 * @example
 * addTargetResolver(shelf, (target) => (typeof target === 'string' ? (models.get(target) ?? unknown(target)) : undefined));
 */
export function addTargetResolver(shelf: object, resolver: TargetResolver): void {
  resolvers.set(shelf, [...(resolvers.get(shelf) ?? []), resolver]);
}

/** Whether something may stand for a model: a class, or what a plugin resolves to one. */
export function isTarget(shelf: ShelfInternals, value: unknown): boolean {
  return typeof value === 'function' || typeof resolved(shelf, value) === 'function';
}

function resolved(shelf: ShelfInternals, value: unknown): unknown {
  for (const resolve of resolvers.get(shelf) ?? []) {
    const found = resolve(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The class that a relation was declared with; refuses what is none of this shelf. */
export function targetOf(owner: ModelInstance, kind: string, given: unknown): Target {
  const { shelf } = owner;
  const found = typeof given === 'function' ? given : resolved(shelf, given);
  if (found instanceof Error) throw unresolved(owner, kind, found);
  const prototype: unknown = typeof found === 'function' ? found.prototype : undefined;
  if (isInstance(prototype, shelf.Model)) return { model: found as ModelClass, collection: undefined };
  if (isInstance(prototype, shelf.Collection)) {
    const { model } = prototype as { readonly model: ModelClass };
    return { model, collection: found as NonNullable<Target['collection']> };
  }
  throw refusal(owner, kind, given);
}

function isInstance(prototype: unknown, Base: { readonly prototype: object }): boolean {
  return prototype === Base.prototype || (typeof prototype === 'object' && prototype instanceof (Base as never));
}

function unresolved(owner: ModelInstance, kind: string, cause: Error): Error {
  const { name: model } = owner.constructor;
  return new ModelNotResolvedError(`${model}: ${kind} leads nowhere: ${cause.message}`, { model, cause });
}

function refusal(owner: ModelInstance, kind: string, given: unknown): Error {
  const { name } = owner.constructor;
  const needs = `${name}: ${kind} needs a model class of the same shelf`;
  if (typeof given === 'string') {
    return new ModelNotResolvedError(`${needs}; '${given}' is a name, and names need the plugin @shelf/registry`, {
      model: name,
    });
  }
  const what = typeof given === 'function' ? `'${given.name}', which is none` : shown(given);
  const hint = given === undefined ? ' (do two files import each other, one of them too early?)' : '';
  return new InvalidRelationError(`${needs}, not ${what}${hint}`, { model: name });
}
