import { checkOptions, InvalidValueError } from '@shelf/core';
import type { Knex } from 'knex';
import type { ConnectionOptions } from 'mysql2';
import { checkedMode } from './modes.js';
import { optionsIn } from './url.js';

/** What `mysql()` takes; README.md has them in a table. */
export interface MysqlOptions {
  /** The server's name or address; `localhost` by default. */
  readonly host?: string;
  /** 3306 by default. */
  readonly port?: number;
  /** A Unix socket, in the place of host and port. */
  readonly socketPath?: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  /** How to encrypt the connection, as mysql2 takes it. */
  readonly ssl?: ConnectionOptions['ssl'];
  /** How long a connection may take to be made, in ms; 10000 by default. */
  readonly connectTimeout?: number;
  /** The session's SQL mode; strict by default. */
  readonly sqlMode?: string;
  /** The zone in which the server keeps DATETIME columns, as an offset such as `+02:00`; UTC by default. */
  readonly timeZone?: string;
  /** Whether BIGINT columns are read as BigInt. */
  readonly bigInts?: boolean;
  /** Whether statements are prepared and kept; true by default. */
  readonly prepare?: boolean;
  /** How many prepared statements a connection keeps; 200 by default. */
  readonly maxPreparedStatements?: number;
  /** More of mysql2's connection options. */
  readonly driver?: Omit<ConnectionOptions, (typeof OWN_OPTIONS)[number]>;
  /** Settings of knex's pool. */
  readonly pool?: Knex.PoolConfig;
  /** More of knex's configuration: `wrapIdentifier`, `postProcessResponse`, `acquireConnectionTimeout`, `log`… */
  readonly knex?: Omit<Knex.Config, 'client' | 'connection' | 'pool'>;
}

/** Options of the driver that Shelf decides, since its codecs stand on them, or that have an option of their own. */
const OWN_OPTIONS = [
  'bigNumberStrings',
  'charset',
  'charsetNumber',
  'connectTimeout',
  'database',
  'dateStrings',
  'decimalNumbers',
  'host',
  'jsonStrings',
  'maxPreparedStatements',
  'multipleStatements',
  'namedPlaceholders',
  'nestTables',
  'password',
  'pool',
  'port',
  'queryFormat',
  'rowsAsArray',
  'socketPath',
  'ssl',
  'stringifyObjects',
  'supportBigNumbers',
  'timezone',
  'typeCast',
  'uri',
  'user',
] as const;

/** By these an UPDATE counts the rows that it found, and a value never becomes a second statement. */
const OWN_FLAGS = /^-?(FOUND_ROWS|MULTI_STATEMENTS)$/i;

/** The options of one shelf with every default filled in. */
export interface Settings {
  readonly sqlMode: string;
  /** How far the server's zone is ahead of UTC, as SQL writes it and in ms. */
  readonly timeZone: string;
  readonly zoneOffset: number;
  readonly bigInts: boolean;
  readonly prepare: boolean;
  readonly maxConnections: number;
  /** How long a connection may take to be made, in ms; 0 is without limit. */
  readonly connectTimeout: number;
  /** What mysql2 connects with. */
  readonly connection: ConnectionOptions;
  readonly options: MysqlOptions;
}

const MOST_CONNECTIONS = 10;
const CONNECT_TIMEOUT = 10_000;
/** When the system first asks over a silent connection whether the server is there still, in ms. */
const KEEP_ALIVE_DELAY = 30_000;

const TEXTS = ['host', 'socketPath', 'user', 'password', 'database'] as const;
const SWITCHES = ['bigInts', 'prepare'] as const;
const NAMES: ReadonlySet<string> = new Set<keyof MysqlOptions>([
  ...TEXTS,
  ...SWITCHES,
  'port',
  'ssl',
  'connectTimeout',
  'sqlMode',
  'timeZone',
  'maxPreparedStatements',
  'driver',
  'pool',
  'knex',
]);

