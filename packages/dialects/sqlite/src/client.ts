// oxlint-disable-next-line typescript/triple-slash-reference -- it declares modules, and is none that could be imported
/// <reference path="./knex-client.d.ts" />
import { gated } from '@shelf/core';
import Client_SQLite3 from 'knex/lib/dialects/sqlite3/index.js';
import { bindable } from './bindings.js';
import { loadDriver } from './drivers/installed.js';
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
    this.driver = loadDriver(this.driverName as SqliteDriver);
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

  /** Whether a connection of the pool can be used without asking the driver. */
  isUsable(connection: object): boolean {
    return sessions.get(connection)?.connection.isOpen() === true;
  }

  override transaction(container: unknown, config: TransactionConfig | undefined, outer: unknown): Knex.Transaction {
    const transaction = super.transaction(container, config, outer);
    if (this.transacting === true || config?.connection !== undefined) return transaction;
    return config?.readOnly === true ? beginReading(transaction) : takeTurns(transaction, this.pool as never);
  }

  /** A column that some rows of an insert leave out is null, as knex's `useNullAsDefault` has it. */
  override parameter(value: unknown, builder: unknown, holder: unknown): string {
    return super.parameter(value === undefined ? null : value, builder, holder);
  }

  /** The values that are bound, refused or made fit; events show them so. */
  override prepBindings(bindings: readonly unknown[] | undefined): readonly unknown[] | undefined {
    return bindings === undefined ? undefined : bindable(bindings, this.connectionSettings.instants);
  }

  override _query(connection: object, query: Query): Promise<Query> {
    try {
      if (!query.sql) throw new Error('The query is empty');
      const outcome = (sessions.get(connection) as Session).run(query);
      return outcome instanceof Promise ? outcome : Promise.resolve(outcome);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  override async cancelQuery(connection?: object): Promise<void> {
    sessions.get(connection as object)?.cancel();
  }
}
Object.assign(SqliteClient.prototype, { canCancelQuery: true });

class Sqlite3Client extends SqliteClient {}
Object.assign(Sqlite3Client.prototype, { driverName: 'sqlite3' });

class BetterSqlite3Client extends SqliteClient {}
Object.assign(BetterSqlite3Client.prototype, { driverName: 'better-sqlite3' });

const CLIENTS: Readonly<Record<SqliteDriver, typeof Knex.Client>> = {
  sqlite3: gated(Sqlite3Client),
  'better-sqlite3': gated(BetterSqlite3Client),
};

/** The knex client that runs on a driver. */
export function clientOf(driver: SqliteDriver): typeof Knex.Client {
  return CLIENTS[driver];
}
