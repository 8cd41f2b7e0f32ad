import { Client as PlainClient, Query as PlainQuery } from 'pg';

/** What pg's client has underneath; its typings leave it out. */
export interface Wire {
  readonly parsedStatements: Record<string, string>;
  close(what: { readonly type: 'S'; readonly name: string }): void;
  on(event: 'readyForQuery', listener: (message: { readonly status: string }) => void): void;
}

/** A client of pg. */
export interface PgClient {
  readonly connection: Wire;
  readonly processID: number;
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

const Query = PlainQuery as unknown as new (config: PgQueryConfig) => {
  readonly text: string;
  prepare(wire: Wire): void;
};

/** One statement on its way, which first has the server forget prepared statements that nobody needs any more. */
export class Statement extends Query {
  readonly #forgotten: readonly string[];

  constructor(config: PgQueryConfig, forgotten: readonly string[]) {
    super(config);
    this.#forgotten = forgotten;
  }

  override prepare(wire: Wire): void {
    for (const name of this.#forgotten) {
      wire.close({ type: 'S', name });
      delete wire.parsedStatements[name];
    }
    super.prepare(wire);
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
