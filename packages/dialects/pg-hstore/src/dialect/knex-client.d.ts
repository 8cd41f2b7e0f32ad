/** knex's client for PostgreSQL, which its typings leave out. */
declare module 'knex/lib/dialects/postgres/index.js' {
  import type { Knex } from 'knex';

  class Client extends Knex.Client {
    transacting?: true;
    // oxlint-disable-next-line typescript/no-misused-promises -- knex's typings forget the connection and the promise
    cancelQuery(connection?: object): Promise<void>;
    _driver(): unknown;
    _query(connection: object, query: object): Promise<object>;
  }
  export default Client;
}
