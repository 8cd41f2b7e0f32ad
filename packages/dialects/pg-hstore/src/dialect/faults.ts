import { ConnectionLostError, InvalidValueError, isTlsCode, TimeoutError, type Fault } from '@shelf/core';

/** What pg puts into the server's errors, and Node into those of the network. */
interface DriverError {
  readonly name?: string;
  message: string;
  /** An SQLSTATE of five characters, or a code of Node's. */
  readonly code?: unknown;
  /** The server ends the connection where it is FATAL. */
  readonly severity?: unknown;
  detail?: unknown;
  where?: unknown;
  readonly column?: unknown;
  readonly constraint?: unknown;
}

/** The server's own words, which knex buries under the statement. */
const messages = new WeakMap<object, string>();

/** Keeps what the server said before knex puts the statement in front of it; values that were bound are taken out. */
export function rememberMessage(error: unknown): void {
  if (!isError(error) || messages.has(error)) return;
  takeOutValues(error);
  messages.set(error, error.message);
}

/** The server quotes values that it refuses, and rows that violate a constraint. */
function takeOutValues(error: DriverError): void {
  const { code, detail } = error;
  if (typeof code !== 'string' || code.length !== STATE_LENGTH) return;
  if (code.startsWith('22')) {
    error.message = error.message.replace(/: "[^]*"$/, '').replace(/^value "[^]*" (?=is )/, 'value ');
    error.detail = error.where = undefined;
  }
  if (code.startsWith('23') && typeof detail === 'string')
    error.detail = detail.replace(/=\([^]*\)(?= )/, '=(…)').replace(/contains \([^]*\)/, 'contains (…)');
}

/** What the server said. */
export function messageOf(error: { readonly message: string }): string {
  return messages.get(error) ?? error.message;
}

function isError(error: unknown): error is DriverError {
  return typeof error === 'object' && error !== null && typeof (error as { message?: unknown }).message === 'string';
}

/** A prepared statement does not fit its tables any more, or has been forgotten by the server. */
export function isStalePlan(error: unknown): boolean {
  if (!isError(error)) return false;
  return error.code === '26000' || (error.code === '0A000' && /cached plan/.test(messageOf(error)));
}

/** A statement does not type-check; one that is prepared has done so before, so its tables have changed. */
const MISTYPED: ReadonlySet<unknown> = new Set(['42804', '42846', '42883']);

/** The parameters of a prepared statement have types that do not go with those of its tables any more. */
export function isMistyped(error: unknown): boolean {
  return isError(error) && MISTYPED.has(error.code);
}

const STATE_LENGTH = 5;
const NETWORK =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EHOSTDOWN|ENOENT)$/;
const DRIVER =
  /^(Connection terminated|Client was closed|Client has encountered a connection error|timeout expired|Unable to acquire a connection|aborted$)/;
/** 08: connection exception; 57P01-3: shut down, crashed, starting up; 57P04: dropped; 57P05: idle session timeout; 25P03: idle in a transaction for too long. */
const LOST = /^(08...|57P0[1-5]|25P03|53300)$/;
/** Login, database, and what the server says before there is a session: no right to connect, closed for all, unknown parameters. */
const REFUSED = /^(28...|3D000)$/;
const REFUSED_AT_START = /^(42501|55000|22023|42704|0A000)$/;
const REFUSED_BY_DRIVER = /^(SASL|The server does not support SSL|There was an error establishing an SSL)/;
const REFUSED_BY_POOLER = /^(no such (user|database)|.*authentication failed|.*not allowed)/;

const PROTOCOL_VIOLATION = '08P01';

/** Whether the connection is of no use after this error. */
export function isConnectionLoss(error: unknown): boolean {
  return isError(error) && (error instanceof ConnectionLostError || isLoss(error));
}

/** Whether the server has as many connections as it takes. */
export function isAtLimit(error: unknown): boolean {
  if (!isError(error)) return false;
  return (
    error.code === '53300' ||
    (error.code === PROTOCOL_VIOLATION && error.message.startsWith('no more connections allowed'))
  );
}

/** Whether the server has been made, or has become, one that can only be read. */
export function isReadOnly(error: unknown): boolean {
  return isError(error) && error.code === '25006';
}

