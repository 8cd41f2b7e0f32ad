/**
 * A property that may be said in three ways: on a prototype (`extend({tableName})`, a getter), as a `static` of an
 * ES class, or on an instance. The accessor stands on the base prototype and reads the static of the nearest class.
 */
export function option(name: string, fallback: unknown): PropertyDescriptor {
  return {
    configurable: true,
    get(this: { constructor: object }) {
      const Class = this.constructor as unknown as Record<string, unknown>;
      const said = name in Class ? Class[name] : undefined;
      return said === undefined ? fallback : said;
    },
    set(this: object, value: unknown) {
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
    },
  };
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
