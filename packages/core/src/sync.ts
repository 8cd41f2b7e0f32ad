import type { Knex } from 'knex';
import type { Row } from './call.js';

/**
 * One action on the database for a model or a collection: the only place that runs a query.
 * Override `sync(options)` on a class to stand between it and its table: return an object with the methods that
 * the class needs, or take the one of `super.sync(options)` and replace some.
 * See docs/seams/sync.md; `syncSuite` of the conformance suites is the executable form of this page.
 */
export interface Sync {
  /** The knex builder of this action; asking for it makes one. */
  query: Knex.QueryBuilder;
  /** Reads all rows that the query selects. */
  select(): Promise<Row[]>;
  /** Reads the first row that has these attributes: resolves to an array of one row, or of none. */
  first(attributes: Row): Promise<Row[]>;
  /** Counts the rows, or the values of a column that are not null. */
  count(column?: string): Promise<number>;
  /** Inserts a row; resolves to `[key]`, or to `[row]` with the columns that the database filled in. */
  insert(attributes: Row): Promise<unknown[]>;
  /** Updates the model's row, or the rows that the query constrains; resolves to their number. */
  update(attributes: Row): Promise<number>;
  /** Deletes the model's row, or the rows that the query constrains; resolves to their number. */
  delete(): Promise<number>;
  /** `delete` under Bookshelf's name; an override may bring either. */
  del?(): Promise<number>;
}
