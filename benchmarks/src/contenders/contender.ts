import type { NewUser, User } from '../schema.js';

export const drivers = ['sqlite3', 'better-sqlite3'] as const;
export type Driver = (typeof drivers)[number];

/** A way of working with SQLite that takes part in the benchmarks. */
export interface Contender {
  readonly name: string;
  /** Connects to a database file that holds the table of users. */
  open(driver: Driver, filename: string): Promise<Session>;
}

/** What a contender can do with the users, each the way its own manual shows. */
export interface Session<One = unknown, Many = unknown> {
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
  close(): Promise<void>;
}
