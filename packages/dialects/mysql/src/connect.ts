import { ConnectionLostError } from '@shelf/core';
import type { Connection, ConnectionOptions, TypedParameter } from 'mysql2';
import type { Socket } from 'node:net';
import type { Wire } from './commands.js';
import { askForCachedMetadata } from './metadata.js';
import type { Settings } from './options.js';
import { ask } from './send.js';

const CLOSED = /in closed state$/;

/** As good as no limit; what is longer setTimeout runs at once. */
const LONGEST_TIMEOUT = 0x7fffffff;

/** The part of the mysql2 package that is used here. */
export interface Driver {
  createConnection(options: ConnectionOptions): Connection;
  readonly TypedParameter: TypedParameter;
}

/** knex's mark on a connection that is of no use any more; its pool then closes it. */
interface Marked {
  __knex__disposed?: unknown;
}

/**
 * Opens a connection and sets its session up; what goes wrong on it later, while nobody waits for an answer, only marks it.
 *
 * @param prepare what is asked of the server before the connection is used, which has to be answered in time as well
 */
export async function openConnection(
  driver: Driver,
  settings: Settings,
  prepare: (connection: Connection) => Promise<void> = async () => undefined,
): Promise<Connection> {
  const connection = driver.createConnection({ ...settings.connection });
  askForCachedMetadata(connection);
  connection.on('error', (error: Error) => {
    (connection as Marked).__knex__disposed ??= error;
  });
  // mysql2 waits no longer than for the handshake.
  const timer = setTimeout(() => {
    const tooLong = `The server did not answer within ${settings.connectTimeout} ms when the connection was made`;
    discardConnection(connection, new ConnectionLostError(tooLong));
  }, settings.connectTimeout || LONGEST_TIMEOUT);
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject);
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    const { sqlMode, timeZone } = settings;
    await ask(connection, `set session sql_mode = '${sqlMode}', time_zone = '${timeZone}'`);
    await prepare(connection);
    return connection;
  } catch (error) {
    letGo(connection);
    // The same number may mean another thing once there is a connection.
    throw Object.assign(error as Error, { fatal: true });
  } finally {
    clearTimeout(timer);
  }
}

/** Has the pool close a connection once it is given back. */
export function markUseless(connection: Connection, reason: unknown): void {
  (connection as Marked).__knex__disposed ??= reason;
}

/** The error of a query, or what has ended the connection before it: the driver says then only that it is closed. */
export function whyLost(connection: Connection, error: unknown): unknown {
  const reason = (connection as Marked).__knex__disposed as Error | undefined;
  if (reason === undefined || !CLOSED.test((error as Error).message)) return error;
  return reason instanceof ConnectionLostError ? reason : new ConnectionLostError(reason.message, { cause: reason });
}

/** Breaks a connection without asking the server; what runs on it rejects with the reason. */
export function discardConnection(connection: Connection, reason: Error): void {
  (connection as Marked).__knex__disposed ??= reason;
  streamOf(connection).destroy(reason);
}

/** Forgets a connection; a server that is gone would leave it half open for ever. */
function letGo(connection: Connection): void {
  connection.destroy();
  streamOf(connection).destroy();
}

function streamOf(connection: Connection): Socket {
  return (connection as unknown as Wire).stream;
}

/** Says goodbye to the server; a connection that is broken already is just let go. */
export function closeConnection(connection: Connection): Promise<void> {
  return new Promise((resolve) => {
    if ((connection as Marked).__knex__disposed !== undefined) {
      letGo(connection);
      return resolve();
    }
    // A server that is gone does not answer.
    streamOf(connection).once('close', () => resolve());
    connection.end(() => resolve());
  });
}
