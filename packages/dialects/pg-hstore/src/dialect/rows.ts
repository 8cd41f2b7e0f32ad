import { ConnectionLostError } from '@shelf/core';
import { compileRow } from '@shelf/core/codecs';
import { hasSlices, type Bytes } from './bytes.js';
import { typeOf, type Type } from './types.js';

/** A column of a result, as the server describes it. */
export interface Field {
  readonly name: string;
  readonly dataTypeID: number;
  readonly format: string;
}

export type Row = Record<string, unknown>;

/** Makes one row of the bytes of a DataRow message, from the number of its values on. Throws where that is another. */
export type MakeRow = (bytes: Bytes, at: number) => Row;

/** Takes the value of a column apart where the row is made; what core hands on with a query as its `unpacking`. */
export interface Unpacking {
  /** The name of that column, as what is decoded. */
  readonly decoded: ReadonlySet<string>;
  /** The function that makes rows with attributes in its place; undefined where it is not among the fields, or pg has to make the rows. */
  makerFor(fields: readonly Field[], bigInts: boolean): MakeRow | undefined;
}

/** The most shapes of rows that are remembered. */
const CAPACITY = 1000;

const makers = new Map<string, MakeRow | undefined>();

/**
 * The function that makes the rows of one shape; undefined where pg has to make them. Numbers and instants are read
 * where they stand, without a text for each.
 */
export function rowMaker(fields: readonly Field[], bigInts: boolean): MakeRow | undefined {
  const shape = shapeOf(fields, bigInts);
  const known = makers.get(shape);
  if (known !== undefined || makers.has(shape)) return known;
  const made = compile(fields, bigInts);
  if (makers.size >= CAPACITY) makers.clear();
  makers.set(shape, made);
  return made;
}

/** A text that is the same for results alike. */
export function shapeOf(fields: readonly Field[], bigInts: boolean): string {
  let shape = bigInts ? 'b' : '';
  for (let i = 0; i < fields.length; i++) {
    const { name, dataTypeID, format } = fields[i] as Field;
    shape += `${dataTypeID} ${format} ${name}\0`;
  }
  return shape;
}

/** Whether values of that type are texts. */
export function isText(dataTypeID: number, bigInts: boolean): boolean {
  return typeOf(dataTypeID, bigInts).code === 'text';
}

function compile(fields: readonly Field[], bigInts: boolean): MakeRow | undefined {
  if (!hasSlices || fields.some(({ format }) => format === 'binary')) return undefined;
  const types = fields.map(({ dataTypeID }) => typeOf(dataTypeID, bigInts));
  const values = types.map(
    (type, i) => `
    size = (b[at] << 24) | (b[at + 1] << 16) | (b[at + 2] << 8) | b[at + 3];
    from = at + 4;
    at = size < 0 ? from : from + size;
    const v${i} = size < 0 ? null : ${valueCode(type, i)};`,
  );
  return compileRow<MakeRow>(
    'b, at',
    `if (((b[at] << 8) | b[at + 1]) !== ${fields.length}) constants[${fields.length}]();
    let size = 0, from = 0;
    const end = ${END_CODE};
    at += 2;${values.join('')}
    if (at !== end) constants[${fields.length + 1}]();`,
    fields.map(({ name }, i) => [name, `v${i}`]),
    [...types.map(({ read, readIn }) => readIn ?? read), refuse, refuseMalformed],
  );
}

/** PostgreSQL refuses such a statement by itself; a pooler may run it on another connection, where it was prepared again. */
function refuse(): never {
  throw new Error(
    'The rows have other columns than the prepared statement was described with: its table has changed behind a pooler. Behind one, statements are not to be prepared (`prepare: false`)',
  );
}

/** The code of where a row's message ends: its length stands before the number of its values. */
export const END_CODE = 'at - 4 + ((b[at - 4] << 24) | (b[at - 3] << 16) | (b[at - 2] << 8) | b[at - 1])';

/** A value that ends beyond its message would be read out of other memory. */
function refuseMalformed(): never {
  throw new ConnectionLostError('The server has sent a row that cannot be read, and its connection was given up');
}

/** The code of a value that stands in the bytes from `from` to `at`; constant i reads it, where it has to be called. */
export function valueCode({ code, readIn }: Type, i: number): string {
  if (readIn !== undefined) return `constants[${i}](b, from, at)`;
  switch (code) {
    case 'text':
      return 'b.utf8Slice(from, at)';
    case 'number':
      return '+b.latin1Slice(from, at)';
    case 'boolean':
      return 'b[from] === 116';
    default:
      return `constants[${i}](b.utf8Slice(from, at))`;
  }
}
