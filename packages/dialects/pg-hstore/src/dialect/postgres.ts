import makeKnex, { type Knex } from 'knex';
import { quietly, type Dialect } from '@shelf/core';
import { MOST_BINDINGS } from './bindings.js';
import { clientClass } from './client.js';
import { codecOf } from './codecs/index.js';
import { bindsAs, comparand } from './comparand.js';
import { dynamic } from '../hstore/store.js';
import { describe } from './describe.js';
import { translate } from './faults.js';
import { list } from './list.js';
import { optionsOf, settingsOf, type PostgresOptions } from './options.js';
import { quote } from './quote.js';

/**
 * Makes the dialect for one PostgreSQL database.
 *
 * @param options the server's URL, or its address and what should not be as it is by default
 * @example
 * const shelf = createShelf({ dialect: postgres('postgres://localhost/shop') });
 */
export function postgres(options: PostgresOptions | string): Dialect {
  const given = optionsOf(options);
  const settings = settingsOf(given);
  return {
    name: 'postgres',
    capabilities: {
      returning: true,
      insertId: false,
      upsert: 'on-conflict',
      emptyInsert: 'default values',
      lateral: true,
      windowFunctions: true,
      rowLocking: true,
      parallelReads: (given.pool?.max ?? 10) > 1,
      maxBindings: MOST_BINDINGS,
      maxIdentifierBytes: 63,
      maxIdentifierCharacters: Infinity,
    },
    connect(): Knex {
      const { log, ...config } = given.knex ?? {};
      return makeKnex({
        ...config,
        client: clientClass(),
        connection: { ...settings.server } as Knex.PgConnectionConfig,
        pool: { min: 0, max: 10, ...given.pool },
        log: quietly(log),
        shelf: settings,
      } as Knex.Config);
    },
    quote,
    describe,
    list,
    comparand,
    bindsAs,
    dynamic,
    codec: codecOf,
    translate,
  };
}
