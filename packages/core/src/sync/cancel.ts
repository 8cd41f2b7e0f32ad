import type { Knex } from 'knex';
import type { KnexConnection, Runner, RunningClient } from './knex-client.js';
import type { Limits } from './limits.js';

/** Stops a query where the client can. */
export function giveUp(client: RunningClient, connection: KnexConnection, query: object): void {
  if (client.giveUp !== undefined) client.giveUp(connection, query);
  else if (client.canCancelQuery === true) client.cancelQuery?.(connection);
}

/** Has a builder's query cancelled where its caller gives up; it does not begin where that has happened before it had a connection. */
export function cancellable(builder: Knex.QueryBuilder, limits: Limits): void {
  const running = builder as unknown as { client: RunningClient };
  const { client } = running;
  // The builder's alone, since the client is everybody's.
  running.client = Object.create(client, {
    runner: {
      value(each: object): Runner {
        const runner = client.runner(each);
        const { query } = runner;
        runner.query = async (sent) => {
          if (limits.givenUp !== undefined) throw limits.givenUp.reason;
          limits.cancel = () => giveUp(client, runner.connection, sent);
          return query.call(runner, sent);
        };
        return runner;
      },
    },
  }) as RunningClient;
}
