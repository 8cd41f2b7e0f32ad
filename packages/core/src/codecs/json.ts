import type { Codec } from '../dialect.js';
import { isPlainObject } from './plain-object.js';
import { show } from './show.js';

/** Any JSON value, stored as its text; a value that JSON would change is refused. */
export const json: Codec = {
  encode(value) {
    refuseLoss(value, '', []);
    return JSON.stringify(value);
  },
  decode(value) {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  },
};

/** Throws for everything in a value that would not come back from JSON as it went in. */
function refuseLoss(value: unknown, path: string, within: readonly object[]): void {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return;
    case 'number':
      if (Number.isFinite(value)) return;
      break;
    case 'object':
      if (value === null) return;
      if (within.includes(value)) throw new TypeError(`cannot hold a value that contains itself${at(path)}`);
      if (Array.isArray(value)) return refuseLossInArray(value, path, [...within, value]);
      if (isPlainObject(value)) return refuseLossInObject(value, path, [...within, value]);
      break;
    default:
  }
  throw new TypeError(`cannot hold ${show(value)}${at(path)}: JSON would change or drop it`);
}

function refuseLossInArray(array: readonly unknown[], path: string, within: readonly object[]): void {
  for (let i = 0; i < array.length; i++) refuseLoss(array[i], `${path}[${i}]`, within);
}

function refuseLossInObject(object: object, path: string, within: readonly object[]): void {
  for (const [name, value] of Object.entries(object)) refuseLoss(value, path === '' ? name : `${path}.${name}`, within);
}

function at(path: string): string {
  return path === '' ? '' : ` at '${path}'`;
}
