import { InvalidValueError, isTlsCode, TimeoutError, type Fault } from '@shelf/core';
import { duplicatedKey, keyIn } from './duplicates.js';

/** What mysql2 puts into its errors. */
interface DriverError {
  readonly name?: string;
  message: string;
  readonly code?: unknown;
  readonly errno?: unknown;
  /** What the server itself said. */
  sqlMessage?: string;
  /** What was sent. */
  sql?: string;
  /** The connection did not survive it, or was never made. */
  readonly fatal?: boolean;
  /** The operation of the system that failed: `connect`, `read`… */
  readonly syscall?: string;
}

/** Says which fault an error of mysql2 is. */
export function translate(error: unknown): Fault | undefined {
  if (!isError(error)) return undefined;
  if (error instanceof TimeoutError || error.name === 'KnexTimeoutError') return { error: 'Timeout' };
  if (error instanceof InvalidValueError) return { error: 'InvalidValue' };
  const { errno, fatal, syscall, message, code } = error;
  const said = error.sqlMessage ?? message;
  if (typeof code === 'string' && (isTlsCode(code) || REFUSED.has(code)) && typeof errno !== 'number')
    return { error: 'ConnectionRefused' };
  const read = typeof errno === 'number' ? BY_NUMBER.get(errno) : undefined;
  if (read !== undefined) return read(said, error);
  if (fatal === true || syscall !== undefined || LOST.test(message)) return { error: 'ConnectionLost' };
  return undefined;
}

/** Errors of the driver need not be instances of this realm's Error. */
function isError(error: unknown): error is DriverError {
  return typeof error === 'object' && error !== null && typeof (error as { message?: unknown }).message === 'string';
}

const LOST =
  /^Unable to acquire a connection$|^aborted$|connection is in closed state$|^Connection lost|^Can't write in closed state$/;

/** What mysql2 itself calls a server that encrypts or authenticates otherwise. */
const REFUSED: ReadonlySet<string> = new Set([
  'HANDSHAKE_NO_SSL_SUPPORT',
  'HANDSHAKE_SSL_ERROR',
  'AUTH_SWITCH_PLUGIN_ERROR',
]);

/** Takes the values out of what the server says, and what was sent: the server quotes those that it refuses. */
export function takeOutValues(error: unknown, sql: string): void {
  if (!isError(error) || typeof error.errno !== 'number') return;
  const isWritten = error.sql !== undefined && error.sql !== sql;
  if (isWritten) error.sql = sql;
  if (error.sqlMessage === undefined) return;
  const said = (isWritten ? error.sqlMessage.replace(NEAR, '') : error.sqlMessage)
    .replace(/^(Duplicate entry) '[^]*' (?=for key)/, '$1 ')
    .replace(/\b(value): '[^]*'(?= for (?:column|function) |$)/, '$1')
    .replace(/^(Illegal .*?) '[^]*' (?=value found)/, '$1 ');
  error.message = error.message.replace(error.sqlMessage, () => said);
  error.sqlMessage = said;
}

/** What the server could not read, values that were written into it included. */
const NEAR = / near '[^]*'(?= at line \d+$)/;

/** Whether the server has as many connections as it takes, of all or of this user. */
export function isAtLimit(error: unknown): boolean {
  if (!isError(error) || typeof error.errno !== 'number') return false;
  return AT_LIMIT.has(error.errno) || (error.errno === USER_LIMIT && error.message.includes('connections'));
}

const AT_LIMIT: ReadonlySet<number> = new Set([1040, 1203]);
const USER_LIMIT = 1226;

/** Whether the connection is of no use any more, though the server has not ended it: it can only be read, is not ready, or is going down. */
export function isUseless(error: unknown): boolean {
  if (!isError(error) || typeof error.errno !== 'number') return false;
  return error.errno === OPTION ? READ_ONLY.test(error.message) : USELESS.has(error.errno);
}

const OPTION = 1290;
const READ_ONLY = /read[-_ ]only/i;
const USELESS: ReadonlySet<number> = new Set([1836, 1047, 1053, 1927]);

/** Whether the server has given the transaction up in favour of another. */
export function isSerializationFailure(error: unknown): boolean {
  return translate(error)?.error === 'SerializationFailure';
}

type Read = (said: string, error: DriverError) => Fault | undefined;

const is =
  (error: Fault['error']): Read =>
  () => ({ error });

