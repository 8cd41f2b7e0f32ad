// oxlint-disable-next-line typescript/triple-slash-reference -- it declares modules, and is none that could be imported
/// <reference path="./knex-client.d.ts" />
import { gated, PluginMissingError } from '@shelf/core';
import type { Knex } from 'knex';
import Client_MySQL2 from 'knex/lib/dialects/mysql2/index.js';
import type { Connection } from 'mysql2';
import { bindable } from './bindings.js';
import { closeConnection, discardConnection, openConnection, type Driver } from './connect.js';
import { isAtLimit } from './faults.js';
import { identityOf } from './identity.js';
import type { Settings } from './options.js';
import type { Server } from './server.js';
import type { Query } from './sender.js';
import { Session } from './session.js';
import { MysqlTransaction } from './transaction.js';

/** Where a knex configuration carries what the client needs; knex hands it on to the clients of transactions. */
export const SHELF = 'shelfMysql';

interface Config {
  readonly [SHELF]: { readonly settings: Settings; readonly server: Server };
}

const sessions = new WeakMap<object, Session>();

/** knex's client for mysql2 on Shelf's sessions; everything that knex builds and compiles stays knex's. */
class ShelfClient extends Client_MySQL2 {
  private get shelf(): Config[typeof SHELF] {
    return (this.config as Config)[SHELF];
  }

  override initializeDriver(): void {
    try {
      this.driver = this._driver();
    } catch (error) {
      const missing = (error as { code?: unknown }).code === 'MODULE_NOT_FOUND';
      throw new PluginMissingError(
        missing
          ? "The driver 'mysql2' is not installed: npm install mysql2"
          : `The driver 'mysql2' is installed and cannot be loaded: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }

  override async acquireRawConnection(): Promise<object> {
    const { settings, server } = this.shelf;
    let identity: string | undefined;
    const connection = await openConnection(this.driver as Driver, settings, async (opened) => {
      const version = await this.checkVersion(opened);
      if (version !== null) server.learn(version, this.isMariaDB === true);
      identity = await identityOf(opened, opened.threadId);
    });
    const { TypedParameter } = this.driver as Driver;
    sessions.set(connection, new Session(connection, settings, TypedParameter, identity));
    return connection;
  }

  override async destroyRawConnection(connection: object): Promise<void> {
    await closeConnection(connection as Connection);
  }

  /** Whether a connection of the pool can be used without asking the server. */
  isUsable(connection: object): boolean {
    return (this as unknown as { validateConnection(each: object): boolean }).validateConnection(connection);
  }

  // oxlint-disable-next-line typescript/class-methods-use-this -- knex calls it so
  override transaction(container: unknown, config: unknown, outer: unknown): Knex.Transaction {
    return new MysqlTransaction(this, container, config, outer) as unknown as Knex.Transaction;
  }

  /** The values that are bound, refused or made fit; events show them so. */
  override prepBindings(bindings: readonly unknown[] | undefined): readonly unknown[] | undefined {
    return bindings === undefined ? undefined : bindable(bindings, this.shelf.settings.zoneOffset);
  }

  override _query(connection: object, query: Query): Promise<Query> {
    if (!query.sql) return Promise.reject(new Error('The query is empty'));
    return (sessions.get(connection) as Session).run(query);
  }

  override _stream(connection: object, query: Query, stream: object, options: object): Promise<unknown> {
    const sql = (sessions.get(connection) as Session).textOf(query);
    return super._stream(connection, { ...query, sql, bindings: [] }, stream, options);
  }

  /** What knex makes of a response; a statement that RETURNING made answer with rows keeps them. */
  override processResponse(query: Query, runner: unknown): unknown {
    const { response, method, output } = query;
    if (output === undefined && method !== 'raw' && response !== undefined) {
      const [rows] = response;
      if (Array.isArray(rows) && (method === 'insert' || method === 'update' || method === 'del')) return rows;
    }
    return super.processResponse(query, runner);
  }

  // oxlint-disable-next-line class-methods-use-this -- the gate calls it so
  isAtLimit(error: unknown): boolean {
    return isAtLimit(error);
  }

  // oxlint-disable-next-line class-methods-use-this -- the gate calls it so
  /** Breaks a connection without asking the server; what runs on it rejects with the reason. */
  discard(connection: object, reason: Error): void {
    discardConnection(connection as Connection, reason);
    sessions.get(connection)?.giveUpCancelling();
  }

  /** Stops what runs on a connection, over another one; where that leads to another server, the connection is broken instead. */
  override async cancelQuery(connection?: object): Promise<void> {
    const session = sessions.get(connection as object);
    await session?.cancel(() => openConnection(this.driver as Driver, this.shelf.settings));
  }
}

/** The knex client of this dialect. */
export const MysqlClient: typeof Knex.Client = gated(ShelfClient);
