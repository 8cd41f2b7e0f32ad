import * as errors from '../errors.js';
import type { Fault } from '../dialect.js';
import { restoreWords } from '../dialect/words.js';
import type { Naming } from '../naming.js';
import type { Origin } from '../instance.js';

const CLASSES: Readonly<Record<Fault['error'], typeof errors.ShelfError>> = {
  UniqueViolation: errors.UniqueViolationError,
  ForeignKeyViolation: errors.ForeignKeyViolationError,
  NotNullViolation: errors.NotNullViolationError,
  CheckViolation: errors.CheckViolationError,
  ConnectionLost: errors.ConnectionLostError,
  ConnectionRefused: errors.ConnectionRefusedError,
  ReadOnly: errors.ReadOnlyError,
  Storage: errors.StorageError,
  Timeout: errors.TimeoutError,
  SerializationFailure: errors.SerializationFailureError,
  UnknownColumn: errors.UnknownColumnError,
  UnknownTable: errors.UnknownTableError,
  InvalidValue: errors.InvalidValueError,
};

/**
 * Makes a driver's error one of Shelf's, with what is known of the call; a fault of no known kind is a plain ShelfError.
 *
 * @param isDriver whether it is known to come from the driver: without a query it may be an error of the user's own callback
 */
export function translate(
  error: unknown,
  origin: Pick<Origin, 'shelf'> & Partial<Origin>,
  statement?: { readonly sql: string; readonly bindings: readonly unknown[] },
  isDriver: boolean = statement !== undefined,
): unknown {
  const { model, table, naming } = origin;
  // Nothing of a statement but what was sent: it may hold what is Shelf's own affair.
  const query = statement && { sql: statement.sql, bindings: statement.bindings };
  if (error instanceof errors.ShelfError) {
    restoreWords(error);
    restoreWords(error.cause);
    // One that the gate, a dialect or a clock has raised does not know yet whose query it was.
    if (error.table === undefined && table !== undefined)
      Object.assign(error, { model, table, query: error.query ?? query });
    return error;
  }
  if (error instanceof Error && error.message.startsWith('Undefined binding(s) detected')) {
    const message = `A constraint on table '${table}' holds undefined; use null to mean IS NULL. knex says: ${error.message}`;
    return new errors.UndefinedBindingError(message, { model, table, query, cause: error });
  }
  if (error instanceof TypeError && /^The operator "[^]*" is not permitted$/.test(error.message))
    return new errors.InvalidValueError(`${model ?? 'Table'} '${table}': ${shorten(error.message)}`, {
      model,
      table,
      cause: error,
    });
  const fault = knexFault(error) ?? origin.shelf.dialect.translate(error);
  if (fault === undefined && !isDriver) return error;
  const what = restoreWords(error) ?? shorten(messageOf(error));
  const Class = fault === undefined ? errors.ShelfError : CLASSES[fault.error];
  const where = model === undefined && table === undefined ? '' : `${model ?? 'Table'} '${table}': `;
  return new Class(`${where}${what}`, {
    model,
    table,
    query,
    cause: error,
    columns: naming === undefined ? fault?.columns : fault?.columns?.map((each) => attributeIn(each, naming)),
    constraint: fault?.constraint,
  });
}

/** The attribute of a column; the name of a table before it stays. */
function attributeIn(column: string, naming: Naming): string {
  const name = column.slice(column.lastIndexOf('.') + 1);
  return column.slice(0, -name.length) + naming.attribute(name);
}

/** A driver's error may be no Error of this realm: under jest, say, where native code keeps the first realm's class. */
function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : String(error);
}

/** Faults that knex itself reports. */
function knexFault(error: unknown): Fault | undefined {
  if ((error as Partial<Error> | undefined)?.name === 'KnexTimeoutError') return { error: 'Timeout' };
  // Its MySQL compiler looks at values before Shelf does.
  if (messageOf(error).startsWith('The values in where clause must not be object or array'))
    return { error: 'InvalidValue' };
  return undefined;
}

/** knex puts the whole statement, values included, before the driver's words; the error carries it apart. */
function shorten(message: string): string {
  const driver = message.lastIndexOf(' - ');
  return driver === -1 ? message : message.slice(driver + 3);
}
