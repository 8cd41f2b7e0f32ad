import { InvalidValueError } from '@shelf/core';
import { isWellFormed } from '@shelf/core/codecs';
import { arrayLiteral } from './array-literal.js';
import { instantText } from './instants.js';
import { KeyList } from './key-list.js';

/**
 * Makes what pg binds out of what a query carries, for everything that goes through the client, knex's own builders
 * included; refuses what would be stored as something else. Answers the same array when nothing had to change.
 */
export function bindable(bindings: readonly unknown[]): readonly unknown[] {
  if (bindings.length > MOST_BINDINGS) throw tooMany(bindings.length);
  for (let i = 0; i < bindings.length; i++) {
    if (!isPlain(bindings[i])) return bindings.map(bindableValue);
  }
  return bindings;
}

/** The protocol counts them in 16 bits; of more it would send a few. */
export const MOST_BINDINGS = 65_535;

function tooMany(given: number): InvalidValueError {
  return new InvalidValueError(
    `The statement has ${given} bindings, and PostgreSQL takes ${MOST_BINDINGS} at most: send it in parts, or bind a list as one array (= any(?))`,
  );
}

function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
      return isStorable(value);
    case 'number':
    case 'boolean':
      return true;
    default:
      return value === null;
  }
}

function bindableValue(value: unknown, index: number): unknown {
  switch (typeof value) {
    case 'string':
      return storable(value, index);
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      return String(value);
    case 'object':
      return bindableObject(value, index);
    default:
      throw refusal(index, value === undefined ? 'is undefined; null is what SQL has' : `is a ${typeof value}`);
  }
}

function bindableObject(value: object | null, index: number): unknown {
  if (value === null || value instanceof Uint8Array) return value;
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw refusal(index, 'is an invalid Date');
    // pg would write it in the process's time zone, which a timestamp without time zone takes as it stands.
    return instantText(value);
  }
  if (value instanceof KeyList) {
    storable(value.literal, index);
    return value;
  }
  if (Array.isArray(value)) return storable(arrayLiteral(value as unknown[], elementText), index);
  // knex's users bind objects for JSON columns; pg makes their text.
  return value;
}

/** The text of one value in an array that is bound without a model. */
function elementText(value: unknown): string {
  if (value instanceof Date) return instantText(value);
  if (value instanceof Uint8Array) return bytesText(value);
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The text of bytes. */
export function bytesText(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}

/** Whether PostgreSQL can hold a string: it has no U+0000, and UTF-8 no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return isWellFormed(text) && !text.includes('\0');
}

function storable(text: string, index: number): string {
  if (isStorable(text)) return text;
  throw refusal(
    index,
    text.includes('\0')
      ? 'is a string with U+0000, which PostgreSQL cannot hold'
      : 'is a string with half of a surrogate pair, which UTF-8 cannot hold',
  );
}

function refusal(index: number, what: string): InvalidValueError {
  return new InvalidValueError(`Binding ${index + 1} ${what}`);
}
