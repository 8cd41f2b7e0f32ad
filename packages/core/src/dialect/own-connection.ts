import type { Knex } from 'knex';
import { giveUp } from '../sync/cancel.js';
import type { RunningClient } from '../sync/knex-client.js';
import { markAsShelfs } from './own-statements.js';

/** A statement that a dialect itself asks. */
interface Question {
  readonly sql: string;
  readonly bindings: readonly unknown[];
}

/** A connection on which a dialect asks something, for itself alone until it is released. */
export interface Asking<Answer> {
  /** Sends a statement, and resolves to what the client answers. */
  send(question: Question): Promise<Answer>;
  release(): Promise<void>;
}

/**
 * For a dialect: a connection to ask the database something on, past `knex.raw`, whose answers the user's
 * `postProcessResponse` may rename.
 *
 * @param knex the instance, or the transaction, that it is asked on
 * @param signal gives up what is asked; undefined where nobody will
 * @returns the connection, which has to be released
 * @example
 * const asking = await askOn<Answer>(knex, signal);
 * try {
 *   return (await asking.send({ sql, bindings })).response;
 * } finally {
 *   await asking.release();
 * }
 */
export async function askOn<Answer>(knex: Knex, signal: AbortSignal | undefined): Promise<Asking<Answer>> {
  const client = knex.client as RunningClient;
  const connection = await client.acquireConnection();
  let running: object | undefined;
  const stop = (): void => {
    if (running !== undefined) giveUp(client, connection, running);
  };
  signal?.addEventListener('abort', stop);
  return {
    async send(question) {
      signal?.throwIfAborted();
      running = { ...question };
      markAsShelfs(running);
      return (await client.query(connection, running)) as Answer;
    },
    async release() {
      signal?.removeEventListener('abort', stop);
      await client.releaseConnection(connection);
    },
  };
}
