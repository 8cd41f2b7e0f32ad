import { beginAtCaller } from './callers-stack.js';

/** The SQL that failed, as it was sent. */
export interface FailedQuery {
  readonly sql: string;
  readonly bindings: readonly unknown[];
}

/** What an error knows besides its message; every part may be missing. */
export interface ErrorDetails {
  readonly model?: string | undefined;
  readonly table?: string | undefined;
  readonly query?: FailedQuery | undefined;
  readonly cause?: unknown;
  /** The columns concerned, where the database names them. */
  readonly columns?: readonly string[] | undefined;
  /** The violated constraint, where the database names it. */
  readonly constraint?: string | undefined;
}

/** Base class of every error that Shelf raises; `code` is stable and listed in docs/errors.md. */
export class ShelfError extends Error {
  static readonly code: string = 'ERROR';
  readonly code: string;
  readonly model: string | undefined;
  readonly table: string | undefined;
  readonly query: FailedQuery | undefined;
  readonly columns: readonly string[] | undefined;
  readonly constraint: string | undefined;
  /** Which of many rows was refused, counted from 0, where that is known. */
  readonly index: number | undefined;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = new.target.code;
    this.model = details.model;
    this.table = details.table;
    this.query = details.query;
    this.columns = details.columns;
    this.constraint = details.constraint;
    beginAtCaller(this);
  }

  override get name(): string {
    return this.constructor.name;
  }
}

/** A row that was required does not exist. */
export class NotFoundError extends ShelfError {
  static override readonly code = 'NOT_FOUND';
}

/** A collection that was required to have rows has none. */
export class EmptyError extends ShelfError {
  static override readonly code = 'EMPTY';
}

/** An insert stored fewer rows than it was given, and so none is kept. */
export class NoRowsInsertedError extends ShelfError {
  static override readonly code = 'NO_ROWS_INSERTED';
}

/** An update matched no row. */
export class NoRowsUpdatedError extends ShelfError {
  static override readonly code = 'NO_ROWS_UPDATED';
}

/** A delete that required a row matched none. */
export class NoRowsDeletedError extends ShelfError {
  static override readonly code = 'NO_ROWS_DELETED';
}

/** A model name is not registered, or a class that was needed is no model. */
export class ModelNotResolvedError extends ShelfError {
  static override readonly code = 'MODEL_NOT_RESOLVED';
}

/** A relation does not exist on the model, or is declared wrongly. */
export class InvalidRelationError extends ShelfError {
  static override readonly code = 'INVALID_RELATION';
}

/** A constraint holds `undefined`, or there is no constraint where one is needed. */
export class UndefinedBindingError extends ShelfError {
  static override readonly code = 'UNDEFINED_BINDING';
}

/** A query came after its transaction's end, or while a savepoint inside it is open; or a rollback came after a part was committed. */
export class TransactionClosedError extends ShelfError {
  static override readonly code = 'TRANSACTION_CLOSED';
}

/** A unique or primary key exists already. */
export class UniqueViolationError extends ShelfError {
  static override readonly code = 'UNIQUE_VIOLATION';
}

/** A foreign key points to no row, or a row is still pointed to. */
export class ForeignKeyViolationError extends ShelfError {
  static override readonly code = 'FOREIGN_KEY_VIOLATION';
}

/** A column that may not be null was given null. */
export class NotNullViolationError extends ShelfError {
  static override readonly code = 'NOT_NULL_VIOLATION';
}

/** A check constraint refused a value. */
export class CheckViolationError extends ShelfError {
  static override readonly code = 'CHECK_VIOLATION';
}

/** The connection to the database broke or could not be made. */
export class ConnectionLostError extends ShelfError {
  static override readonly code = 'CONNECTION_LOST';
}

/** The server does not let this application in: its login, its database or its certificate is wrong. Trying again is of no use. */
export class ConnectionRefusedError extends ShelfError {
  static override readonly code = 'CONNECTION_REFUSED';
}

/** The database, or the transaction, can only be read. */
export class ReadOnlyError extends ShelfError {
  static override readonly code = 'READ_ONLY';
}

/** The files of the database are full, corrupt or may not be written. */
export class StorageError extends ShelfError {
  static override readonly code = 'STORAGE';
}

/** A query, a lock or a connection took longer than allowed. */
export class TimeoutError extends ShelfError {
  static override readonly code = 'TIMEOUT';
}

/** The database gave up this transaction in favour of another; running it again may succeed. */
export class SerializationFailureError extends ShelfError {
  static override readonly code = 'SERIALIZATION_FAILURE';
}

/** An attribute name cannot be a column name. */
export class InvalidAttributeError extends ShelfError {
  static override readonly code = 'INVALID_ATTRIBUTE';
}

/** A value cannot be stored in its column without loss. */
export class InvalidValueError extends ShelfError {
  static override readonly code = 'INVALID_VALUE';
}

/** An attribute has no column in the table. */
export class UnknownColumnError extends ShelfError {
  static override readonly code = 'UNKNOWN_COLUMN';
}

/** A query names a table that is not there. */
export class UnknownTableError extends ShelfError {
  static override readonly code = 'UNKNOWN_TABLE';
}

/** A plugin or a driver that is needed is not installed, or a plugin is installed twice. */
export class PluginMissingError extends ShelfError {
  static override readonly code = 'PLUGIN_MISSING';
}

/** A relation was read before it was loaded, where the shelf forbids that. */
export class RelationNotLoadedError extends ShelfError {
  static override readonly code = 'RELATION_NOT_LOADED';
}
