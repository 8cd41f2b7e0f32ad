import type { Session } from '../group.js';
import type { NewUser, User } from './schema.js';

/** What a contender can do with the users, each the way its own manual shows. */
export interface UserSession<One = unknown, Many = unknown> extends Session {
  /** Fetches every user, dates and booleans decoded. */
  fetchAll(): Promise<Many>;
  /** Turns fetched users into plain objects. */
  toJSON(users: Many): User[];
  /** Fetches users by id, one query after the other. */
  fetchEach(ids: readonly number[]): Promise<One[]>;
  /** Turns one fetched user into a plain object. */
  toPlain(user: One): User;
  /** Stores new users one by one, in one transaction. */
  insertEach(users: readonly NewUser[]): Promise<void>;
  /** Fetches users by id, gives each a birthday and saves it, in one transaction. */
  updateEach(ids: readonly number[]): Promise<void>;
}
