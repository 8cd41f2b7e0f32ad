import type { Knex } from 'knex';
import { intercept } from './intercept.js';
import type { KnexConnection, RunningClient } from './knex-client.js';
import type { Limits } from './limits.js';

/** Stops a query where the client can. */
export function giveUp(client: RunningClient, connection: KnexConnection, query: object): void {
  if (client.giveUp !== undefined) client.giveUp(connection, query);
  else if (client.canCancelQuery === true) client.cancelQuery?.(connection);
}

/** Has a builder's query cancelled where its caller gives up; it does not begin where that has happened before it had a connection. */
export function cancellable(builder: Knex.QueryBuilder, limits: Limits): void {
  intercept(builder, async (query, { client, connection }, send) => {
    if (limits.givenUp !== undefined) throw limits.givenUp.reason;
    limits.cancel = () => giveUp(client, connection, query);
    return await send();
  });
}
