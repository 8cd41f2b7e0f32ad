import type { EventEmitter } from 'node:events';
import type { Knex } from 'knex';
import type { Column } from '../column.js';
import { intercept } from './intercept.js';
import type { RunningClient } from './knex-client.js';

/** What the dialect may make of a query's rows as it reads them, where nobody sees them before their codecs do. */
export interface Reading {
  /** The columns that are read, and may be decoded. */
  readonly decodable: ReadonlyMap<string, Column> | undefined;
  /** By what attributes may be taken out of the column that holds them. */
  readonly unpacking: object | undefined;
  /** By the dialect, then: the names of the columns whose values are what would have been made of them. */
  decoded: ReadonlySet<string> | undefined;
}

/** Whether somebody sees rows as the driver returns them. */
export function isSeen(client: RunningClient): boolean {
  return client.hears?.('query-response') !== false || client.config.postProcessResponse !== undefined;
}

function isSeenOf(builder: Knex.QueryBuilder): boolean {
  const { client, listenerCount } = builder as unknown as { client: RunningClient } & EventEmitter;
  return listenerCount.call(builder, 'query-response') > 0 || isSeen(client);
}

/** The rows of `pluck` are no rows. */
function hasRows(builder: Knex.QueryBuilder): boolean {
  const { _method: method } = builder as unknown as { readonly _method: string };
  return method === 'select' || method === 'first';
}

/** Has a builder's rows made as `reading` allows, unless somebody sees them before. */
export function readBy(builder: Knex.QueryBuilder, reading: Reading): void {
  if ((reading.decodable ?? reading.unpacking) === undefined || !hasRows(builder) || isSeenOf(builder)) return;
  intercept(builder, (query, _runner, send) => {
    // knex shows who listens to `query` what can be enumerated.
    Object.defineProperty(query, 'reading', { value: reading });
    return send();
  });
}
