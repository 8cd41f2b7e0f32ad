import { compileRow, type Property } from '@shelf/core/codecs';
import type { Row } from '@shelf/core/inside';

type Make = (row: Row, between: Row) => Row;

/** Makes one object of a row and the row between. */
export interface Whole {
  /** The names that the row has. */
  readonly names: readonly string[];
  /** Undefined where no code may be compiled. */
  readonly make: Make | undefined;
}

/** The most shapes that are remembered. */
const CAPACITY = 1000;

const wholes = new Map<string, Whole>();

/** What makes one object of a row and a row between that have these names; where both have one, the row between wins. */
export function wholeOf(names: readonly string[], between: readonly string[]): Whole {
  const shape = JSON.stringify([names, between]);
  let whole = wholes.get(shape);
  if (whole === undefined) {
    const properties = [
      ...names.map((name) => propertyOf('row', name)),
      ...between.map((name) => propertyOf('between', name)),
    ];
    whole = { names, make: compileRow<Make>('row, between', '', properties) };
    if (wholes.size >= CAPACITY) wholes.clear();
    wholes.set(shape, whole);
  }
  return whole;
}

function propertyOf(of: string, name: string): Property {
  return [name, `${of}[${JSON.stringify(name)}]`];
}
