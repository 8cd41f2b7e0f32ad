import makeKnex, { type Knex } from 'knex';
import { quietly, type Dialect } from '@shelf/core';
import { MOST_BINDINGS } from './bindings.js';
import { clientOf } from './client.js';
import { codecOf } from './codecs/index.js';
import { describe } from './describe.js';
import { translate } from './faults.js';
import { bindsAs, comparand } from './comparand.js';
import { list } from './list.js';
import { settingsOf, type SqliteOptions } from './options.js';
import { quote } from './quote.js';

/** Warnings of knex that are always so with SQLite. */
const USUAL = /only supports serializable transactions|implicitly handles read vs write/;

/**
 * Makes the dialect for one SQLite database.
 *
 * @param options the file, and what should not be as it is by default
 * @example
 * const shelf = createShelf({ dialect: sqlite({ filename: 'app.db' }) });
 */
export function sqlite(options: SqliteOptions): Dialect {
  const settings = settingsOf(options);
  return {
    name: 'sqlite',
    capabilities: {
      returning: true,
      insertId: true,
      upsert: 'on-conflict',
      emptyInsert: 'default values',
      lateral: false,
      windowFunctions: true,
      rowLocking: false,
      parallelReads: settings.maxConnections > 1,
      maxBindings: MOST_BINDINGS,
      maxIdentifierBytes: Infinity,
      maxIdentifierCharacters: Infinity,
    },
    connect(): Knex {
      const { log, ...config } = options.knex ?? {};
      return makeKnex({
        ...config,
        client: clientOf(settings.driver),
        connection: { ...settings },
        // A database in memory lives in its one connection, which no setting may let go.
        pool: { min: 0, max: settings.maxConnections, ...options.pool, ...(settings.temporary ? { min: 1 } : {}) },
        useNullAsDefault: true,
        log: quietly(log, USUAL),
      });
    },
    quote,
    describe,
    list,
    comparand,
    bindsAs,
    codec: (column) => codecOf(column, settings),
    translate,
  };
}
