import type { Knex } from 'knex';
import { InvalidValueError, ShelfError, UniqueViolationError, UnknownColumnError } from '../errors.js';
import type { CallOptions, ModelClass, ModelInstance, Origin, Row } from '../instance.js';
import { keyColumns } from '../naming.js';
import { Action } from '../sync/action.js';
import { decodeReturned, inTransaction, isUndone, notInserted, requireStored } from '../sync/insert.js';
import { encodeRow, type EncodedRow } from '../sync/encode.js';
import { runStatement } from '../sync/run.js';
import { scopeCondition, type SqlCondition } from '../sync/scope-condition.js';
import { selectRows } from '../sync/select.js';
import { insertSql, rawSql } from '../sql/statements.js';
import { OUT_OF_RANGE, upsertSql, type ConflictTarget } from '../sql/upsert.js';
import type { Table } from '../table.js';
import type { Scope } from '../scope.js';
import { conflictOf, conflictTarget, updatedColumns, whereConflict, type GivenConflict } from './conflict.js';
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
  const conflict = conflictOf(options, model);
  const update = updatedColumns(options, model);
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

/** Sends the statement and resolves to the row as it is stored now: a column that is only written on insert keeps its own value. */
async function write(attempt: SaveAttempt, given: GivenConflict, update: readonly string[] | undefined): Promise<Row> {
  const { model, options, written } = attempt;
  const action = new Action(model, options);
  const row = await encodeRow(action, written, 'insert');
  const { table, expressions } = row;
  if (expressions !== undefined) {
    throw new InvalidValueError(`${model.constructor.name}.upsert takes values, and no SQL`, {
      model: model.constructor.name,
      table: table.name,
      columns: [...expressions.keys()],
    });
  }
  const columns = row.columns.filter((column) => column !== table.holder?.name);
  const sent = [...columns, ...row.attributes];
  const conflict = await conflictTarget(action, table, given, columns);
  const { increments } = action;
  const wanted = update ?? columnsToUpdate(model, sent, conflict.columns);
  const changed = wanted.filter((column) => !increments.includes(column));
  const keys = keyColumns(model);
  const { returning: returns, upsert: form } = table.dialect.capabilities;
  if (form === false)
    throw new InvalidValueError(`The ${table.dialect.name} dialect has no upsert`, { table: table.name });
  const unset = changed.find((column) => !sent.includes(column));
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
  const held = await scopeCondition(action, table);
  const encoded = Object.fromEntries(columns.map((column) => [column, row.values[row.columns.indexOf(column)]]));
  const writing = { attempt, action, table, row, conflict, sent: encoded, changed, back, held };
  return isUndone(table)
    ? await inTransaction(action, (origin) => run(writing, origin))
    : await run(writing, action.origin);
}

/** A statement that is written, and what its row is found by. */
interface Writing {
  readonly attempt: SaveAttempt;
  readonly action: Action;
  readonly table: Table;
  readonly row: EncodedRow;
  readonly conflict: ConflictTarget;
  /** The columns that are sent, with their encoded values. */
  readonly sent: Readonly<Row>;
  readonly changed: readonly string[];
  readonly back: readonly string[];
  readonly held: SqlCondition | undefined;
}

async function run(writing: Writing, origin: Origin): Promise<Row> {
  const { attempt, action, table, row, conflict, sent, changed, back, held } = writing;
  const { model } = attempt;
  const { columns, values } = row;
  const form = table.dialect.capabilities.upsert;
  const returning = back.length > 0 ? back : undefined;
  let generated: unknown;
  const send = (sql: string, bindings = values): Promise<Row[]> =>
    runStatement(origin, { method: 'insert', sql, bindings, returning }, (response) => {
      if (returning !== undefined) return decodeReturned(table, response as Row[]);
      [generated] = response as unknown[];
      return [];
    });
  const seek = (scopes: readonly Scope[]): Promise<Row | undefined> =>
    stored(model, origin, scopes, (query, knex) => whereConflict(query, knex, table, conflict, sent));
  const isOutside = async (): Promise<boolean> =>
    (await seek([])) !== undefined && (await seek(heldScopes(model.scopes, attempt.options))) === undefined;
  const sql = upsertSql(table, columns, conflict, changed, back, action.increments, held?.sql);
  // A row that is kept is not asked whether it is in the scopes, but where the guard asks it.
  const asks = held !== undefined && (form === 'on-duplicate-key' || changed.length > 0);
  const returned = await send(sql, asks ? [...values, ...held.bindings] : values).catch(async (error: unknown) => {
    if (form !== 'on-duplicate-key' || !mayBeGuard(error)) throw error;
    if (asks && isGuard(error) && (await isOutside())) throw outsideScopes(model, conflict.columns);
    // The row conflicts elsewhere: without the update, the database says where. If it conflicts where it should, the first error stands.
    return await send(insertSql(table, columns, 1, back)).catch((conflicting: unknown) => {
      throw isViolationOf(conflicting, conflict.columns) ? error : conflicting;
    });
  });
  const [answer] = returned;
  if (answer !== undefined) {
    await requireStored(action, row, answer, origin);
    return answer;
  }
  const skips = table.inserts?.skips === true;
  if (asks && back.length > 0 && (!skips || (await isOutside()))) throw outsideScopes(model, conflict.columns);
  const hasNull = conflict.columns.some((column) => sent[column] === null);
  // Nothing is handed back of a conflict that is left alone; of any other row that is stored, something is.
  if (back.length > 0 && (changed.length > 0 || (skips && hasNull)))
    throw notInserted(origin, table, 1, 0, { sql, bindings: values });
  // Where nothing is ever handed back, NULL may have conflicted with nothing: the row is a new one, and others may have the same values.
  if (hasNull && back.length === 0) {
    const { generatedKey } = table;
    const key = keyColumns(model).map(
      (name) => [name, sent[name] ?? (name === generatedKey ? generated : null)] as const,
    );
    if (key.some(([, value]) => value === null)) return {};
    return found(model, table, await stored(model, origin, [], ofKey(table, key)));
  }
  if (held !== undefined && (await isOutside())) throw outsideScopes(model, conflict.columns);
  const kept = await seek([]);
  if (kept === undefined && skips) throw notInserted(origin, table, 1, 0, { sql, bindings: values });
  return found(model, table, kept);
}

function ofKey(table: Table, key: readonly (readonly [string, unknown])[]): Narrow {
  return (query, knex) => {
    for (const [name, value] of key) void query.where(rawSql(knex, table.sql(name)) as never, '=', value as never);
  };
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

/** The row that the statement could not hand back. */
function found(model: ModelInstance, table: Table, row: Row | undefined): Row {
  if (row !== undefined) return row;
  const { name, NotFoundError } = model.constructor;
  throw new NotFoundError(`${name}.upsert: the row was deleted before it could be read back`, {
    model: name,
    table: table.name,
  });
}

type Narrow = (query: Knex.QueryBuilder, knex: Knex) => void;

/** The stored row that a condition finds, if it is in these scopes. */
async function stored(
  model: ModelInstance,
  { options }: Origin,
  scopes: readonly Scope[],
  narrow: Narrow,
): Promise<Row | undefined> {
  const sought = model.constructor.forge();
  // What its class listens to is not for a part of the upsert.
  sought.off();
  sought.scopes = scopes;
  const action = new Action(sought, actionOptions(model.shelf, inheritedOptions(model.shelf, options)));
  narrow(action.query, model.shelf.knex);
  const [row] = await selectRows(action, 'first');
  return row;
}
