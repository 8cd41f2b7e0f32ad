/** What knex's clients do underneath; its typings say `any`. */
export interface RunningClient {
  readonly config: { readonly postProcessResponse?: unknown };
  /** Brought by the clients of Shelf's dialects: a connection checked out at once. */
  takeIdle?(): KnexConnection | undefined;
  /** Brought by the clients of Shelf's dialects: `query` without events for nobody. */
  send?(connection: KnexConnection, query: object): Promise<object>;
  hears?(event: string): boolean;
  acquireConnection(): Promise<KnexConnection>;
  releaseConnection(connection: KnexConnection): Promise<void>;
  query(connection: KnexConnection, query: object): Promise<object>;
  processResponse(response: object, runner: object): unknown;
  postProcessResponse(response: unknown, context: unknown): unknown;
  emit(event: string, ...args: unknown[]): boolean;
  readonly pool?: object;
  readonly transacting?: boolean;
  canCancelQuery?: boolean;
  cancelQuery?(connection: KnexConnection): unknown;
  /** Brought by the clients of Shelf's dialects: `cancelQuery` for one of the queries that a connection has. */
  giveUp?(connection: KnexConnection, query: object): void;
  /** Brought by them too, for the client of a transaction: gives up what runs in it. */
  giveUpAll?(): Promise<void>;
  /** Brought by them too: ends all connections of a pool, whatever they are doing. */
  abandon?(pool: object): Promise<void>;
  runner(builder: object): Runner;
}

export interface KnexConnection {
  readonly __knexUid?: string;
  readonly __knexTxId?: string;
}

/** What knex runs a builder with. */
export interface Runner {
  client: RunningClient;
  builder: object;
  readonly connection: KnexConnection;
  /** Gets a connection and has the query sent on it; called before anything else is done. */
  ensureConnection(...args: unknown[]): Promise<unknown>;
  query(query: object): Promise<unknown>;
}
