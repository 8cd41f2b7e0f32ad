import { RelationNotLoadedError } from '@shelf/core';
import type { CollectionInstance, ModelInstance, ShelfInternals } from '@shelf/core/inside';
import { isCollection, type Related } from './binding.js';
import { settingsOf } from './settings.js';

/** Related models and collections that nobody has loaded yet, each with what to say about it. */
const unloaded = new WeakMap<object, () => void>();
const warned = new WeakMap<ShelfInternals, Set<string>>();

/** Methods that read a model. */
const READERS = [
  'get',
  'has',
  'escape',
  'keys',
  'values',
  'pairs',
  'invert',
  'pick',
  'omit',
  'isEmpty',
  'chain',
  'toJSON',
  'serialize',
] as const;
/** Methods that put models into a collection, or attributes into a model: what is there from then on is meant. */
const COLLECTION_WRITERS = ['set', 'push', 'reset', '_adopt', '_reset'] as const;
const MODEL_WRITERS = ['set', 'save'] as const;

type Methods = Record<string, (...args: unknown[]) => unknown>;

/** Where the shelf says so, watches over a related model or collection until it is loaded. */
export function guard(related: Related, parent: ModelInstance, name: string): void {
  const { shelf } = parent;
  const { strictLoading } = settingsOf(shelf);
  if (strictLoading === undefined) return;
  const { name: model } = parent.constructor;
  unloaded.set(related, () => {
    const what = `${model}.${name} was read before it was loaded: fetch its ${model} with {withRelated: ['${name}']}, or load('${name}') it`;
    if (strictLoading === 'throw') throw new RelationNotLoadedError(what, { model });
    lift(related);
    const said = warned.get(shelf) ?? new Set();
    warned.set(shelf, said);
    if (said.has(what)) return;
    said.add(what);
    process.emitWarning(what, { code: RelationNotLoadedError.code });
  });
  if (isCollection(related)) guardCollection(related);
  else guardModel(related);
}

/** Throws, or warns, when a related model or collection has not been loaded. */
export function checkLoaded(related: unknown): void {
  if (typeof related === 'object' && related !== null) unloaded.get(related)?.();
}

/** From now on what is there is meant to be there. */
function lift(related: Related): void {
  if (!unloaded.delete(related)) return;
  const many = isCollection(related);
  const names = many ? ['models', 'length', ...COLLECTION_WRITERS] : [...READERS, ...MODEL_WRITERS];
  for (const name of names) delete (related as unknown as Record<string, unknown>)[name];
  if (many) Object.assign(related, { models: [], length: 0 });
}

/** Whether somebody watches over a related model or collection until it is loaded. */
export function isUnloaded(related: Related): boolean {
  return unloaded.has(related);
}

/** The models of a related collection as far as they are known. */
export function loadedModels(collection: CollectionInstance): readonly ModelInstance[] {
  return isUnloaded(collection) ? [] : collection.models;
}

function guardCollection(collection: CollectionInstance): void {
  // Everything that iterates reads one of these.
  for (const [name, empty] of [
    ['models', []],
    ['length', 0],
  ] as const) {
    Object.defineProperty(collection, name, {
      configurable: true,
      get() {
        checkLoaded(collection);
        return unloaded.has(collection) ? empty : (collection as unknown as Record<string, unknown>)[name];
      },
    });
  }
  liftBefore(collection, COLLECTION_WRITERS);
}

function guardModel(model: ModelInstance): void {
  const methods = model as unknown as Methods;
  const readers = READERS.map((name) => {
    const read = methods[name] as Methods[string];
    const guarded = (...args: unknown[]): unknown => {
      // A fetch fills the row without a call of these.
      if (Object.keys(model._row).length === 0) checkLoaded(model);
      return read.apply(model, args);
    };
    return [name, { value: guarded, configurable: true, writable: true }] as const;
  });
  Object.defineProperties(model, Object.fromEntries(readers));
  liftBefore(model, MODEL_WRITERS);
}

function liftBefore(related: Related, names: readonly string[]): void {
  const methods = related as unknown as Methods;
  for (const name of names) {
    const write = methods[name];
    if (write === undefined) continue;
    const lifting = (...args: unknown[]): unknown => {
      lift(related);
      return write.apply(related, args);
    };
    Object.defineProperty(related, name, { value: lifting, configurable: true, writable: true });
  }
}
