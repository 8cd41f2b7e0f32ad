import type { Shelf } from '@shelf/core';
import type { PostgresOptions } from '../../dialect/options.js';

/** Where the rows are kept. */
export interface PgConnectorConfig {
  /**
   * The database: a URL (`pg://`, `postgres://` or `postgresql://user:password@host/database`), the options of `postgres()`, or a
   * shelf that is there already.
   */
  db: string | PostgresOptions | Shelf;
}

/** How a namespace of Backbone reaches its database. */
export interface PgConnector {
  /**
   * The database; set it before the first save or fetch. It is connected to on first use. Set anew, it holds for later calls.
   *
   * @example
   * Backbone.pg_connector.config = { db: 'pg://username:password@localhost/badgers' };
   */
  config: PgConnectorConfig | undefined;
  /**
   * Closes the connections, so that a program can end; a later call opens them again. A shelf that was given as `db` is its
   * owner's, and stays open.
   *
   * Resolves when the connections are closed.
   */
  close(): Promise<void>;
}
