/** knex's clients for SQLite, which its typings leave out. */
declare module 'knex/lib/dialects/sqlite3/index.js' {
  import type { Knex } from 'knex';

  class Client extends Knex.Client {
    transacting?: true;
    _driver(): unknown;
    _query(connection: object, query: object): Promise<object>;
  }
  export default Client;
}

declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  export { default } from 'knex/lib/dialects/sqlite3/index.js';
}
