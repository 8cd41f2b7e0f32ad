// The conversions that people write by hand where there is no ORM to do it.
import type { NewUser, StoredUser, User } from '../schema.js';

/** Turns a row as SQLite returned it into a user, in place; throws when there is none. */
export function decode(row: StoredUser | undefined): User {
  if (!row) throw new Error('There is no such user');
  const user = row as unknown as User;
  user.active = row.active === 1;
  user.created_at = new Date(row.created_at);
  user.updated_at = new Date(row.updated_at);
  return user;
}

/** Turns what should be stored of a user into what SQLite stores. */
export function encode<T extends Partial<NewUser>>(user: T): T {
  const row: Record<string, unknown> = { ...user };
  if (user.active !== undefined) row['active'] = user.active ? 1 : 0;
  if (user.created_at !== undefined) row['created_at'] = user.created_at.toISOString();
  if (user.updated_at !== undefined) row['updated_at'] = user.updated_at.toISOString();
  return row as T;
}

export const selectAll = 'select * from users';
export const selectById = 'select * from users where id = ?';
export const insert =
  'insert into users (name, email, age, active, score, created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?)';
export const update = 'update users set age = ?, active = ?, updated_at = ? where id = ?';