const notNull: Read = (said) => ({
  error: 'NotNullViolation',
  ...columnsIn(/^(?:Column|Field) ('.*') (?:cannot be null|doesn't have a default value)$/s.exec(said)),
});
const unknownColumn: Read = (said) => ({
  error: 'UnknownColumn',
  ...columnsIn(/^Unknown column '(.*)' in '[^']*'$/s.exec(said)),
});
// The value comes first, and may look like a message itself.
const invalidValue: Read = (said) => ({
  error: 'InvalidValue',
  ...columnsIn(/^.* (?:for|of) column (.*) at row \d+$/s.exec(said)),
});
const unique: Read = (said, error) => {
  const { name: constraint = keyIn(said), columns } = duplicatedKey(error) ?? {};
  return { error: 'UniqueViolation', ...(columns && { columns }), ...(constraint !== undefined && { constraint }) };
};
const foreignKey: Read = (said) => {
  const [, constraint] = /CONSTRAINT `(.*?)` FOREIGN KEY/s.exec(said) ?? [];
  return { error: 'ForeignKeyViolation', ...(constraint !== undefined && { constraint }) };
};
const check: Read = (said) => {
  const [, constraint] =
    /^(?:CONSTRAINT `(?:.*?\.)?(.*?)` failed|Check constraint '(.*?)' is violated)/s.exec(said)?.filter(Boolean) ?? [];
  return { error: 'CheckViolation', ...(constraint !== undefined && { constraint }) };
};

const option: Read = (said) => (READ_ONLY.test(said) ? { error: 'ReadOnly' } : undefined);
const unknownDatabase: Read = (_, { fatal }) => ({ error: fatal === true ? 'ConnectionRefused' : 'UnknownTable' });

/** MySQL's error numbers, and MariaDB's where it has its own. */
const BY_NUMBER: ReadonlyMap<number, Read> = new Map<number, Read>([
  ...each([1062, 1586, 1859], unique),
  ...each([1048, 1364], notNull),
  ...each([1216, 1217, 1451, 1452, 1761, 1762], foreignKey),
  ...each([3819, 4025], check),
  ...each([1054], unknownColumn),
  ...each([1146, 1051, 1109], is('UnknownTable')),
  ...each([1049], unknownDatabase),
  // The server runs with an option that refuses this, is being read only, or the transaction or the table is.
  ...each([1290], option),
  ...each([1836, 1792, 1036], is('ReadOnly')),
  // The disk or the table is full, a file cannot be read or written, a table or an index is corrupt.
  ...each([3, 20, 1021, 1114, 1023, 1024, 1026, 1030, 1034, 1035, 1194, 1195, 1712, 1812, 1878, 1932], is('Storage')),
  // The user, the host, the password, the database, or how they are to be proved.
  ...each([1044, 1045, 1129, 1130, 1251, 1524, 1698, 1820, 1862, 3118, 3159, 4151], is('ConnectionRefused')),
  // Out of range, cut off, malformed, of the wrong type, too long, too big for a packet.
  ...each(
    [1264, 1265, 1292, 1366, 1367, 1406, 1411, 1441, 1690, 3140, 3141, 3143, 3144, 3732, 1153, 1210],
    invalidValue,
  ),
  // A lock that could not be had, a query that was stopped or took longer than it may.
  ...each([1205, 3572, 1317, 1969, 3024], is('Timeout')),
  // A deadlock, a row that has changed since the snapshot.
  ...each([1213, 1020, 1614], is('SerializationFailure')),
  // Not ready, shut down, too many connections, killed, idle for too long.
  ...each([1047, 1040, 1053, 1079, 1152, 1184, 1203, 1226, 1927, 4031, 2006, 2013], is('ConnectionLost')),
]);

function each(numbers: readonly number[], read: Read): (readonly [number, Read])[] {
  return numbers.map((number) => [number, read]);
}

/** The column in `'name'`, `table.name` or `` `database`.`table`.`name` ``. */
function columnsIn(match: RegExpExecArray | null): { readonly columns?: readonly string[] } {
  const [, name] = match ?? [];
  if (name === undefined) return {};
  const [, quoted] = /`((?:[^`]|``)*)`$/s.exec(name) ?? [];
  if (quoted !== undefined) return { columns: [quoted.replaceAll('``', '`')] };
  const [, whole = name.slice(name.lastIndexOf('.') + 1)] = /^'(.*)'$/s.exec(name) ?? [];
  return { columns: [whole] };
}
