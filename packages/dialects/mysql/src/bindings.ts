import { InvalidValueError } from '@shelf/core';
import { isWellFormed } from '@shelf/core/codecs';
import { instantAt } from './dates.js';
import { Decimal } from './exact.js';
import { IntegerList } from './integer-list.js';

/**
 * Makes what the driver binds out of what a query carries, for everything that goes through the client, knex's own
 * builders included; refuses what MySQL would store as something else. Answers the same array when nothing had to change.
 *
 * @param zoneOffset how far the server's zone is ahead of UTC, in ms
 */
export function bindable(bindings: readonly unknown[], zoneOffset: number): readonly unknown[] {
  for (let i = 0; i < bindings.length; i++) {
    if (!isPlain(bindings[i])) return bindings.map((value, index) => bindableValue(value, index, zoneOffset));
  }
  return bindings;
}

function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return isWellFormed(value);
  return typeof value === 'number' ? Number.isFinite(value) : value === null;
}

function bindableValue(value: unknown, index: number, zoneOffset: number): unknown {
  switch (typeof value) {
    case 'string':
      if (isWellFormed(value)) return value;
      throw refusal(index, 'is a string with half of a surrogate pair, which UTF-8 cannot hold');
    case 'number':
      if (Number.isFinite(value)) return value;
      throw refusal(index, `is ${value}, which MySQL cannot store`);
    case 'boolean':
      return value ? 1 : 0;
    case 'bigint':
      return value;
    case 'object':
      return bindableObject(value, index, zoneOffset);
    default:
      throw refusal(index, value === undefined ? 'is undefined; null is what MySQL has' : `is a ${typeof value}`);
  }
}

function bindableObject(value: object | null, index: number, zoneOffset: number): unknown {
  if (value === null || Buffer.isBuffer(value)) return value;
  if (value instanceof Decimal || value instanceof IntegerList) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof Date) {
    const text = instantAt(value.getTime(), zoneOffset, 3);
    if (text !== undefined) return text;
    throw refusal(index, Number.isNaN(value.getTime()) ? 'is an invalid Date' : 'is a Date beyond the year 9999');
  }
  throw refusal(
    index,
    `is ${Array.isArray(value) ? 'an array' : 'an object'}; a column takes single values (JSON is text: JSON.stringify it)`,
  );
}

function refusal(index: number, what: string): InvalidValueError {
  return new InvalidValueError(`Binding ${index + 1} ${what}`);
}
