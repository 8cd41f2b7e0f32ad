import { holdFetched } from './holders.js';
import type { CollectionClass, CollectionInstance, ModelClass, ModelInstance } from '../instance.js';

type Around = new (models: ModelInstance[]) => CollectionInstance;

const makers = new WeakMap<ModelClass, Around>();
const makings = new WeakMap<CollectionClass, { readonly collection: unknown; readonly initialize: unknown }>();

/** Remembers what a shelf's collections do when nobody has changed it. */
export function rememberMaking(Collection: CollectionClass, collection: unknown): void {
  makings.set(Collection, { collection, initialize: Collection.prototype.initialize });
}

/**
 * What puts a collection around models that were fetched: what `Class.collection()` and adopting them make. It is made by a
 * constructor of a few fields where the class and the shelf leave making to core, since eager loading makes one for
 * every parent.
 */
export function collectionsAround(Class: ModelClass): (models: ModelInstance[]) => CollectionInstance {
  const { Collection } = Class.prototype.shelf;
  const plain = makings.get(Collection);
  const { initialize, comparator } = Collection.prototype;
  if (Class.collection !== plain?.collection || initialize !== plain?.initialize || comparator !== undefined) {
    return (models) => {
      const collection = Class.collection();
      collection._adopt(models);
      return collection;
    };
  }
  const Maker = makers.get(Class) ?? makerOf(Class, Collection);
  makers.set(Class, Maker);
  return (models) => new Maker(models);
}

function makerOf(Class: ModelClass, Collection: CollectionClass): Around {
  function Around(this: CollectionInstance & { _keys: unknown; _binding: unknown }, models: ModelInstance[]): void {
    this._keys = undefined;
    this.length = models.length;
    this.models = models;
    // A plugin ties the collection to what it belongs to.
    this._binding = undefined;
    this._together = undefined;
    holdFetched(this, models);
  }
  Around.prototype = Object.create(Collection.prototype, { model: { value: Class, writable: true } }) as object;
  return Around as unknown as Around;
}
