/** A class, whatever it is made with. */
export type Class = abstract new (...args: never[]) => object;

/** Whether a value is a class, or one that extends it. */
export function isA<C extends Class>(Base: C, value: unknown): value is C {
  return typeof value === 'function' && (value === Base || value.prototype instanceof Base);
}
