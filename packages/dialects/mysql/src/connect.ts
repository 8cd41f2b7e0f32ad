import type { Connection, ConnectionOptions, TypedParameter } from 'mysql2';
import { askForCachedMetadata } from './metadata.js';
import type { Settings } from './options.js';

/** The part of the mysql2 package that is used here. */
export interface Driver {
  createConnection(options: ConnectionOptions): Connection;
  readonly TypedParameter: TypedParameter;
}

/** knex's mark on a connection that is of no use any more; its pool then closes it. */
interface Marked {
  __knex__disposed?: unknown;
}

/** Opens a connection and sets its session up; what goes wrong on it later, while nobody waits for an answer, only marks it. */
export function openConnection(driver: Driver, settings: Settings): Promise<Connection> {
  const connection = driver.createConnection({ ...settings.connection });
  askForCachedMetadata(connection);
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      connection.destroy();
      reject(error);
    };
    connection.on('error', (error: Error) => {
      (connection as Marked).__knex__disposed ??= error;
      failed(error);
    });
    connection.connect((error) => {
      if (error) return failed(error);
      const { sqlMode, timeZone } = settings;
      const setUp = `set session sql_mode = '${sqlMode}', time_zone = '${timeZone}'`;
      connection.query(setUp, (refused) => (refused ? failed(refused) : resolve(connection)));
    });
  });
}

/** Says goodbye to the server; a connection that is broken already is just let go. */
export function closeConnection(connection: Connection): Promise<void> {
  return new Promise((resolve) => {
    if ((connection as Marked).__knex__disposed !== undefined) {
      connection.destroy();
      return resolve();
    }
    connection.end(() => resolve());
  });
}
