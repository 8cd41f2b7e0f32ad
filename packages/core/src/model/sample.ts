import type { ModelClass, ModelInstance } from '../instance.js';

const samples = new WeakMap<ModelClass, ModelInstance>();

/**
 * A model of a class, to ask for its table and key: the prototype, or an instance where only instances know (`tableName` as a
 * class field). No `initialize` runs for it: nobody has made it.
 */
export function sampleOf(Class: ModelClass): ModelInstance {
  if (Class.prototype.tableName !== undefined) return Class.prototype;
  let sample = samples.get(Class);
  if (sample === undefined) samples.set(Class, (sample = emptyOf(Class)));
  return sample;
}

/** An instance of a class that no `initialize` has seen. */
function emptyOf(Class: ModelClass): ModelInstance {
  const quiet = function (): void {};
  quiet.prototype = Object.create(Class.prototype, { initialize: { value: quiet, configurable: true } }) as object;
  const sample = Reflect.construct(Class, [], quiet) as ModelInstance;
  return Object.setPrototypeOf(sample, Class.prototype) as ModelInstance;
}
