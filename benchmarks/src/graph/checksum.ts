import { createHash } from 'node:crypto';

/** One number for nested plain objects: two contenders that agree on it have returned the same data, whoever did not ask for an order may have any. */
export function checksum(data: unknown): number {
  return createHash('sha1').update(JSON.stringify(data, sorted)).digest().readUInt32BE();
}

/** The order in which an object's keys were set, or a server returned rows, is nobody's business. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as { id: number }[]).toSorted((one, other) => one.id - other.id);
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
