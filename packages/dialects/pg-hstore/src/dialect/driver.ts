/* oxlint-disable import/no-named-as-default-member -- pg has had names for ES modules since 8.15 alone */
import pg from 'pg';
import { Line } from './line.js';
import type { Field } from './rows.js';
import type { Wire } from './wire.js';

/** A client of pg. */
export interface PgClient {
  readonly line: Line;
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
  fields: readonly Field[];
}

interface StartupClient extends Omit<PgClient, 'line'> {
  getStartupConf(): Record<string, string>;
}

const Client = pg.Client as unknown as new (config: object) => StartupClient;

/** A client of pg that reads rows by itself, and starts with run-time parameters, so that none has to be set afterwards. */
export class SessionClient extends Client {
  readonly line: Line;
  readonly #session: Readonly<Record<string, string>>;

  constructor(config: object, session: Readonly<Record<string, string>>) {
    super(config);
    // A stream of the user's own is used as it is.
    this.line = new Line(this.connection, !this.ssl && (config as { stream?: unknown }).stream === undefined);
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

const Connection = pg.Connection as unknown as new (config: object) => CancelConnection;

/** A request to stop what a connection is running. */
export interface CancelRequest {
  /** Resolves once the server has taken note, or nobody waits for that any more. */
  readonly taken: Promise<void>;
  giveUp(): void;
}

/**
 * Asks the server to stop what a connection is running, over another connection, as the protocol has it: it reaches the
 * server through a pooler too. The server hangs up once it has taken note. Behind a balancer it may reach another server, to
 * which the secret key says nothing.
 */
export function cancelRunning({ host, port, ssl, processID, secretKey }: PgClient): CancelRequest {
  const connection = new Connection({ ssl });
  const taken = new Promise<void>((resolve) => {
    const cancel = (): void => connection.cancel(processID, secretKey);
    connection.on('connect', () => (ssl ? connection.requestSsl() : cancel()));
    connection.on('sslconnect', cancel);
    connection.on('error', resolve);
    connection.on('end', resolve);
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, host);
  });
  return { taken, giveUp: () => connection.stream.destroy() };
}