/** Whether the database has given the transaction up in favour of another. */
export function isSerializationFailure(error: unknown): boolean {
  return isError(error) && typeof error.code === 'string' && BY_STATE.get(error.code) === 'SerializationFailure';
}

function isRefusal(error: DriverError): boolean {
  const { code, severity } = error;
  if (typeof code !== 'string') return REFUSED_BY_DRIVER.test(messageOf(error));
  if (isTlsCode(code) || REFUSED.test(code)) return true;
  if (severity !== 'FATAL') return false;
  return code === PROTOCOL_VIOLATION ? REFUSED_BY_POOLER.test(messageOf(error)) : REFUSED_AT_START.test(code);
}

function isLoss(error: DriverError): boolean {
  const { code, severity } = error;
  // The wrong number of bindings, or bytes that are none of the type's: it is the query's, and the connection goes on.
  if (code === PROTOCOL_VIOLATION) return severity === 'FATAL';
  return typeof code === 'string' ? LOST.test(code) || NETWORK.test(code) : DRIVER.test(messageOf(error));
}

/** Says which fault an error of pg is. */
export function translate(error: unknown): Fault | undefined {
  if (!isError(error)) return undefined;
  if (error instanceof TimeoutError || error.name === 'KnexTimeoutError') return { error: 'Timeout' };
  if (error instanceof InvalidValueError) return { error: 'InvalidValue' };
  if (isRefusal(error)) return { error: 'ConnectionRefused' };
  if (isLoss(error)) return { error: 'ConnectionLost' };
  if (isStalePlan(error)) return { error: 'SerializationFailure' };
  const { code } = error;
  if (typeof code !== 'string') return undefined;
  const name = BY_STATE.get(code) ?? (code.startsWith('22') && code.length === 5 ? 'InvalidValue' : undefined);
  return name && { error: name, ...placeOf(error) };
}

const BY_STATE: ReadonlyMap<string, Fault['error']> = new Map<string, Fault['error']>([
  ['23505', 'UniqueViolation'],
  ['23P01', 'UniqueViolation'],
  ['23503', 'ForeignKeyViolation'],
  ['23001', 'ForeignKeyViolation'],
  ['23502', 'NotNullViolation'],
  ['23514', 'CheckViolation'],
  ['40001', 'SerializationFailure'],
  ['40P01', 'SerializationFailure'],
  ['55P03', 'Timeout'],
  ['57014', 'Timeout'],
  // ON CONFLICT names no unique index.
  ['42P10', 'InvalidValue'],
  ['42703', 'UnknownColumn'],
  ['42P01', 'UnknownTable'],
  ['3F000', 'UnknownTable'],
  ['25006', 'ReadOnly'],
  // The disk is full, cannot be read, or has lost a file; data or an index is corrupt.
  ['53100', 'Storage'],
  ['58030', 'Storage'],
  ['58P01', 'Storage'],
  ['58P02', 'Storage'],
  ['XX001', 'Storage'],
  ['XX002', 'Storage'],
  ['54000', 'InvalidValue'],
  [PROTOCOL_VIOLATION, 'InvalidValue'],
]);

/** The columns and the constraint that an error concerns, where the server says them. */
function placeOf(error: DriverError): Pick<Fault, 'columns' | 'constraint'> {
  const columns = columnsOf(error);
  return {
    ...(columns === undefined ? {} : { columns }),
    ...(typeof error.constraint === 'string' ? { constraint: error.constraint } : {}),
  };
}

function columnsOf(error: DriverError): string[] | undefined {
  if (typeof error.column === 'string') return [error.column];
  const { detail } = error;
  if (error.code === '42703') {
    // column "a" of relation "t" does not exist; column t.a does not exist
    const [, quoted, plain] = /column (?:"(.+?)"|(?:\S+\.)?(\S+)) /s.exec(messageOf(error)) ?? [];
    const name = quoted ?? plain;
    return name === undefined ? undefined : [name];
  }
  // Key (a, b)=(1, 2) already exists.
  const [, list] = typeof detail === 'string' ? (/^Key \((.*?)\)=\(/s.exec(detail) ?? []) : [];
  return list === undefined ? undefined : list.split(', ');
}
