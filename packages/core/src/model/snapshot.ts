import _ from 'underscore';
import { isPlainObject } from '../codecs/plain-object.js';
import type { Row } from '../instance.js';
import { hasOwn } from '../own.js';

/** A copy that later changes in place can be told from: Dates, Buffers and JSON values; anything else is itself. */
export function snapshot(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return new Date(value.getTime());
  if (Buffer.isBuffer(value)) return Buffer.from(value);
  if (value instanceof Uint8Array) return value.slice();
  if (Array.isArray(value)) return value.map(snapshot);
  if (!isPlainObject(value)) return value;
  const copy: Row = {};
  for (const name of Object.keys(value)) copy[name] = snapshot((value as Row)[name]);
  return copy;
}

/** Whether two values are the same, or one is a copy of the other. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  return a === b || (typeof a === 'object' && typeof b === 'object' && _.isEqual(a, b)) || (a !== a && b !== b);
}

/** Whether two rows agree in one attribute. */
export function isSame(one: Row, other: Row, name: string): boolean {
  const has = hasOwn(one, name);
  return has === hasOwn(other, name) && (!has || isEqual(one[name], other[name]));
}
