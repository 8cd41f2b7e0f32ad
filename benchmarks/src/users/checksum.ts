import type { User } from './schema.js';

/** One number for the values and types of all these users, in order: two contenders that agree on it have returned the same data. */
export function checksum(users: readonly User[]): number {
  let hash = 0x811c9dc5;
  for (const user of users) {
    for (const column of columns) {
      for (const byte of fingerprint(user[column])) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    }
  }
  return hash;
}

const columns = ['id', 'name', 'email', 'age', 'active', 'score', 'created_at', 'updated_at'] as const;

function fingerprint(value: User[keyof User]): Buffer {
  return Buffer.from(value instanceof Date ? `Date ${value.getTime()}` : `${typeof value} ${value}`);
}