/** Checks the options and fills in the defaults; throws an InvalidValueError that says what is wrong. */
export function settingsOf(given: MysqlOptions | string): Settings {
  const options = typeof given === 'string' ? (optionsIn(given) as MysqlOptions) : given;
  if (typeof options !== 'object' || options === null)
    throw refusal('', `needs options or a URL such as 'mysql://user@host/database'; it was given ${show(given)}`);
  checkOptions('mysql()', options, [...NAMES]);
  for (const name of TEXTS) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== 'string')
      throw refusal(name, `is a text; it was given ${name === 'password' ? `a ${typeof value}` : show(value)}`);
  }
  for (const name of SWITCHES) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== 'boolean')
      throw refusal(name, `is true or false; it was given ${show(value)}`);
  }
  checkDriver(options.driver);
  const { port, connectTimeout, maxPreparedStatements, prepare, pool, sqlMode, timeZone } = options;
  if (port !== undefined) checkCount('port', port, 1, 65_535);
  if (connectTimeout !== undefined) checkCount('connectTimeout', connectTimeout, 0, 0x7fffffff);
  if (maxPreparedStatements !== undefined) checkCount('maxPreparedStatements', maxPreparedStatements, 1, 16_382);
  return {
    ...zoneOf(timeZone),
    sqlMode: checkedMode(sqlMode),
    bigInts: options.bigInts ?? false,
    prepare: prepare ?? true,
    maxConnections: pool?.max ?? MOST_CONNECTIONS,
    connectTimeout: connectTimeout ?? CONNECT_TIMEOUT,
    connection: connectionOf(options),
    options,
  };
}

/** Types hold nobody back who writes JavaScript or a URL. */
function checkDriver(driver: unknown): void {
  if (driver === undefined) return;
  if (typeof driver !== 'object' || driver === null)
    throw refusal('driver', `holds connection options of mysql2; it was given ${show(driver)}`);
  const { flags = [] } = driver as { readonly flags?: unknown };
  if (!Array.isArray(flags) || flags.some((flag) => OWN_FLAGS.test(String(flag))))
    throw refusal('driver', 'takes a list of flags without FOUND_ROWS and MULTI_STATEMENTS, which Shelf decides');
  const own = OWN_OPTIONS.find((name) => name in driver);
  if (own === undefined) return;
  const remedy = NAMES.has(own) ? `give mysql() the option ${own} itself` : 'the values of columns depend on it';
  throw refusal('driver', `cannot hold ${own}: ${remedy}`);
}

function connectionOf(options: MysqlOptions): ConnectionOptions {
  const { host, port, socketPath, user, password, database, ssl, connectTimeout, maxPreparedStatements } = options;
  const connection = { host, port, socketPath, user, password, database, ssl, connectTimeout };
  return {
    keepAliveInitialDelay: KEEP_ALIVE_DELAY,
    ...Object.fromEntries(Object.entries(connection).filter(([, value]) => value !== undefined)),
    ...options.driver,
    charset: 'utf8mb4',
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    maxPreparedStatements: maxPreparedStatements ?? 200,
    multipleStatements: false,
    // A server could ask for any file of this machine.
    flags: ['-LOCAL_FILES', ...(options.driver?.flags ?? [])],
  };
}

function zoneOf(timeZone: unknown = '+00:00'): Pick<Settings, 'timeZone' | 'zoneOffset'> {
  const match = typeof timeZone === 'string' ? /^([+-])(\d\d):(\d\d)$/.exec(timeZone) : null;
  const [hours, minutes] = [Number(match?.[2]), Number(match?.[3])];
  if (match === null || hours > 13 || minutes > 59)
    throw refusal('timeZone', `is an offset from UTC such as '+02:00' or '-05:30'; it was given ${show(timeZone)}`);
  const offset = (hours * 60 + minutes) * 60_000;
  return { timeZone: match[0], zoneOffset: match[1] === '-' ? -offset : offset };
}

function checkCount(name: string, value: unknown, least: number, most: number): void {
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
    throw refusal(name, `is a whole number from ${least} to ${most}; it was given ${show(value)}`);
}

function refusal(name: string, what: string): InvalidValueError {
  return new InvalidValueError(`mysql(${name === '' ? '' : `{ ${name} }`}) ${what}`);
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
