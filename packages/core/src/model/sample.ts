import type { ModelClass, ModelInstance } from '../instance.js';

/** What a class is constructed as where no `initialize` shall run. */
type Quiet = (this: unknown) => void;

const quiets = new WeakMap<ModelClass, Quiet>();

/**
 * A model of a class, to ask for its table and key: the prototype, or an instance where only instances know (`tableName` as a
 * class field). That is made for each call, since what a field holds may be its caller's. No `initialize` runs for it: nobody has made it.
 */
export function sampleOf(Class: ModelClass): ModelInstance {
  return Class.prototype.tableName === undefined ? emptyOf(Class) : Class.prototype;
}

/** An instance of a class that no `initialize` has seen. */
function emptyOf(Class: ModelClass): ModelInstance {
  let quiet = quiets.get(Class);
  if (quiet === undefined) quiets.set(Class, (quiet = quietOf(Class)));
  const sample = Reflect.construct(Class, [], quiet) as ModelInstance;
  return Object.setPrototypeOf(sample, Class.prototype) as ModelInstance;
}

function quietOf(Class: ModelClass): Quiet {
  const quiet = function (): void {};
  quiet.prototype = Object.create(Class.prototype, { initialize: { value: quiet, configurable: true } }) as object;
  return quiet;
}
