import { InvalidValueError } from '@shelf/core';
import { isInt64, isWellFormed } from '@shelf/core/codecs';
import type { Settings } from './options.js';

/**
 * Makes what the drivers bind out of what a query carries, for everything that goes through the client, knex's own
 * builders included; refuses what SQLite would store as something else. Answers the same array when nothing had to change.
 */
export function bindable(bindings: readonly unknown[], instants: Settings['instants'] = 'text'): readonly unknown[] {
  if (bindings.length > MOST_BINDINGS) throw tooMany(bindings.length);
  for (let i = 0; i < bindings.length; i++) {
    if (!isPlain(bindings[i])) return bindings.map((value, index) => bindableValue(value, index, instants));
  }
  return bindings;
}

/** SQLite's own limit. */
export const MOST_BINDINGS = 32_766;

function tooMany(given: number): InvalidValueError {
  return new InvalidValueError(
    `The statement has ${given} bindings, and SQLite takes ${MOST_BINDINGS} at most: send it in parts, or bind a list as one JSON text (in (select value from json_each(?)))`,
  );
}

function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return isWellFormed(value);
  return typeof value === 'number' ? Number.isFinite(value) : value === null;
}

function bindableValue(value: unknown, index: number, instants: Settings['instants']): unknown {
  switch (typeof value) {
    case 'string':
      if (isWellFormed(value)) return value;
      throw refusal(index, 'is a string with half of a surrogate pair, which UTF-8 cannot hold');
    case 'number':
      if (Number.isFinite(value)) return value;
      throw refusal(index, `is ${value}, which SQLite cannot store`);
    case 'boolean':
      return value ? 1 : 0;
    case 'bigint':
      if (isInt64(value)) return value;
      throw refusal(index, `is ${value}n, which is beyond 64 bits`);
    case 'object':
      return bindableObject(value, index, instants);
    default:
      throw refusal(index, value === undefined ? 'is undefined; null is what SQLite has' : `is a ${typeof value}`);
  }
}

function bindableObject(value: object | null, index: number, instants: Settings['instants']): unknown {
  if (value === null || value instanceof Uint8Array) return value;
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw refusal(index, 'is an invalid Date');
    return instants === 'text' ? value.toISOString() : value.getTime();
  }
  throw refusal(
    index,
    `is ${Array.isArray(value) ? 'an array' : 'an object'}; a column takes single values (JSON is text: JSON.stringify it)`,
  );
}

function refusal(index: number, what: string): InvalidValueError {
  return new InvalidValueError(`Binding ${index + 1} ${what}`);
}
