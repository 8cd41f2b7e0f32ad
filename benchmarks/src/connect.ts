import createKnex, { type Knex } from 'knex';
import type { Driver } from './drivers.js';

/** Makes a knex over the driver named; Bookshelf and Objection use it too. */
export function connect(driver: Driver, filename: string): Knex {
  return createKnex({ client: driver, connection: { filename }, useNullAsDefault: true });
}
