// The conversions that people write by hand where neither the driver nor an ORM does it.
import type { Driver } from '../../drivers.js';
import type { NewUser, User } from '../schema.js';

/** A user as a driver returns it: some have no booleans or no instants. */
export type StoredUser = {
  [K in keyof User]: User[K] extends boolean ? boolean | 0 | 1 : User[K] extends Date ? Date | string : User[K];
};

/** What is to be converted between a driver and a program. */
export interface Conversions {
  /** Turns a row into a user, in place; throws when there is none. */
  decode(row: StoredUser | undefined): User;
  /** Turns what should be stored of a user into what the driver takes. */
  encode<T extends Partial<NewUser>>(user: T): T;
}

/** SQLite holds booleans as 0 and 1, and instants as ISO 8601 text. */
const sqlite: Conversions = {
  decode(row) {
    const user = found(row);
    user.active = (user.active as unknown) === 1;
    user.created_at = new Date(user.created_at);
    user.updated_at = new Date(user.updated_at);
    return user;
  },

  encode<T extends Partial<NewUser>>(user: T): T {
    const row: Record<string, unknown> = { ...user };
    if (user.active !== undefined) row['active'] = user.active ? 1 : 0;
    if (user.created_at !== undefined) row['created_at'] = user.created_at.toISOString();
    if (user.updated_at !== undefined) row['updated_at'] = user.updated_at.toISOString();
    return row as T;
  },
};

/** `pg` converts everything by itself. */
const postgres: Conversions = { decode: found, encode: (user) => user };

/** `mysql2` returns booleans as 0 and 1. */
const mariadb: Conversions = {
  decode(row) {
    const user = found(row);
    user.active = (user.active as unknown) === 1;
    return user;
  },
  encode: (user) => user,
};

export const conversions: Readonly<Record<Driver, Conversions>> = {
  sqlite3: sqlite,
  'better-sqlite3': sqlite,
  postgres,
  mariadb,
};

function found(row: StoredUser | undefined): User {
  if (!row) throw new Error('There is no such user');
  return row as User;
}
