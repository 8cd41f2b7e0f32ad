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
