import type { Knex } from 'knex';
import { isPlainObject } from '../codecs/plain-object.js';
import { InvalidValueError, UnknownColumnError } from '../errors.js';
import type { CallOptions, ModelInstance, Row } from '../instance.js';
import { attributeFor } from '../naming.js';
import { checkName, hasOwn } from '../own.js';
import { isSql, sqlOf } from '../sql/expression.js';
import { rawSql } from '../sql/statements.js';
import type { ConflictTarget } from '../sql/upsert.js';
import type { Action } from '../sync/action.js';
import type { Table } from '../table.js';
import { tableNameOf } from './query.js';

/** What an upsert's options say of the unique index that decides. */
export interface GivenConflict {
  readonly columns: readonly string[];
  readonly expressions: readonly (Knex.Raw | Knex.QueryBuilder)[];
  readonly where: unknown;
}

/** Reads `conflict` and `where`. */
export function conflictOf({ conflict, where }: CallOptions, model: ModelInstance): GivenConflict {
  const parts: readonly unknown[] = Array.isArray(conflict) ? (conflict as unknown[]) : [conflict];
  const names = parts.filter((part): part is string => typeof part === 'string');
  const expressions = parts.filter(isSql);
  if (parts.length === 0 || names.length + expressions.length < parts.length)
    throw refusal(model, 'needs {conflict: [column, …]}');
  return { columns: columnsOf(names, model), expressions, where };
}

/** Reads `update`; undefined where it is left out. */
export function updatedColumns({ update }: CallOptions, model: ModelInstance): readonly string[] | undefined {
  if (update === undefined) return undefined;
  const names: readonly unknown[] = Array.isArray(update) ? (update as unknown[]) : [update];
  if (!names.every((name) => typeof name === 'string')) throw refusal(model, 'needs {update: [column, …]}');
  return columnsOf(names, model);
}

function columnsOf(names: readonly string[], model: ModelInstance): readonly string[] {
  for (const name of names) checkName(name, model.constructor.name);
  return [...new Set(names.map((name) => attributeFor(model, name)))];
}

/** The unique index that decides, as the database is asked for it; refuses one that cannot decide there, or without its values. */
export async function conflictTarget(
  action: Action,
  described: Table,
  { columns, expressions, where }: GivenConflict,
  sent: readonly string[],
): Promise<ConflictTarget> {
  const model = action.syncing as ModelInstance;
  const isKnown = columns.every((column) => described.columns?.has(column) !== false) && isUnique(described, columns);
  const table = isKnown ? described : await action.seek(described, columns);
  requireValues(model, table, columns, sent);
  if (described.dialect.capabilities.upsert === 'on-duplicate-key') {
    if (expressions.length > 0 || where !== undefined)
      throw refusal(model, 'goes by unique keys of columns here: this database has no ON CONFLICT');
    if (!isUnique(table, columns)) {
      const names = columns.map((column) => `'${column}'`).join(' and ');
      throw refusal(model, `needs a unique key: table '${described.name}' has none of exactly ${names}`, columns);
    }
  }
  return {
    columns,
    expressions: expressions.map((each) => withoutBindings(action, each)),
    where: where === undefined ? undefined : predicate(action, table, where),
  };
}

/** Whether a unique key is of these columns; where the database itself refuses others nothing is known. */
function isUnique({ uniqueKeys }: Table, columns: readonly string[]): boolean {
  if (uniqueKeys === undefined) return true;
  return uniqueKeys.some((key) => key.length === columns.length && key.every((column) => columns.includes(column)));
}

/** What says which rows are in a partial index. A database compares it with the index's own, and knows no bindings then. */
function predicate(action: Action, table: Table, where: unknown): string {
  if (isSql(where)) return withoutBindings(action, where);
  const model = action.syncing as ModelInstance;
  if (!isPlainObject(where) || Object.keys(where).length === 0)
    throw refusal(model, 'needs a {where} of columns and values, or of SQL');
  const conditions = Object.entries(where as Row).map(([name, value]) => {
    const column = attributeFor(model, name);
    checkName(column, model.constructor.name);
    const known = table.column(column, model.constructor.name);
    const sql = table.sql(column, '');
    if (value === null) return `${sql} is null`;
    return `${sql} = ${literal(model, table.encodeConstraint(known, column, value, model.constructor.name))}`;
  });
  return conditions.join(' and ');
}

function literal(model: ModelInstance, value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string' && !value.includes('\0') && !value.includes('\\'))
    return `'${value.replaceAll("'", "''")}'`;
  throw refusal(model, 'takes null, booleans, numbers and texts in {where}; anything else as SQL');
}

function withoutBindings(action: Action, value: Knex.Raw | Knex.QueryBuilder): string {
  const { sql, bindings } = sqlOf(action.origin, value);
  if (bindings.length === 0) return sql;
  throw refusal(action.syncing as ModelInstance, 'takes SQL without bindings: an index has none either');
}

/** Refuses an upsert whose row lacks a column that decides; one that the database computes has its value there. */
function requireValues(model: ModelInstance, table: Table, columns: readonly string[], sent: readonly string[]): void {
  const missing = columns.find((each) => !sent.includes(each) && table.columns?.get(each)?.generated !== true);
  if (missing === undefined) return;
  const { name } = model.constructor;
  const details = { model: name, table: table.name, columns: [missing] };
  throw new UnknownColumnError(`${name}.upsert: the conflict column '${missing}' has no value`, details);
}

/** Narrows a query to the stored row that has what was sent, in the index that decides. */
export function whereConflict(
  query: Knex.QueryBuilder,
  knex: Knex,
  table: Table,
  { columns, expressions, where }: ConflictTarget,
  sent: Readonly<Row>,
): void {
  const raw = (sql: string): never => rawSql(knex, sql) as never;
  for (const column of columns) {
    const sql = raw(table.sql(column));
    if (!hasOwn(sent, column)) void query.whereNotNull(sql);
    else if (sent[column] === null) void query.whereNull(sql);
    else void query.where(sql, '=', sent[column] as never);
  }
  if (where !== undefined) void query.where(raw(`(${where})`));
  if (expressions.length === 0) return;
  // What was sent, as a table of the same name and types, on which the expression is worked out.
  const names = Object.keys(sent);
  const list = names.map((name) => table.quote(name)).join(', ');
  const values = names.map((name) => sent[name]) as Knex.RawBinding[];
  const row = `(select ${list} from ${table.quoted} where 1 = 0 union all select ${names.map(() => '?').join(', ')})`;
  for (const each of expressions) {
    const worked = knex.queryBuilder().select(raw(`(${each})`));
    void query.where(
      raw(`(${each})`),
      '=',
      worked.from(knex.raw(`${row} as ${table.qualifier}`, values) as never) as never,
    );
  }
}

function refusal(model: ModelInstance, why: string, columns?: readonly string[]): InvalidValueError {
  const { name } = model.constructor;
  return new InvalidValueError(`${name}.upsert ${why}`, { model: name, table: tableNameOf(model), columns });
}
