import type { Driver } from '../drivers.js';

/** What can be stored. */
export type Row = Readonly<Record<string, string | number | boolean | Date>>;

/** A database that one contender works with, and how the benchmarks themselves reach it. */
export interface Database {
  readonly driver: Driver;
  /** What a contender opens: the name of a file, or a URL. */
  readonly address: string;
  /** Creates the tables and fills them, each with the rows of its name. */
  fill(createTables: string, rows: Readonly<Record<string, readonly object[]>>): Promise<void>;
  /** What a query finds, as the driver alone returns it. Nobody else may have the database open. */
  all(query: string): Promise<object[]>;
  /** Removes the database. */
  drop(): Promise<void>;
}

/** Where databases come from. */
export interface Source {
  /** Resolves to what it is, in words; rejects where no database can be had. */
  describe(): Promise<string>;
  /** What to do where none can be had. */
  readonly advice: string;
  /** Makes an empty database; the name is one of a few words for it alone. */
  create(name: string): Promise<Database>;
}
