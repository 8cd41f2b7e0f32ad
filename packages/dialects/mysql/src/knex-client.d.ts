/** knex's client for mysql2, which its typings leave out. */
declare module 'knex/lib/dialects/mysql2/index.js' {
  import type { Knex } from 'knex';

  class Client extends Knex.Client {
    transacting?: true;
    isMariaDB?: boolean;
    // oxlint-disable-next-line typescript/no-misused-promises -- knex's typings forget the connection and the promise
    cancelQuery(connection?: object): Promise<void>;
    checkVersion(connection: object): Promise<string | null>;
    processResponse(query: object, runner: unknown): unknown;
    _driver(): unknown;
    _query(connection: object, query: object): Promise<object>;
    _stream(connection: object, query: object, stream: object, options: object): Promise<unknown>;
  }
  export default Client;
}

/** knex's transactions on mysql2. */
declare module 'knex/lib/dialects/mysql2/transaction.js' {
  class Transaction {
    readonly isolationLevel: string | undefined;
    readonly readOnly: boolean | undefined;
    constructor(client: object, ...given: unknown[]);
    /** Ends the transaction's promise. */
    _rejecter: (reason: unknown) => void;
    begin(connection: object): Promise<unknown>;
    rollback(connection: object, error: unknown): Promise<unknown>;
    rollbackTo(connection: object, error: unknown): Promise<unknown>;
    query(connection: object, sql: string): Promise<unknown>;
  }
  export default Transaction;
}
