// oxlint-disable-next-line typescript/triple-slash-reference -- it declares modules, and is none that could be imported
/// <reference path="./knex-client.d.ts" />
import { gated, PluginMissingError } from '@shelf/core';
import Client_BetterSQLite3 from 'knex/lib/dialects/better-sqlite3/index.js';
import Client_SQLite3 from 'knex/lib/dialects/sqlite3/index.js';
import { bindable } from './bindings.js';
import { openSession } from './open.js';
import { beginReading, takeTurns } from './turns.js';
import type { Knex } from 'knex';
import type { Query } from './drivers/driver.js';
import type { Settings, SqliteDriver } from './options.js';
import type { Session } from './session.js';

interface TransactionConfig {
  readonly connection?: object;
  readonly readOnly?: boolean;
}

const sessions = new WeakMap<object, Session>();

/** knex's SQLite client on Shelf's sessions; everything that knex builds and compiles stays knex's. */
class SqliteClient extends Client_SQLite3 {
  declare readonly connectionSettings: Settings;

  override initializeDriver(): void {
    const name = this.driverName;
    try {
      this.driver = this._driver();
    } catch (error) {
      const missing = (error as { code?: unknown }).code === 'MODULE_NOT_FOUND' && (error as Error).message.includes(`'${name}'`);
      throw new PluginMissingError(
        missing
          ? `The driver '${name}' is not installed: npm install ${name}`
          : `The driver '${name}' is installed and cannot be loaded; npm rebuild ${name} may help: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }

  override async acquireRawConnection(): Promise<object> {
    const patience = (this.pool as unknown as { acquireTimeoutMillis: number }).acquireTimeoutMillis;
    const session = await openSession(this.driver as never, this.connectionSettings, patience);
    const { database } = session.connection;
    sessions.set(database, session);
    return database;
  }

  override async destroyRawConnection(connection: object): Promise<void> {
    await sessions.get(connection)?.close();
  }

  override async validateConnection(connection: object): Promise<boolean> {
    return sessions.get(connection)?.connection.isOpen() ?? false;
  }

  override acquireConnection(): Promise<object> {
    const spare = this.#spare?.take();
    if (spare === undefined) return super.acquireConnection() as Promise<object>;
    if (isUsable(spare)) return Promise.resolve(spare);
    this.pool?.release(spare);
    return super.acquireConnection() as Promise<object>;
  }

  override releaseConnection(connection: object): Promise<void> {
    if (this.#spare?.offer(connection) === true) return DONE;
    return super.releaseConnection(connection) as Promise<void>;
  }

  override async destroy(callback?: unknown): Promise<void> {
    this.#spare?.giveUp();
    await super.destroy(callback);
  }

  override transaction(container: unknown, config: TransactionConfig | undefined, outer: unknown): Knex.Transaction {
    const transaction = super.transaction(container, config, outer);
    if (this.transacting === true || config?.connection !== undefined) return transaction;
    return config?.readOnly === true ? beginReading(transaction) : takeTurns(transaction, this.pool as never);
  }

  /** What knex's own does, without making objects for events that nobody listens to. */
  override query(connection: object, given: Query | string): Promise<Query> {
    if (TRACED) return super.query(connection, given) as Promise<Query>;
    const query: Query = typeof given === 'string' ? { sql: given } : given;
    query.bindings = this.prepBindings(query.bindings);
    if (this.listenerCount('query') > 0) this.emit('query', eventOf(connection, query));
    return this._query(connection, query).catch((error: unknown) => this.#failed(connection, query, error));
  }

  override prepBindings(bindings: readonly unknown[] | undefined): readonly unknown[] | undefined {
    return bindings === undefined ? undefined : bindable(bindings);
  }

  override _query(connection: object, query: Query): Promise<Query> {
    try {
      if (!query.sql) throw new Error('The query is empty');
      const outcome = (sessions.get(connection) as Session).run(query);
      return outcome instanceof Promise ? outcome : Promise.resolve(outcome);
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  /** Tells of the error as knex does. */
  #failed(connection: object, query: Query, error: unknown): Promise<never> {
    return executeQuery(connection, query, Object.create(this, { _query: { value: () => Promise.reject(error as Error) } }) as object);
  }

  get #spare(): Spare | undefined {
    return this.pool && spareOf(this.pool as never);
  }

  override async cancelQuery(connection?: object): Promise<void> {
    sessions.get(connection as object)?.cancel();
  }
}
Object.assign(SqliteClient.prototype, { canCancelQuery: true });

class Sqlite3Client extends SqliteClient {}
Object.assign(Sqlite3Client.prototype, { driverName: 'sqlite3' });

class BetterSqlite3Client extends SqliteClient {
  override _driver(): unknown {
    return Client_BetterSQLite3.prototype._driver();
  }
}
Object.assign(BetterSqlite3Client.prototype, { driverName: 'better-sqlite3' });

const CLIENTS: Readonly<Record<SqliteDriver, typeof Knex.Client>> = {
  sqlite3: gated(Sqlite3Client),
  'better-sqlite3': gated(BetterSqlite3Client),
};

/** The knex client that runs on a driver. */
export function clientOf(driver: SqliteDriver): typeof Knex.Client {
  return CLIENTS[driver];
}
