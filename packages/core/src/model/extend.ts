type Constructor = (new (...args: unknown[]) => object) & { extended?: (child: unknown) => void };

/**
 * Backbone's `extend`: a subclass from prototype and class properties. Accessors are kept, statics are inherited
 * through the prototype chain as those of ES classes are, and an ES class may be extended too.
 *
 * @param options names that a class may also say as statics: they become statics here, so that of a chain in both
 * forms the nearest class has its way
 */
export function extendWith(
  options: Iterable<string>,
): (this: Constructor, protoProps?: object | null, classProps?: object | null) => Constructor {
  return function extend(protoProps, classProps) {
    const child = ownConstructor(protoProps) ?? inheritingConstructor(this);
    Object.setPrototypeOf(child, this);
    const properties: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(protoProps ?? {});
    const said = [...options].filter((name) => properties[name] !== undefined && 'value' in properties[name]);
    const statics = Object.fromEntries(said.map((name) => [name, properties[name] as PropertyDescriptor]));
    for (const name of [...said, 'constructor']) delete properties[name];
    child.prototype = Object.create(this.prototype as object, {
      ...properties,
      constructor: { value: child, writable: true, configurable: true },
    }) as object;
    Object.defineProperties(child, {
      ...statics,
      ...Object.getOwnPropertyDescriptors(classProps ?? {}),
      __super__: { value: this.prototype as object, writable: true, configurable: true },
    });
    if (typeof this.extended === 'function') this.extended(child);
    return child;
  };
}

function ownConstructor(protoProps: object | null | undefined): Constructor | undefined {
  const given = protoProps != null && Object.hasOwn(protoProps, 'constructor') ? protoProps.constructor : undefined;
  return typeof given === 'function' ? (given as Constructor) : undefined;
}

/** A constructor that calls the parent's; it has the parent's name too, for messages. */
function inheritingConstructor(parent: Constructor): Constructor {
  // A plain call keeps `new` as cheap as that of the parent, however deep the chain; ES classes cannot be called so.
  const child = isClass(parent)
    ? function (this: unknown, ...args: unknown[]) {
        return Reflect.construct(parent, args, new.target ?? (this as object).constructor) as object;
      }
    : function (this: object) {
        return (parent as unknown as (...args: unknown[]) => unknown).apply(this, arguments as unknown as unknown[]);
      };
  Object.defineProperty(child, 'name', { value: parent.name, configurable: true });
  return child as unknown as Constructor;
}

function isClass(constructor: Constructor): boolean {
  return /^class\b/.test(Function.prototype.toString.call(constructor));
}
