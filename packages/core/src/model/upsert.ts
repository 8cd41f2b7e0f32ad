import { InvalidValueError, ShelfError, UniqueViolationError, UnknownColumnError } from '../errors.js';
import type { CallOptions, ModelClass, ModelInstance, Row } from '../instance.js';
import { attributeFor, keyColumns } from '../naming.js';
import { Action } from '../sync/action.js';
import { checkName } from '../own.js';
import { decodeReturned } from '../sync/insert.js';
import { encodeRow } from '../sync/encode.js';
import { runStatement } from '../sync/run.js';
import { scopeCondition } from '../sync/scope-condition.js';
import { selectRows } from '../sync/select.js';
import { insertSql } from '../sql/statements.js';
import { OUT_OF_RANGE, upsertSql } from '../sql/upsert.js';
import type { Table } from '../table.js';
import type { Scope } from '../scope.js';
import { actionOptions, inheritedOptions } from './options.js';
import { tableNameOf } from './query.js';
import { prepare } from './prepare-save.js';
import { begin, giveUp, type SaveAttempt } from './save-attempt.js';
import { finish } from './save.js';
import { heldScopes } from './scoped.js';
import { timestampNames } from './timestamps.js';

/** Inserts a row, or updates the one that has the same values in the `conflict` columns, in one statement. */
export async function upsert(Class: ModelClass, attributes: Row, given: CallOptions): Promise<ModelInstance> {
  const model = Class.forge(attributes);
  const options = actionOptions(model.shelf, { ...given, method: 'insert' });
  const conflict = columnList(options['conflict'], 'conflict', model);
  const update = options['update'] === undefined ? undefined : columnList(options['update'], 'update', model);
  const attempt = begin(model, {}, options);
  try {
    await prepare(attempt);
    await finish(attempt, [await write(attempt, conflict, update)]);
  } catch (error) {
    giveUp(attempt);
    throw error;
  }
  return model;
}

function columnList(value: unknown, name: string, model: ModelInstance): readonly string[] {
  const columns: unknown = typeof value === 'string' ? [value] : value;
  if (
    Array.isArray(columns) &&
    columns.every((each) => typeof each === 'string') &&
    (columns.length > 0 || name === 'update')
  ) {
    for (const column of columns) checkName(column, model.constructor.name);
    return [...new Set(columns.map((column: string) => attributeFor(model, column)))];
  }
  const details = { model: model.constructor.name, table: tableNameOf(model) };
  throw new InvalidValueError(`${model.constructor.name}.upsert needs {${name}: [column, …]}`, details);
}

/** Sends the statement and resolves to the row as it is stored now: a column that is only written on insert keeps its own value. */
async function write(
  attempt: SaveAttempt,
  conflict: readonly string[],
  update: readonly string[] | undefined,
): Promise<Row> {
  const { model, options, written } = attempt;
  const action = new Action(model, options);
  const row = await encodeRow(action, written, 'insert');
  const { table, values, expressions } = row;
  if (expressions !== undefined) {
    throw new InvalidValueError(`${model.constructor.name}.upsert takes values, and no SQL`, {
      model: model.constructor.name,
      table: table.name,
      columns: [...expressions.keys()],
    });
  }
  const columns = row.columns.filter((column) => column !== table.holder?.name);
  const given = [...columns, ...row.attributes];
  const missing = conflict.find((column) => !columns.includes(column));
  if (missing !== undefined) {
    const details = { model: model.constructor.name, table: table.name, columns: [missing] };
    throw new UnknownColumnError(
      `${model.constructor.name}.upsert: the conflict column '${missing}' has no value`,
      details,
    );
  }
  const { increments } = action;
  const wanted = update ?? columnsToUpdate(model, given, conflict);
  const changed = wanted.filter((column) => !increments.includes(column));
  const keys = keyColumns(model);
  const { returning: returns, upsert: form } = table.dialect.capabilities;
  if (form === false)
    throw new InvalidValueError(`The ${table.dialect.name} dialect has no upsert`, { table: table.name });
  const unset = changed.find((column) => !given.includes(column));
  if (unset !== undefined) {
    const details = { model: model.constructor.name, table: table.name, columns: [unset] };
    throw new UnknownColumnError(
      `${model.constructor.name}.upsert: the column '${unset}' to update has no value`,
      details,
    );
  }
  // A conflict that is left alone returns nothing.
  const all = [...(table.columns?.keys() ?? keys), ...(table.holder === undefined ? [] : [table.holder.name])];
  const back = returns ? all : [];
  const returning = back.length > 0 ? back : undefined;
  let generated: unknown;
  const held = await scopeCondition(action, table);
  const send = (sql: string, bindings = values): Promise<Row[]> =>
    runStatement(action.origin, { method: 'insert', sql, bindings, returning }, (response) => {
      if (returning !== undefined) return decodeReturned(table, response as Row[]);
      [generated] = response as unknown[];
      return [];
    });
  const valueOf = (column: string): unknown => row.values[row.columns.indexOf(column)];
  const byConflict = new Map(conflict.map((column) => [column, valueOf(column)]));
  const sql = upsertSql(table, row.columns, conflict, changed, back, increments, held?.sql);
  // A row that is kept is not asked whether it is in the scopes, but where the guard asks it.
  const asks = held !== undefined && (form === 'on-duplicate-key' || changed.length > 0);
  const returned = await send(sql, asks ? [...values, ...held.bindings] : values).catch(async (error: unknown) => {
    if (form !== 'on-duplicate-key' || !mayBeGuard(error)) throw error;
    if (asks && isGuard(error) && (await isOutside(attempt, table, byConflict))) throw outsideScopes(model, conflict);
    // The row conflicts elsewhere: without the update, the database says where. If it conflicts where it should, the first error stands.
    return send(insertSql(table, row.columns, 1, back)).catch((conflicting: unknown) => {
      throw isViolationOf(conflicting, conflict) ? error : conflicting;
    });
  });
  if (returned[0] !== undefined) return returned[0];
  if (asks && back.length > 0) throw outsideScopes(model, conflict);
  // NULL conflicts with nothing: the row is a new one, and others may have the same values.
  if (!conflict.some((column) => valueOf(column) === null)) {
    if (held !== undefined && (await isOutside(attempt, table, byConflict))) throw outsideScopes(model, conflict);
    return findRow(attempt, table, byConflict);
  }
  const key = new Map(keys.map((name) => [name, valueOf(name) ?? (name === table.generatedKey ? generated : null)]));
  return [...key.values()].includes(null) ? {} : findRow(attempt, table, key);
}

