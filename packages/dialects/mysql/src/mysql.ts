import makeKnex, { type Knex } from 'knex';
import { quietly, type Dialect } from '@shelf/core';
import { MysqlClient, SHELF } from './client.js';
import { codecOf } from './codecs/index.js';
import { describe } from './describe.js';
import { translate } from './faults.js';
import { bindsAs, comparand } from './comparand.js';
import { list } from './list.js';
import { settingsOf, type MysqlOptions } from './options.js';
import { quote } from './quote.js';
import { capabilitiesOf, Server } from './server.js';

/**
 * Makes the dialect for one database of MySQL 8 or MariaDB 10.11 and later; which of the two it is, is found out when connecting.
 *
 * @param options where the database is, and what should not be as it is by default; or a URL
 * @throws InvalidValueError when an option has a value that it cannot have
 * @example
 * const shelf = createShelf({ dialect: mysql('mysql://app:secret@localhost/shop') });
 */
export function mysql(options: MysqlOptions | string): Dialect {
  const settings = settingsOf(options);
  const server = new Server();
  const { pool, knex } = settings.options;
  return {
    name: 'mysql',
    capabilities: capabilitiesOf(server, settings.maxConnections),
    connect(): Knex {
      const { log, ...config } = knex ?? {};
      return makeKnex({
        ...config,
        client: MysqlClient,
        connection: settings.connection,
        pool: { min: 0, max: settings.maxConnections, ...pool },
        log: quietly(log),
        [SHELF]: { settings, server },
      } as Knex.Config);
    },
    quote,
    describe: (knexOrTransaction, table, schema, signal) => describe(knexOrTransaction, server, table, schema, signal),
    list,
    comparand,
    bindsAs,
    codec: (column) => codecOf(column, settings),
    translate,
  };
}
