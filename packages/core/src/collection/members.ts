import type { CallOptions, CollectionInstance, ModelClass, ModelInstance, Row } from '../instance.js';
import { hydrate } from '../model/hydrate.js';
import { InvalidValueError } from '../errors.js';
import { isModel } from '../model/is-model.js';
import { sampleOf } from '../model/sample.js';
import { adoptRow } from '../model/state.js';

/** As Backbone's `model` may be: a function that makes the model which some attributes are for. */
type Factory = (attributes: Row | null | undefined, options: CallOptions) => ModelInstance;

/** Whether a collection's `model` is a class; else it is a function that chooses one. */
function isClass(model: ModelClass | Factory): model is ModelClass {
  return (model.prototype as Partial<ModelInstance> | undefined)?.shelf !== undefined;
}

/** Whether a collection's models are all of one class. */
export function isOfOneClass({ model }: { readonly model: ModelClass | Factory }): boolean {
  return isClass(model);
}

/** Of each collection, since what a function makes of nothing may be its caller's. */
const samples = new WeakMap<CollectionInstance, ModelInstance>();

/** A model of the collection, to ask for its table and key; where a function makes them, what it makes of nothing. */
export function memberOf(collection: CollectionInstance): ModelInstance {
  const model: ModelClass | Factory = collection.model;
  if (isClass(model)) return sampleOf(model);
  let sample = samples.get(collection);
  if (sample === undefined) samples.set(collection, (sample = call(model, {}, {})));
  return sample;
}

/** The class of a collection's models; where a function makes them, that of what it makes of nothing. */
export function classOf(collection: CollectionInstance): ModelClass {
  const { model } = collection;
  return isClass(model) ? model : memberOf(collection).constructor;
}

/** Makes a model of a collection. */
export function makeOne(
  { model }: { readonly model: ModelClass | Factory },
  attributes: Row | null | undefined,
  options: CallOptions,
): ModelInstance {
  return isClass(model) ? new model(attributes, options) : call(model, attributes, options);
}

/** Called with `new` where that is possible, as Backbone does. */
function call(model: Factory, attributes: Row | null | undefined, options: CallOptions): ModelInstance {
  const made: unknown =
    model.prototype === undefined ? model(attributes, options) : Reflect.construct(model, [attributes, options]);
  if (isModel(made)) return made;
  throw new InvalidValueError('The `model` of a collection, where it is a function, has to return a model');
}

/** Makes the models of fetched rows. */
export function makeFetched(collection: CollectionInstance, rows: readonly Row[]): ModelInstance[] {
  const model: ModelClass | Factory = collection.model;
  if (isClass(model)) return hydrate(model, rows);
  const fetch = {};
  return rows.map((row) => {
    const made = call(model, row, { parse: true, collection });
    adoptRow(made, made._row);
    made._fetch = fetch;
    return made;
  });
}
