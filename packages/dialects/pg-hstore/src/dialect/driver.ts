import { Client as PlainClient, Connection as PlainConnection, Query as PlainQuery } from 'pg';
import { rowMaker, type Field, type MakeRow } from './rows.js';

/** What pg's client has underneath; its typings leave it out. */
export interface Wire {
  readonly parsedStatements: Record<string, string>;
  close(what: { readonly type: 'S'; readonly name: string }): void;
  on(event: 'readyForQuery', listener: (message: { readonly status: string }) => void): void;
  on(event: 'parameterStatus', listener: (message: Parameter) => void): void;
}

/** A run-time parameter as the server reports it. */
export interface Parameter {
  readonly parameterName: string;
  readonly parameterValue: string;
}

/** A client of pg. */
export interface PgClient {
  readonly connection: Wire;
  readonly host: string;
  readonly port: number;
  readonly ssl: unknown;
  readonly processID: number;
  readonly secretKey: unknown;
  __knex__disposed?: unknown;
  on(event: 'error' | 'end', listener: (error?: Error) => void): void;
  connect(): Promise<unknown>;
  end(callback: (error?: Error) => void): void;
  query(query: object): unknown;
}

/** What pg makes of a finished statement. */
export interface PgResult {
  readonly command: string;
  readonly rowCount: number | null;
  readonly rows: Record<string, unknown>[];
}

type Callback = (error: Error | null, result: PgResult | PgResult[]) => void;

interface PgQueryConfig {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name?: string | undefined;
  readonly callback: Callback;
}

interface PgQuery {
  readonly _result: PgResult & { readonly rowAsArray: boolean };
  _canceledDueToError: unknown;
  /** The numbers of the parameters' types, for the server. */
  types: unknown;
  prepare(wire: Wire): void;
  handleRowDescription(message: { readonly fields: readonly Field[] }): void;
  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void;
}

const Query = PlainQuery as unknown as new (config: PgQueryConfig) => PgQuery;

/** One statement on its way: it makes its rows itself, and has the server forget statements that nobody needs any more. */
export class Statement extends Query {
  readonly #forgotten: readonly string[];
  readonly #bigInts: boolean;
  #makeRow: MakeRow | undefined;

  constructor(
    config: PgQueryConfig,
    bigInts: boolean,
    forgotten: readonly string[],
    parameterTypes: readonly number[] | undefined,
  ) {
    super(config);
    // Parsers that came by this name are with the result already.
    if (parameterTypes !== undefined) this.types = parameterTypes;
    this.#bigInts = bigInts;
    this.#forgotten = forgotten;
  }

  override prepare(wire: Wire): void {
    for (const name of this.#forgotten) {
      wire.close({ type: 'S', name });
      delete wire.parsedStatements[name];
    }
    super.prepare(wire);
  }

  override handleRowDescription(message: { readonly fields: readonly Field[] }): void {
    super.handleRowDescription(message);
    this.#makeRow = this._result.rowAsArray ? undefined : rowMaker(message.fields, this.#bigInts);
  }

  override handleDataRow(message: { readonly fields: readonly (string | null)[] }): void {
    if (this.#makeRow === undefined) return super.handleDataRow(message);
    if (this._canceledDueToError !== false) return undefined;
    try {
      this._result.rows.push(this.#makeRow(message.fields));
    } catch (error) {
      this._canceledDueToError = error;
    }
    return undefined;
  }
}

interface StartupClient extends PgClient {
  getStartupConf(): Record<string, string>;
}

const Client = PlainClient as unknown as new (config: object) => StartupClient;

/** A client of pg that starts with run-time parameters, so that none has to be set afterwards. */
export class SessionClient extends Client {
  readonly #session: Readonly<Record<string, string>>;

  constructor(config: object, session: Readonly<Record<string, string>>) {
    super(config);
    this.#session = session;
  }

  override getStartupConf(): Record<string, string> {
    return { ...super.getStartupConf(), ...this.#session };
  }
}

interface CancelConnection {
  readonly stream: { destroy(): void };
  connect(portOrPath: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: unknown): void;
  on(event: 'connect' | 'sslconnect' | 'end' | 'error', listener: () => void): void;
}

const Connection = PlainConnection as unknown as new (config: object) => CancelConnection;

/** How long a request to cancel may take, in ms. */
const PATIENCE = 5000;

/**
 * Asks the server to stop what a connection is running, over another connection, as the protocol has it: it reaches the
 * server through a pooler too. Resolves once the server has taken note; it hangs up then.
 */
export function cancelRunning({ host, port, ssl, processID, secretKey }: PgClient): Promise<void> {
  return new Promise((resolve) => {
    const connection = new Connection({ ssl });
    const timer = setTimeout(() => connection.stream.destroy(), PATIENCE);
    const cancel = (): void => connection.cancel(processID, secretKey);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    connection.on('connect', () => (ssl ? connection.requestSsl() : cancel()));
    connection.on('sslconnect', cancel);
    connection.on('error', done);
    connection.on('end', done);
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, host);
  });
}
