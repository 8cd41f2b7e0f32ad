import { checkOptions, InvalidValueError } from '@shelf/core';
import type { Knex } from 'knex';
import type { ConnectionOptions as TlsOptions } from 'node:tls';

/** How to reach the server, in the words of the driver `pg`; what is left out comes from the environment (`PGHOST` …). */
export interface ServerOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly connectionString?: string;
  /** A host name, or the folder of a Unix socket. */
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  /** The password, or a function that fetches one for each new connection. */
  readonly password?: string | (() => string | Promise<string>);
  readonly ssl?: boolean | TlsOptions;
  /** Shown in `pg_stat_activity`. */
  readonly application_name?: string;
  /** How long the server lets a statement run, in ms; without limit by default. */
  readonly statement_timeout?: number;
  /** How long a statement waits for a lock, in ms; without limit by default. */
  readonly lock_timeout?: number;
  /** How long a transaction may sit idle before the server ends its connection, in ms; without limit by default. */
  readonly idle_in_transaction_session_timeout?: number;
  /** How long a connection may take to be made, in ms; 10000 by default. */
  readonly connectionTimeoutMillis?: number;
  /** Whether the system asks over a silent connection if the server is there still; true by default. */
  readonly keepAlive?: boolean;
  /** When it asks first, in ms; after 30000 by default. */
  readonly keepAliveInitialDelayMillis?: number;
}

/** What `postgres()` takes; README.md has them in a table. */
export interface PostgresOptions extends ServerOptions {
  /** The schemas where tables without one are looked for. */
  readonly searchPath?: string | readonly string[];
  /** Whether statements are prepared and reused by name; true by default. Switch it off behind a transaction pooler. */
  readonly prepare?: boolean;
  /** Whether 64-bit integers are read as BigInt. */
  readonly bigInts?: boolean;
  /** Run-time parameters of every connection: `{ TimeZone: 'UTC', DateStyle: 'ISO' }` is there by default. */
  readonly session?: Readonly<Record<string, string>>;
  /** Settings of knex's pool. */
  readonly pool?: Knex.PoolConfig;
  /** More of knex's configuration: `wrapIdentifier`, `postProcessResponse`, `acquireConnectionTimeout`, `log`… */
  readonly knex?: Omit<Knex.Config, 'client' | 'connection' | 'pool' | 'searchPath'>;
}

/** The options of one shelf with every default filled in. */
export interface Settings {
  readonly server: ServerOptions;
  readonly session: Readonly<Record<string, string>>;
  readonly prepare: boolean;
  readonly bigInts: boolean;
}

/** Without these, instants and texts of the server would be read as something else. */
const SESSION = { TimeZone: 'UTC', DateStyle: 'ISO, YMD', standard_conforming_strings: 'on' };

/** A server that is gone without a word is noticed: when a connection is made, and by the system's probes later. */
const CONNECTING = { connectionTimeoutMillis: 10_000, keepAlive: true, keepAliveInitialDelayMillis: 30_000 };

const SERVER_OPTIONS: readonly (keyof ServerOptions)[] = [
  'connectionString',
  'host',
  'port',
  'database',
  'user',
  'password',
  'ssl',
  'application_name',
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'connectionTimeoutMillis',
  'keepAlive',
  'keepAliveInitialDelayMillis',
];
const OPTIONS: readonly string[] = [...SERVER_OPTIONS, 'searchPath', 'prepare', 'bigInts', 'session', 'pool', 'knex'];

const TEXTS = ['connectionString', 'host', 'database', 'user', 'application_name'] as const;

/** Checks the options and fills in the defaults; throws an InvalidValueError that says what is wrong. */
export function settingsOf(options: PostgresOptions): Settings {
  checkOptions('postgres()', options, OPTIONS);
  const { prepare = true, bigInts = false, searchPath, session = {} } = options;
  if (typeof prepare !== 'boolean') throw new InvalidValueError('postgres({ prepare }) is true or false');
  if (typeof bigInts !== 'boolean') throw new InvalidValueError('postgres({ bigInts }) is true or false');
  for (const name of TEXTS)
    if (options[name] !== undefined && typeof options[name] !== 'string')
      throw new InvalidValueError(`postgres({ ${name} }) is a string`);
  // Environment variables are texts.
  const port = options.port as number | string | undefined;
  if (port !== undefined && !(Number.isInteger(Number(port)) && Number(port) > 0 && Number(port) < 65_536))
    throw new InvalidValueError('postgres({ port }) is a number from 1 to 65535');
  const server: { -readonly [name in keyof ServerOptions]: unknown } = {};
  for (const name of SERVER_OPTIONS) if (options[name] !== undefined) server[name] = options[name];
  return {
    server: { ...CONNECTING, ...(server as ServerOptions) },
    session: { ...SESSION, ...(searchPath === undefined ? {} : { search_path: pathOf(searchPath) }), ...session },
    prepare,
    bigInts,
  };
}

function pathOf(schemas: string | readonly string[]): string {
  const list = typeof schemas === 'string' ? [schemas] : schemas;
  if (!Array.isArray(list) || list.length === 0 || !list.every((each) => typeof each === 'string' && each !== ''))
    throw new InvalidValueError('postgres({ searchPath }) is the name of a schema, or a list of names');
  return (list as readonly string[]).map((each) => `"${each.replaceAll('"', '""')}"`).join(', ');
}

/** The options, when the address of the server is all that was given. */
export function optionsOf(given: unknown): PostgresOptions {
  if (given instanceof URL) return optionsOf(given.href);
  if (typeof given === 'string') {
    if (/^(postgres|postgresql|pg):\/\//i.test(given)) return { connectionString: given.replace(/^pg:/i, 'postgres:') };
    throw new InvalidValueError(`postgres(url) takes 'postgres://user:password@host:port/database'`);
  }
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
  throw new InvalidValueError(`postgres() takes a URL or options, such as { host, user, password, database }`);
}
