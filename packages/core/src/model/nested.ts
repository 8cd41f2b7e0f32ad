import { compileRow } from '../codecs/compiled.js';
import type { CallOptions, Row } from '../instance.js';
import { hasNames } from '../own.js';

type Serialize = (value: unknown, options: CallOptions | undefined) => unknown;

/** Makes JSON of attributes and of relations in one piece. */
type Make = (row: Row, relations: Row, serialize: Serialize, options: CallOptions | undefined) => Row;

interface Shape {
  readonly attributes: readonly string[];
  readonly relations: readonly string[];
  /** Undefined until they have come often, and where no code may be compiled. */
  make: Make | undefined;
  times: number;
}

/** From so many models of one shape on it pays to compile what makes their JSON. */
const MANY = 16;
/** The most shapes that are remembered. */
const CAPACITY = 1000;

const shapes = new Map<string, Shape>();
/** The shape that came last, by the name of its first relation: those of one class are many. */
const latest = new Map<string, Shape>();

/**
 * The function that makes the JSON of models with these attributes and these relations; undefined for the first few. A property that
 * is added to a copy costs V8 more than all those of a literal.
 */
export function nestedMaker(row: Row, relations: Row): Make | undefined {
  const shape = shapeOf(row, relations);
  if (shape === undefined) return undefined;
  if (shape.times <= MANY && ++shape.times === MANY) shape.make = compile(shape);
  return shape.make;
}

function shapeOf(row: Row, relations: Row): Shape | undefined {
  for (const first in relations) {
    const last = latest.get(first);
    if (last !== undefined && hasNames(row, last.attributes) && hasNames(relations, last.relations)) return last;
    return find(first, Object.keys(row), Object.keys(relations));
  }
  return undefined;
}

function find(first: string, attributes: readonly string[], relations: readonly string[]): Shape {
  const key = JSON.stringify([attributes, relations]);
  let shape = shapes.get(key);
  if (shape === undefined) {
    if (shapes.size >= CAPACITY) {
      shapes.clear();
      latest.clear();
    }
    shape = { attributes, relations, make: undefined, times: 0 };
    shapes.set(key, shape);
  }
  latest.set(first, shape);
  return shape;
}

function compile({ attributes, relations }: Shape): Make | undefined {
  return compileRow<Make>('row, relations, serialize, options', '', [
    ...attributes.map((name) => [name, `row[${JSON.stringify(name)}]`] as const),
    ...relations.map((name) => [name, `serialize(relations[${JSON.stringify(name)}], options)`] as const),
  ]);
}