/** What says that a row has the same key and is not the caller's to write, or to see. */
function outsideScopes(model: ModelInstance, conflict: readonly string[]): UniqueViolationError {
  const { name } = model.constructor;
  const table = tableNameOf(model);
  const columns = conflict.map((each) => `'${each}'`).join(' and ');
  return new UniqueViolationError(
    `${name}.upsert: table '${table}' has a row with this ${columns} that the scopes of the call leave out; it was not written`,
    { model: name, table, columns: conflict },
  );
}

/** Whether there is a row of that key, and the scopes of the call leave it out. */
async function isOutside(attempt: SaveAttempt, table: Table, key: ReadonlyMap<string, unknown>): Promise<boolean> {
  const { model, options } = attempt;
  if ((await stored(attempt, table, key, [])) === undefined) return false;
  return (await stored(attempt, table, key, heldScopes(model.scopes, options))) === undefined;
}

/** Whether an error says, in the database's words, that a number is greater than the greatest, as that of an upsert's guard does. */
function isGuard({ cause, message }: ShelfError): boolean {
  return `${message} ${(cause as Partial<Error> | undefined)?.message}`.includes(`${OUT_OF_RANGE} +`);
}

/** Whether an error may be that of an upsert's guard; see upsertSql. */
function mayBeGuard(error: unknown): error is ShelfError {
  return error instanceof InvalidValueError || (error instanceof ShelfError && error.code === 'ERROR');
}

function isViolationOf(error: unknown, conflict: readonly string[]): boolean {
  if (!(error instanceof UniqueViolationError)) return false;
  const { columns = [] } = error;
  return columns.length === conflict.length && conflict.every((column) => columns.includes(column));
}

/** Every given column but the conflicting ones, the key and the time of creation. */
function columnsToUpdate(model: ModelInstance, columns: readonly string[], conflict: readonly string[]): string[] {
  const kept = new Set<string | null>([...conflict, ...keyColumns(model), timestampNames(model)[0]]);
  return columns.filter((column) => !kept.has(column));
}

/** Where the statement could not hand the row back, it is found by a unique key, which the statement has held to the scopes. */
async function findRow(attempt: SaveAttempt, table: Table, key: ReadonlyMap<string, unknown>): Promise<Row> {
  const row = await stored(attempt, table, key, []);
  if (row !== undefined) return row;
  const { name, NotFoundError } = attempt.model.constructor;
  throw new NotFoundError(`${name}.upsert: the row was deleted before it could be read back`, {
    model: name,
    table: table.name,
    columns: [...key.keys()],
  });
}

/** The stored row that has a unique key, if it is in these scopes. */
async function stored(
  { model, options }: SaveAttempt,
  table: Table,
  key: ReadonlyMap<string, unknown>,
  scopes: readonly Scope[],
): Promise<Row | undefined> {
  const found = model.constructor.forge();
  // What its class listens to is not for a part of the upsert.
  found.off();
  found.scopes = scopes;
  const action = new Action(found, actionOptions(model.shelf, inheritedOptions(model.shelf, options)));
  action.constrain(
    table,
    [...key].map(([column, value]) => ({ column, value })),
  );
  const [row] = await selectRows(action, 'first');
  return row;
}
