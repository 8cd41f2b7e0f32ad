type Constructor = (new (...args: unknown[]) => object) & { extended?: (child: unknown) => void };

/**
 * Backbone's `extend`: a subclass from prototype and class properties. Accessors are kept, statics are inherited
 * through the prototype chain as those of ES classes are, and an ES class may be extended too.
 */
export function extend(this: Constructor, protoProps?: object | null, classProps?: object | null): Constructor {
  const parent = this;
  const child = ownConstructor(protoProps) ?? inheritingConstructor(parent);
  Object.setPrototypeOf(child, parent);
  const { constructor: _, ...properties } = Object.getOwnPropertyDescriptors(protoProps ?? {});
  child.prototype = Object.create(parent.prototype as object, {
    ...properties,
    constructor: { value: child, writable: true, configurable: true },
  }) as object;
  Object.defineProperties(child, {
    ...Object.getOwnPropertyDescriptors(classProps ?? {}),
    __super__: { value: parent.prototype as object, writable: true, configurable: true },
  });
  if (typeof parent.extended === 'function') parent.extended(child);
  return child;
}

function ownConstructor(protoProps: object | null | undefined): Constructor | undefined {
  const given = protoProps != null && Object.hasOwn(protoProps, 'constructor') ? protoProps.constructor : undefined;
  return typeof given === 'function' ? (given as Constructor) : undefined;
}

function inheritingConstructor(parent: Constructor): Constructor {
  if (isClass(parent)) {
    return function Child(this: unknown, ...args: unknown[]) {
      return Reflect.construct(parent, args, new.target ?? (this as object).constructor) as object;
    } as unknown as Constructor;
  }
  // A plain call keeps `new` as cheap as that of the parent, however deep the chain.
  return function Child(this: object) {
    return (parent as unknown as (...args: unknown[]) => unknown).apply(this, arguments as unknown as unknown[]);
  } as unknown as Constructor;
}

function isClass(constructor: Constructor): boolean {
  return /^class\b/.test(Function.prototype.toString.call(constructor));
}
