/** knex's clients for SQLite, which its typings leave out. */
declare module 'knex/lib/dialects/sqlite3/index.js' {
  import type { Knex } from 'knex';

  class Client extends Knex.Client {
    transacting?: true;
    // oxlint-disable-next-line typescript/no-misused-promises -- knex's typings forget the connection and the promise
    cancelQuery(connection?: object): Promise<void>;
    parameter(value: unknown, builder: unknown, holder: unknown): string;
    _driver(): unknown;
    _query(connection: object, query: object): Promise<object>;
  }
  export default Client;
}

declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  export { default } from 'knex/lib/dialects/sqlite3/index.js';
}
