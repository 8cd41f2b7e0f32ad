import type { Knex } from 'knex';
import type { AnyColumn, Columns } from './row.js';

/** The name of a method of knex's query builder. */
export type QueryMethod = keyof Knex.QueryBuilder & string;

/** Methods of knex's query builder, each with its argument or a list of them: `{ where: { id: 1 }, limit: 5 }`. */
export type QueryCalls = { readonly [Method in QueryMethod]?: unknown };

/** Works on a query builder, which it gets as `this` and as its argument. */
export type QueryFunction = (this: Knex.QueryBuilder, query: Knex.QueryBuilder) => unknown;

/** A comparison that `where` understands. */
export type Operator =
  | '='
  | '<>'
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'like'
  | 'not like'
  | 'ilike'
  | ListOperator
  | 'between'
  | 'not between'
  | 'is'
  | 'is not';

type ListOperator = 'in' | 'not in';

/** What stands on the right of a comparison with a column of type V. */
export type Operand<O, V> = O extends ListOperator
  ? readonly V[]
  : O extends 'between' | 'not between'
    ? readonly [V, V]
    : O extends 'is' | 'is not'
      ? null
      : V;

/** What `orderBy` orders by: a column, descending when it starts with `-`. */
export type OrderColumn<Row> = AnyColumn<Row> | `-${Columns<Row>}`;

/** Which way to order. */
export type Direction = 'asc' | 'desc';

/** Where an order puts NULL; without it, where the database does: first on SQLite and MySQL, last on PostgreSQL, when it ascends. */
export interface OrderOptions {
  readonly nulls?: 'first' | 'last' | undefined;
}
