// What a race knows of those who take part and of what they do. A group of scenarios brings its own tables, and sessions that
// can do with them what its scenarios ask.
import type { Database } from './databases/database.js';
import type { Driver } from './drivers.js';

/** A way of working with a database that takes part in the benchmarks. */
export interface Contender<S extends Session = Session> {
  readonly name: string;
  /** The drivers it works with, when not with all. */
  readonly drivers?: readonly Driver[];
  /** Connects to a database that holds the tables: the name of a file, or the URL of a server's database. */
  open(driver: Driver, address: string): Promise<S>;
}

/** A connection of one contender; each group adds what can be done through it. */
export interface Session {
  close(): Promise<void>;
}

/** One thing to do with the tables, and how it is measured. */
export interface Scenario<S extends Session = Session, T = unknown> {
  readonly name: string;
  readonly title: string;
  /** What the reference is made of. */
  readonly reference: Readonly<Partial<Record<'embedded' | 'server', string>>>;
  /** The size that the limits hold for: rows, or operations. */
  readonly size: number;
  /** Sizes that show what each row costs as they become many, the smallest first. */
  readonly sizes: readonly Size[];
  /** How many times the reference Shelf may take; the scenario runs on these drivers alone. */
  readonly limits: Readonly<Partial<Record<Driver, number>>>;
  /** Fills the empty database that a contender starts with. */
  create(database: Database, size: number): Promise<void>;
  /** What to work on, one by one. */
  items(size: number): readonly T[];
  /** The work that is timed. */
  work(session: S, items: readonly T[]): Promise<unknown>;
  /** One number for what the work returned or left in the database: it must be the same for every contender. */
  fingerprint(outcome: Outcome<S>): number | Promise<number>;
}

/** What is left when the work is done and the session is closed. */
export interface Outcome<S extends Session = Session> {
  readonly session: S;
  readonly database: Database;
  readonly result: unknown;
}

/** A size to run at, and how many rounds it is worth: large ones take long, and need fewer to be exact. */
export interface Size {
  readonly size: number;
  readonly rounds: number;
}

/** Scenarios on the same tables, with those who take part in them. */
export interface Group<S extends Session = Session> {
  readonly scenarios: readonly Scenario<S>[];
  /** What the others are compared with. */
  readonly reference: Contender<S>;
  readonly challengers: readonly Contender<S>[];
}
