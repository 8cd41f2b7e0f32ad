import { attributesIn, type CallOptions, type ModelInstance, type Row, type ShelfInternals } from '@shelf/core/inside';
import { isInside, note, optionsFor, read, write } from './access.js';
import { virtualsOf, type Virtual } from './declared.js';

/** Underscore's functions that see virtuals as they see attributes. */
const LISTING = ['keys', 'values', 'pairs', 'invert', 'pick', 'omit', 'chain'] as const;

type Listing = Record<(typeof LISTING)[number], (this: ModelInstance, ...args: unknown[]) => unknown>;

/** Has a shelf's models read and write their virtuals as they do their attributes. */
export function extendModel({ Model: { prototype } }: ShelfInternals): void {
  const { get, set } = prototype;
  const methods: ThisType<ModelInstance> & object = {
    get(name: string) {
      const virtual = virtualAt(this, name);
      return virtual === undefined ? get.call(this, name) : read(this, virtual);
    },
    set(key: string | Row | null, value?: unknown, options?: CallOptions) {
      if (virtualsOf(this) === undefined) return set.call(this, key, value, options);
      if (typeof key === 'object' && key !== null) return setAll(this, set, key, value as CallOptions | undefined);
      return setOne(this, set, key, value, options);
    },
  };
  const listing = Object.fromEntries(LISTING.map((name) => [name, seeing((prototype as unknown as Listing)[name])]));
  for (const [name, value] of Object.entries({ ...methods, ...listing }))
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}

type Set = ModelInstance['set'];

/** The virtual of that name; undefined where there is none, and for its own getter and setter. */
function virtualAt(model: ModelInstance, name: string): Virtual | undefined {
  const virtual = virtualsOf(model)?.get(name);
  return virtual === undefined || isInside(model, virtual) ? undefined : virtual;
}

function setOne(
  model: ModelInstance,
  set: Set,
  name: string | null,
  value: unknown,
  options: CallOptions | undefined,
): ModelInstance {
  const virtual = typeof name === 'string' ? virtualAt(model, name) : undefined;
  if (virtual !== undefined && !erases(model, virtual, options)) {
    write(model, virtual, value, options);
    return model;
  }
  if (typeof name === 'string') note(model, { [name]: value }, options);
  return set.call(model, name, value, optionsFor(model, options));
}

/** Setters first, then attributes, so that an attribute that was named itself has the last word. */
function setAll(model: ModelInstance, set: Set, hash: Row, options: CallOptions | undefined): ModelInstance {
  const given = attributesIn(hash);
  const others: [string, unknown][] = [];
  for (const name of Object.keys(given)) {
    const virtual = virtualAt(model, name);
    if (virtual === undefined || erases(model, virtual, options)) others.push([name, given[name]]);
    else write(model, virtual, options?.['unset'] === true ? undefined : given[name], options);
  }
  // Assigning would lose `__proto__`, which core refuses.
  const attributes = Object.fromEntries(others);
  note(model, attributes, options);
  return set.call(model, attributes, optionsFor(model, options));
}

/** `unset` and `clear` remove the attribute that a virtual stands before. */
function erases(model: ModelInstance, { name }: Virtual, options: CallOptions | undefined): boolean {
  return options?.['unset'] === true && Object.hasOwn(model._row, name);
}

/** Runs a listing function on attributes and virtuals; a virtual is read when its value is. */
function seeing(list: Listing['keys']): Listing['keys'] {
  return function (this: ModelInstance, ...args: unknown[]) {
    const virtuals = virtualsOf(this);
    if (virtuals === undefined) return list.apply(this, args);
    const attributes = { ...this.attributes };
    for (const { name, get } of virtuals.values()) {
      if (get !== undefined)
        Object.defineProperty(attributes, name, { get: () => this.get(name), enumerable: true, configurable: true });
    }
    return list.apply(Object.create(this, { attributes: { value: attributes } }) as ModelInstance, args);
  };
}
