import { InvalidAttributeError } from './errors.js';

const hasOwnProperty = Object.prototype.hasOwnProperty;

/** Own-property check: attribute names are data, `constructor` and `toString` among them. */
export function hasOwn(object: object, name: string): boolean {
  return hasOwnProperty.call(object, name);
}

/** The object's own value under a name, or undefined. */
export function own(object: Record<string, unknown>, name: string): unknown {
  return hasOwnProperty.call(object, name) ? object[name] : undefined;
}

/** Refuses what cannot be an attribute's name. `__proto__` is lost by the drivers, so it is refused everywhere. */
export function checkName(name: unknown, model?: string): asserts name is string {
  if (typeof name !== 'string') {
    throw new InvalidAttributeError(`An attribute name must be a string, not ${typeof name}`, { model });
  }
  if (name === '__proto__') {
    throw new InvalidAttributeError(`An attribute cannot be named '__proto__': no driver can carry it`, { model });
  }
}

/** Whether an object has these names, in this order, and no others. */
export function hasNames(object: object, names: readonly string[]): boolean {
  let n = 0;
  for (const name in object) if (names[n++] !== name) return false;
  return n === names.length;
}
