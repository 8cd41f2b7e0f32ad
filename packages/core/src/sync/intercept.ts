import type { Knex } from 'knex';
import type { Runner, RunningClient } from './knex-client.js';

/** Does something around a builder's query, which is the object that the client gets. */
type Around = (query: object, runner: Runner, send: () => Promise<unknown>) => Promise<unknown>;

/** Stands between the runner that knex will make for a builder and its client. */
export function intercept(builder: Knex.QueryBuilder, around: Around): void {
  const running = builder as unknown as { client: RunningClient };
  const { client } = running;
  // The builder's alone, since the client is everybody's.
  running.client = Object.create(client, {
    runner: {
      value(each: object): Runner {
        const runner = client.runner(each);
        const { query } = runner;
        runner.query = (sent) => around(sent, runner, () => query.call(runner, sent));
        return runner;
      },
    },
  }) as RunningClient;
}
