// oxlint-disable-next-line typescript/triple-slash-reference -- it declares modules, and is none that could be imported
/// <reference path="./knex-client.d.ts" />
import { gated } from '@shelf/core';
import type { Knex } from 'knex';
import Client_PG from 'knex/lib/dialects/postgres/index.js';
import pg from 'pg';
import { bindable } from './bindings.js';
import { SessionClient, type PgClient } from './driver.js';
import { isAtLimit } from './faults.js';
import type { Settings } from './options.js';
import { positionBindings } from './placeholders.js';
import { fitted } from './quote.js';
import { Session, type Query } from './session.js';
import { typeParsers } from './types.js';

const sessions = new WeakMap<object, Session>();

/** What knex keeps of the configuration, and hands on to the clients of transactions. */
interface Config {
  readonly shelf: Settings;
}

/** knex's PostgreSQL client on Shelf's sessions; everything that knex builds and compiles stays knex's. */
class PostgresClient extends Client_PG {
  override _driver(): unknown {
    return pg;
  }

  override async acquireRawConnection(): Promise<object> {
    const { shelf } = this.config as unknown as Config;
    const connection: PgClient = new SessionClient(
      { ...this.connectionSettings, types: typeParsers(shelf.bigInts) },
      shelf.session,
    );
    // pg tells of a lost connection by an event, which ends the process where nobody listens.
    sessions.set(connection, new Session(connection, shelf));
    connection.connection.on('parameterStatus', ({ parameterName, parameterValue }) => {
      if (parameterName === 'server_version') this.version = parameterValue;
    });
    await connection.connect();
    return connection;
  }

  override async destroyRawConnection(connection: object): Promise<void> {
    await new Promise<void>((resolve) => (connection as PgClient).end(() => resolve()));
  }

  override async validateConnection(connection: object): Promise<boolean> {
    return this.isUsable(connection);
  }

  // oxlint-disable-next-line class-methods-use-this -- knex and the gate call it so
  /** Whether a connection of the pool can be used without asking the server. */
  isUsable(connection: object): boolean {
    return sessions.get(connection)?.isOpen() === true;
  }

  override prepBindings(bindings: readonly unknown[] | undefined): readonly unknown[] | undefined {
    return bindings === undefined ? undefined : bindable(bindings);
  }

  override positionBindings(sql: string): string {
    return positionBindings(sql);
  }

  override wrapIdentifierImpl(value: string): string {
    return fitted(super.wrapIdentifierImpl(value));
  }

  // oxlint-disable-next-line class-methods-use-this -- the gate calls it so
  isAtLimit(error: unknown): boolean {
    return isAtLimit(error);
  }

  // oxlint-disable-next-line class-methods-use-this -- the gate calls it so
  /** Breaks a connection without asking the server. */
  discard(connection: object, reason: Error): void {
    sessions.get(connection)?.discard(reason);
  }

  override async cancelQuery(connection?: object): Promise<void> {
    await sessions.get(connection as object)?.cancel();
  }

  override _query(connection: object, query: Query): Promise<object> {
    if (!query.sql) return Promise.reject(new Error('The query is empty'));
    return (sessions.get(connection) as Session).run(query);
  }
}

const Gated = gated(PostgresClient);

/** The knex client that runs on pg. */
export function clientClass(): typeof Knex.Client {
  return Gated;
}
