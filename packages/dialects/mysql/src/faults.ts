import { InvalidValueError, TimeoutError, type Fault } from '@shelf/core';
import { duplicatedKey, keyIn } from './duplicates.js';

/** What mysql2 puts into its errors. */
interface DriverError {
  readonly name?: string;
  readonly message: string;
  readonly code?: unknown;
  readonly errno?: unknown;
  /** What the server itself said. */
  readonly sqlMessage?: string;
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
  const { errno, fatal, syscall, message } = error;
  const said = error.sqlMessage ?? message;
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

type Read = (said: string, error: object) => Fault;

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

/** MySQL's error numbers, and MariaDB's where it has its own. */
const BY_NUMBER: ReadonlyMap<number, Read> = new Map<number, Read>([
  ...each([1062, 1586, 1859], unique),
  ...each([1048, 1364], notNull),
  ...each([1216, 1217, 1451, 1452, 1761, 1762], foreignKey),
  ...each([3819, 4025], check),
  ...each([1054], unknownColumn),
  // Out of range, cut off, malformed, of the wrong type, too long, too big for a packet.
  ...each(
    [1264, 1265, 1292, 1366, 1367, 1406, 1411, 1441, 1690, 3140, 3141, 3143, 3144, 3732, 1153, 1210],
    invalidValue,
  ),
  // A lock that could not be had, a query that was stopped or took longer than it may.
  ...each([1205, 3572, 1317, 1969, 3024], is('Timeout')),
  // A deadlock, a row that has changed since the snapshot.
  ...each([1213, 1020, 1614], is('SerializationFailure')),
  // Shut down, too many connections, killed, idle for too long.
  ...each([1040, 1053, 1079, 1152, 1184, 1203, 1927, 4031, 2006, 2013, 1927], is('ConnectionLost')),
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
