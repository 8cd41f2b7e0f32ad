import { BoundValue } from '@shelf/core/codecs';

/** The numbers of types in pg_type. */
const OIDS = { int8: 20, float8: 701 } as const;

/**
 * A number beyond the column that it is compared with: an integer of more bits, a float of more digits. PostgreSQL takes a
 * parameter for a value of the column's own type, and refuses or rounds it, though a comparison with it has an answer. So it
 * travels as one of the wider type.
 */
export class WiderNumber extends BoundValue {
  readonly type: keyof typeof OIDS;
  readonly digits: string;

  constructor(type: keyof typeof OIDS, digits: string) {
    super();
    this.type = type;
    this.digits = digits;
  }

  /** What pg sends. */
  toPostgres(): string {
    return this.digits;
  }

  override toString(): string {
    return this.digits;
  }
}

/** The types of a statement's parameters, 0 for those that the server finds out; undefined where that is all of them. */
export function parameterTypes(bindings: readonly unknown[]): readonly number[] | undefined {
  for (const value of bindings)
    if (value instanceof WiderNumber)
      return bindings.map((each) => (each instanceof WiderNumber ? OIDS[each.type] : 0));
  return undefined;
}
