import { keyOf, type Column } from '@shelf/core/inside';
import { canonicalDecimal, safest } from './decimal.js';

/** Makes what a column holds comparable: values that the database takes for the same one come out the same. */
export type Comparable = (value: unknown) => string | number | undefined;

/** How the values of one column compare; by its type, since the text `01` is not `1` and the integer is. */
export function comparable(column: Column | undefined): Comparable {
  switch (column?.kind) {
    case 'integer':
    case 'bigint':
      return integer;
    case 'float':
      return float;
    case 'decimal':
      return decimal;
    case 'text':
      return text;
    case 'uuid':
      return (value) => text(roundTripped(column, value))?.toLowerCase();
    case 'date':
    case 'time':
    case 'datetime':
    case 'boolean':
      return (value) => keyOf(roundTripped(column, value));
    default:
      return keyOf;
  }
}

/** A tuple's one comparable value; undefined where a part is missing. */
export function comparableTuple(
  columns: readonly (Column | undefined)[],
): (tuple: readonly unknown[]) => string | number | undefined {
  const parts = columns.map(comparable);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return (tuple) => (tuple[0] === null ? undefined : only(tuple[0]));
  return (tuple) => {
    let key = '';
    for (const [i, part] of parts.entries()) {
      const value = tuple[i];
      const compared = value === null ? undefined : part(value);
      if (compared === undefined) return undefined;
      const spelt = String(compared);
      key += `${spelt.length}:${spelt}`;
    }
    return key;
  };
}

const DIGITS = /^[+-]?\d+$/;

function integer(value: unknown): string | number | undefined {
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value) || !Number.isInteger(value) ? value : String(BigInt(value));
    case 'bigint':
      return safest(value);
    case 'string':
      return DIGITS.test(value) ? safest(BigInt(value)) : value;
    default:
      return keyOf(value);
  }
}

function decimal(value: unknown): string | number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return keyOf(value);
  const written = String(value);
  return canonicalDecimal(written) ?? written;
}

/** A float is what its digits are read as. */
function float(value: unknown): string | number | undefined {
  const isNumber = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  return integer(isNumber ? Number(value) : value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'bigint'
      ? String(value)
      : keyOf(value);
}

/** The value as it would be read after it was written, whatever form it has now. */
function roundTripped({ codec }: Column, value: unknown): unknown {
  try {
    const encoded = codec?.encode === undefined ? value : codec.encode(value);
    return codec?.decode === undefined ? encoded : codec.decode(encoded);
  } catch {
    return value;
  }
}
