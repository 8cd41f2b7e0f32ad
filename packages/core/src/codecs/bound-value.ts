/**
 * A single value that a codec has encoded and that only its own driver knows how to bind, besides those that every driver
 * takes: primitives, Dates and bytes. It is encoded, and is not encoded again.
 *
 * @example
 * class Point extends BoundValue {
 *   toString() {
 *     return '(1,2)';
 *   }
 * }
 */
export abstract class BoundValue {
  /** What messages and logs show of it. */
  abstract toString(): string;

  toJSON(): string {
    return this.toString();
  }
}

/** Whether an object is one value to a database. */
export function isScalarObject(value: object): boolean {
  return value instanceof Date || value instanceof Uint8Array || value instanceof BoundValue;
}
