import type { Knex } from 'knex';
import type { Table } from '../table.js';
import type { Action } from './action.js';
import { encodeConstraints } from './constraints.js';
import { joinedTables, type JoinedTables } from './joined-tables.js';

/** A copy of a query, and the table by which its values are encoded. */
export interface EncodedCopy {
  /** A builder is a promise too, and would be run where it is resolved to. */
  readonly copy: Knex.QueryBuilder;
  readonly table: Table;
}

/** Copies a query, and encodes the values in the copy; where one is refused, after another look at the table. */
export function encodedCopy(
  action: Action,
  query: Knex.QueryBuilder,
  table: Table,
  copyOf: (query: Knex.QueryBuilder) => Knex.QueryBuilder = (each) => each.clone(),
): EncodedCopy | Promise<EncodedCopy> {
  const others = joinedTables(action.syncing.shelf, query, action.options);
  return others instanceof Promise
    ? others.then((described) => encode(action, query, table, copyOf, described))
    : encode(action, query, table, copyOf, others);
}

function encode(
  action: Action,
  query: Knex.QueryBuilder,
  table: Table,
  copyOf: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  others: JoinedTables | undefined,
): EncodedCopy | Promise<EncodedCopy> {
  const encodeFor = (current: Table): EncodedCopy => {
    const copy = copyOf(query);
    encodeConstraints(copy, current, action.origin.model, others);
    return { copy, table: current };
  };
  try {
    return encodeFor(table);
  } catch (error) {
    return action.again(table, error, encodeFor);
  }
}
