import { types } from 'node:util';
import { InvalidValueError } from '@shelf/core';
import type { ModelClass, ModelInstance } from '@shelf/core/inside';

/** A computed property. */
export interface Virtual {
  readonly name: string;
  readonly get: ((this: ModelInstance) => unknown) | undefined;
  readonly set: ((this: ModelInstance, value: unknown) => void) | undefined;
}

/** The virtuals of one class, by name. */
export type Virtuals = ReadonlyMap<string, Virtual>;

/** Where a class's prototype keeps its virtuals: read by every `get`, so it is no map. */
const VIRTUALS: unique symbol = Symbol('virtuals');

interface Prototype {
  [VIRTUALS]?: Virtuals | undefined;
  readonly constructor: ModelClass;
}

/** The virtuals of a model's class; undefined where it has none. */
export function virtualsOf(model: object): Virtuals | undefined {
  return (model as Prototype)[VIRTUALS];
}

/** Says that models of the base class have no virtuals; their classes may. */
export function declareNone({ prototype }: ModelClass): void {
  remember(prototype, undefined);
}

/** Finds out which virtuals a class has: its parents', and those that it declares itself. */
export function declare({ prototype }: ModelClass): void {
  declareOn(prototype);
}

function declareOn(prototype: Prototype): Virtuals | undefined {
  if (Object.hasOwn(prototype, VIRTUALS)) return prototype[VIRTUALS];
  const inherited = declareOn(Object.getPrototypeOf(prototype) as Prototype);
  const names = new Set([...(inherited?.keys() ?? []), ...namesDeclaredOn(prototype)]);
  // Looked up anew for each class: it may have overridden an accessor.
  const virtuals = new Map([...names].map((name) => [name, virtualAt(prototype, name)]));
  return remember(prototype, virtuals.size === 0 ? undefined : virtuals);
}

function remember(prototype: Prototype, virtuals: Virtuals | undefined): Virtuals | undefined {
  Object.defineProperty(prototype, VIRTUALS, { value: virtuals });
  return virtuals;
}

/** The names that the prototype's own class declares; what it gives functions for becomes an accessor. */
function namesDeclaredOn(prototype: Prototype): readonly string[] {
  const declared = declarationOn(prototype);
  if (declared === undefined || declared === null) return [];
  if (Array.isArray(declared) && declared.every((name) => typeof name === 'string')) {
    for (const name of declared) checkFree(prototype, name);
    return declared;
  }
  if (typeof declared !== 'object' || Array.isArray(declared))
    throw refusal(prototype, 'they are a list of names of accessors, or an object of functions and accessors');
  for (const [name, definition] of Object.entries(declared)) define(prototype, name, definition);
  return Object.keys(declared);
}

/** What the class itself says: a static, a property of `extend`, or a getter. */
function declarationOn(prototype: Prototype): unknown {
  const { constructor: Class } = prototype;
  const said = Object.hasOwn(prototype, 'constructor') ? Object.getOwnPropertyDescriptor(Class, 'virtuals') : undefined;
  if (said !== undefined) return said.get === undefined ? (said.value as unknown) : said.get.call(Class);
  const own = Object.getOwnPropertyDescriptor(prototype, 'virtuals');
  return own?.get === undefined ? (own?.value as unknown) : own.get.call(prototype);
}

function define(prototype: Prototype, name: string, definition: unknown): void {
  checkFree(prototype, name);
  const accessors = accessorsIn(definition);
  if (accessors.get === undefined && accessors.set === undefined)
    throw refusal(prototype, `'${name}' is a function, or an object with get, set or both`);
  if (types.isAsyncFunction(accessors.set)) throw refusal(prototype, `the setter of '${name}' cannot be async`);
  if (Object.hasOwn(prototype, name)) throw refusal(prototype, `'${name}' is a member of the class already`);
  Object.defineProperty(prototype, name, { ...accessors, configurable: true });
}

function accessorsIn(definition: unknown): Pick<PropertyDescriptor, 'get' | 'set'> {
  if (typeof definition === 'function') return { get: definition as () => unknown };
  const { get, set } = (definition ?? {}) as { readonly get?: unknown; readonly set?: unknown };
  return {
    ...(typeof get === 'function' && { get: get as () => unknown }),
    ...(typeof set === 'function' && { set: set as (value: unknown) => void }),
  };
}

function checkFree(prototype: Prototype, name: string): void {
  const { Model } = (prototype as unknown as ModelInstance).shelf;
  if (name in Model.prototype) throw refusal(prototype, `'${name}' is a member of every model`);
}

function virtualAt(prototype: Prototype, name: string): Virtual {
  for (let each: object | null = prototype; each !== null; each = Object.getPrototypeOf(each) as object | null) {
    const descriptor = Object.getOwnPropertyDescriptor(each, name);
    if (descriptor === undefined) continue;
    const { get, set } = descriptor;
    if (get === undefined && set === undefined) break;
    return { name, get, set };
  }
  throw refusal(prototype, `the class has no accessor '${name}'`);
}

function refusal({ constructor: { name } }: Prototype, why: string): InvalidValueError {
  return new InvalidValueError(`The virtuals of ${name}: ${why}`, { model: name });
}
