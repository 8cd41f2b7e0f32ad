import { typeOf, type Type } from './types.js';

/** A column of a result, as the server describes it. */
export interface Field {
  readonly name: string;
  readonly dataTypeID: number;
  readonly format: string;
}

/** Makes one row of the texts that the server sends. */
export type MakeRow = (texts: readonly (string | null)[]) => Record<string, unknown>;

/** The code for a wider row would be long, and gain nothing. */
const WIDEST = 200;
/** The most shapes of rows that are remembered. */
const CAPACITY = 1000;

const makers = new Map<string, MakeRow | undefined>();

/**
 * Compiles a function that makes the rows of one shape; undefined where pg has to make them. V8 makes an object of a
 * literal several times faster than by setting one property after the other, and it is the same object.
 */
export function rowMaker(fields: readonly Field[], bigInts: boolean): MakeRow | undefined {
  let shape = bigInts ? 'b' : '';
  for (let i = 0; i < fields.length; i++) {
    const { name, dataTypeID, format } = fields[i] as Field;
    if (format === 'binary') return undefined;
    shape += `${dataTypeID} ${name}\0`;
  }
  const known = makers.get(shape);
  if (known !== undefined || makers.has(shape)) return known;
  const made = compile(fields, bigInts);
  if (makers.size >= CAPACITY) makers.clear();
  makers.set(shape, made);
  return made;
}

function compile(fields: readonly Field[], bigInts: boolean): MakeRow | undefined {
  if (fields.length > WIDEST) return undefined;
  const types = fields.map(({ dataTypeID }) => typeOf(dataTypeID, bigInts));
  const values = fields
    // It would become the row's prototype.
    .map(({ name }, i) => (name === '__proto__' ? '' : `${JSON.stringify(name)}: ${valueCode(types[i] as Type, i)}`))
    .filter((code) => code !== '');
  try {
    const readers = types.map((_, i) => `r${i}`).join(', ');
    const code = `const [${readers}] = readers; return (t) => ({ ${values.join(', ')} });`;
    // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- names alone go into the code, as JSON
    return new Function('readers', code)(types.map(({ read }) => read)) as MakeRow;
  } catch {
    // Node was started with --disallow-code-generation-from-strings.
    return undefined;
  }
}

function valueCode({ code }: Type, i: number): string {
  switch (code) {
    case 'text':
      return `t[${i}]`;
    case 'number':
      return `t[${i}] === null ? null : +t[${i}]`;
    case 'boolean':
      return `t[${i}] === null ? null : t[${i}] === 't'`;
    default:
      return `t[${i}] === null ? null : r${i}(t[${i}])`;
  }
}
