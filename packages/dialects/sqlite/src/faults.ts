import { InvalidValueError, TimeoutError, type Fault } from '@shelf/core';

/** What the drivers put into their errors. */
interface DriverError {
  readonly name?: string;
  readonly message: string;
  /** sqlite3 gives the primary code (`SQLITE_CONSTRAINT`), better-sqlite3 the extended one (`SQLITE_CONSTRAINT_UNIQUE`). */
  readonly code?: unknown;
}

/** The drivers' own words, which knex buries under the statement. */
const messages = new WeakMap<object, string>();

/** Keeps what the driver said before knex puts the statement in front of it. */
export function rememberMessage(error: unknown): unknown {
  if (isError(error) && !messages.has(error)) messages.set(error, error.message);
  return error;
}

/** What the driver said. */
export function messageOf(error: { readonly message: string }): string {
  return messages.get(error) ?? error.message;
}

/** Errors of native code need not be instances of this realm's Error. */
function isError(error: unknown): error is DriverError {
  return typeof error === 'object' && error !== null && typeof (error as { message?: unknown }).message === 'string';
}

/** Says which fault an error of either driver is. */
export function translate(error: unknown): Fault | undefined {
  if (!isError(error)) return undefined;
  if (error instanceof TimeoutError || error.name === 'KnexTimeoutError') return { error: 'Timeout' };
  if (error instanceof InvalidValueError) return { error: 'InvalidValue' };
  const said = messageOf(error);
  for (const [pattern, fault] of BY_MESSAGE) {
    const match = pattern.exec(said);
    if (match !== null) return fault(match[1] ?? '');
  }
  const { code } = error;
  if (typeof code !== 'string') return undefined;
  const known = BY_CODE.find(([prefix]) => code === prefix || code.startsWith(`${prefix}_`));
  return known && { error: known[1] };
}

const BY_MESSAGE: readonly (readonly [RegExp, (detail: string) => Fault])[] = [
  [/UNIQUE constraint failed: index '(.*)'$/s, (constraint) => ({ error: 'UniqueViolation', constraint })],
  [/UNIQUE constraint failed: (.*)$/s, (list) => ({ error: 'UniqueViolation', columns: columnsIn(list) })],
  [/FOREIGN KEY constraint failed/, () => ({ error: 'ForeignKeyViolation' })],
  [/NOT NULL constraint failed: (.*)$/s, (list) => ({ error: 'NotNullViolation', columns: columnsIn(list) })],
  [/CHECK constraint failed: (.*)$/s, (constraint) => ({ error: 'CheckViolation', constraint })],
  [/cannot store \w+ value in \w+ column (.*)$/s, (list) => ({ error: 'InvalidValue', columns: columnsIn(list) })],
  [/no such table: |unknown database /, () => ({ error: 'UnknownTable' })],
  [/directory does not exist/, () => ({ error: 'ConnectionRefused' })],
  [/ON CONFLICT clause does not match any/, () => ({ error: 'InvalidValue' })],
  [/no such column: (.*)$/s, (name) => ({ error: 'UnknownColumn', columns: [name] })],
  [/has no column named (.*)$/s, (name) => ({ error: 'UnknownColumn', columns: [name] })],
  [
    /^(Too (few|many) parameter values|SQLite3 can only bind|The bound string, buffer, or bigint is too big)/,
    () => ({ error: 'InvalidValue' }),
  ],
  [
    /connection is not open|Database (handle )?is closed|database is closed|^Unable to acquire a connection$|^aborted$/,
    () => ({ error: 'ConnectionLost' }),
  ],
];

const BY_CODE: readonly (readonly [string, Fault['error']])[] = [
  ['SQLITE_BUSY_SNAPSHOT', 'SerializationFailure'],
  ['SQLITE_BUSY', 'Timeout'],
  ['SQLITE_LOCKED', 'SerializationFailure'],
  ['SQLITE_INTERRUPT', 'Timeout'],
  ['SQLITE_MISMATCH', 'InvalidValue'],
  ['SQLITE_TOOBIG', 'InvalidValue'],
  ['SQLITE_RANGE', 'InvalidValue'],
  ['SQLITE_CANTOPEN', 'ConnectionRefused'],
  ['SQLITE_PERM', 'ConnectionRefused'],
  ['SQLITE_MISUSE', 'ConnectionLost'],
  ['SQLITE_FULL', 'Storage'],
  ['SQLITE_IOERR', 'Storage'],
  ['SQLITE_CORRUPT', 'Storage'],
  ['SQLITE_NOTADB', 'Storage'],
  ['SQLITE_READONLY', 'Storage'],
];

/** The columns in `table.column, table.column`. */
function columnsIn(list: string): string[] {
  return list.split(', ').map((name) => name.slice(name.indexOf('.') + 1));
}
