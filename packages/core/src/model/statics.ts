/** Classes by what they say of themselves; an option that a class does not say is undefined. */
export interface Saying {
  readonly constructor: Readonly<Partial<Record<OptionName, unknown>>>;
}

type OptionName =
  | 'tableName'
  | 'idAttribute'
  | 'hasTimestamps'
  | 'defaults'
  | 'requireFetch'
  | 'scopes'
  | 'dynamicColumn'
  | 'casts'
  | 'model'
  | 'comparator';

/**
 * Properties that may be said in three ways: on a prototype (`extend({tableName})`, a getter), as a `static` of an
 * ES class, or on an instance. The accessors stand on the base prototype and read the static of the nearest class.
 *
 * @param getters one for each option, which names it in its code: V8 remembers where a name is found, but not for code
 * that is given another name each time
 */
export function optionAccessors(getters: object & ThisType<Saying>): PropertyDescriptorMap {
  const accessors = Object.entries(Object.getOwnPropertyDescriptors(getters)).map(([name, { get }]) => {
    const set = function (this: object, value: unknown): void {
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
    };
    return [name, { configurable: true, get: get as () => unknown, set }] as const;
  });
  return Object.fromEntries(accessors);
}

/** The names of the options that a shelf's model classes may say, by its base class. */
const optionNames = new WeakMap<object, Set<string>>();

/** Remembers the options that core itself gives a base class, and returns their names, which plugins may add to. */
export function rememberOptions(Model: object, names: Set<string>): void {
  optionNames.set(Model, names);
}

/**
 * Has the models of a shelf know a further option, which a class says as a static, in `extend`, or on an instance.
 *
 * @param getters one getter for each option, that reads it from `this.constructor`
 * @example
 * addClassOptions(shelf.Model, { get softDelete() { return this.constructor['softDelete']; } });
 */
export function addClassOptions(Model: { readonly prototype: object }, getters: object & ThisType<Stating>): void {
  Object.defineProperties(Model.prototype, optionAccessors(getters));
  for (const name of Object.keys(getters)) optionNames.get(Model)?.add(name);
}

/** A class with the options of plugins. */
interface Stating {
  readonly constructor: Readonly<Record<string, unknown>>;
}

type ErrorClass = abstract new (...args: never[]) => Error;

const own = new WeakMap<object, Map<string, ErrorClass>>();

/** Error classes that every class has its own subclass of, so that a handler can tell whose error it is. */
export function errorStatics(classes: Readonly<Record<string, ErrorClass>>): PropertyDescriptorMap {
  return Object.fromEntries(
    Object.entries(classes).map(([name, Base]) => [
      name,
      {
        configurable: true,
        get(this: object) {
          return ownError(this, name, Base);
        },
      },
    ]),
  );
}

function ownError(Class: object, name: string, Base: ErrorClass): ErrorClass {
  let errors = own.get(Class);
  if (errors === undefined) own.set(Class, (errors = new Map()));
  let Own = errors.get(name);
  if (Own === undefined) {
    const parent = Object.getPrototypeOf(Class) as Record<string, ErrorClass | undefined> | null;
    const Parent = (parent?.[name] ?? Base) as new (...args: unknown[]) => Error;
    Own = { [name]: class extends Parent {} }[name] as ErrorClass;
    errors.set(name, Own);
  }
  return Own;
}
