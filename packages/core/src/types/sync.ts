import type { Knex } from 'knex';

/** Runs the queries of one call; `sync()` of a model or collection makes it and may be overridden. */
export interface Sync {
  /** The query builder that the call constrains. */
  readonly query: Knex.QueryBuilder;
  /** Reads all rows that match. */
  select(): PromiseLike<readonly object[]>;
  /** Reads the first row that matches. */
  first(): PromiseLike<object | undefined>;
  /** Inserts the attributes, and resolves to the row as far as the database reports it. */
  insert(attrs: object): PromiseLike<object>;
  /** Updates the rows that match, and resolves to their number. */
  update(attrs: object): PromiseLike<number>;
  /** Deletes the rows that match, and resolves to their number. */
  delete(): PromiseLike<number>;
  /** Counts the rows that match. */
  count(column?: string): PromiseLike<number>;
}
