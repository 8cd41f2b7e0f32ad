import { createShelf, InvalidValueError, type Shelf } from '@shelf/core';
import { postgres } from '../dialect/postgres.js';
import type { PgConnector, PgConnectorConfig } from './types/connector.js';

/** Opens the database of one namespace on its first use, and closes what it opened. */
export class Connector implements PgConnector {
  config: PgConnectorConfig | undefined;
  /** The shelves made here, by what they were made of. */
  #opened = new Map<unknown, Shelf>();

  constructor(config?: PgConnectorConfig) {
    this.config = config;
  }

  /** The shelf on the database that is configured now. */
  shelf(): Shelf {
    const db = this.config?.db;
    if (isShelf(db)) return db;
    let shelf = this.#opened.get(db);
    if (shelf === undefined) this.#opened.set(db, (shelf = open(db)));
    return shelf;
  }

  async close(): Promise<void> {
    const shelves = [...this.#opened.values()];
    this.#opened = new Map();
    await Promise.all(shelves.map((shelf) => shelf.destroy()));
  }
}

function open(db: unknown): Shelf {
  if (typeof db !== 'string' && (typeof db !== 'object' || db === null)) {
    throw new InvalidValueError(
      "Backbone does not know its database: set Backbone.pg_connector.config = { db: 'pg://user:password@host/database' }, " +
        'where `db` is a URL, the options of postgres(), or a shelf',
    );
  }
  return createShelf({ dialect: postgres(db) });
}

function isShelf(db: unknown): db is Shelf {
  const { transaction, knex, Model } = (db ?? {}) as Partial<Shelf>;
  return typeof transaction === 'function' && typeof knex === 'function' && typeof Model === 'function';
}
