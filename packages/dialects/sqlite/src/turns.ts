import { WriteLock } from './write-lock.js';
import type { Knex } from 'knex';

/** knex's pool, as far as turns go by it. */
interface Pool {
  readonly acquireTimeoutMillis: number;
}

interface RunningTransaction {
  begin(connection: object): Promise<unknown>;
  query(connection: object, sql: string): Promise<unknown>;
  acquireConnection(config: unknown, use: (connection: object) => Promise<unknown>): Promise<unknown>;
}

const turns = new WeakMap<Pool, WriteLock>();

/**
 * Lets a transaction take a connection from the pool only when those before it have ended. SQLite would run them one
 * after another anyway; waiting here, they leave the other connections to readers.
 */
export function takeTurns(transaction: Knex.Transaction, pool: Pool | undefined): Knex.Transaction {
  // A client that has been closed has no pool: the transaction is about to say so.
  if (pool === undefined) return transaction;
  const running = transaction as unknown as RunningTransaction;
  const acquire = running.acquireConnection.bind(running);
  const turn = turnOf(pool);
  running.acquireConnection = async (config, use) => {
    await turn.acquire(pool.acquireTimeoutMillis);
    try {
      return await acquire(config, use);
    } finally {
      turn.release();
    }
  };
  return transaction;
}

/** Lets a transaction that only reads begin without SQLite's lock, beside a writer. */
export function beginReading(transaction: Knex.Transaction): Knex.Transaction {
  const running = transaction as unknown as RunningTransaction;
  running.begin = (connection) => running.query(connection, 'BEGIN DEFERRED;');
  return transaction;
}

function turnOf(pool: Pool): WriteLock {
  let turn = turns.get(pool);
  if (turn === undefined) turns.set(pool, (turn = new WriteLock('The turn of a transaction')));
  return turn;
}
