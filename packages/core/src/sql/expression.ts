import type { Knex } from 'knex';
import { isPlainObject } from '../codecs/plain-object.js';
import { UndefinedBindingError } from '../errors.js';
import type { Origin, Row } from '../instance.js';
import { compile } from '../sync/run.js';

/** SQL as a value: `knex.raw(…)`, `knex.fn.now()`, `knex.ref(…)`, or a query of one value. */
type Expression = Knex.Raw | Knex.QueryBuilder;

/** Whether a value is SQL of knex's. */
export function isSql(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && (isRaw(value) || isQuery(value));
}

/** Whether data has the look of SQL of knex's, by which knex would take it for that. */
export function looksLikeSql(value: unknown): boolean {
  return (
    isPlainObject(value) && !isSql(value) && (Object.hasOwn(value, 'isRawInstance') || Object.hasOwn(value, 'toSQL'))
  );
}

function isRaw(value: object): value is Knex.Raw {
  return (value as { isRawInstance?: unknown }).isRawInstance === true && compiles(value);
}

function isQuery(value: object): value is Knex.QueryBuilder {
  return '_statements' in value && compiles(value);
}

/** No data from outside has functions. */
function compiles(value: object): boolean {
  return typeof (value as { toSQL?: unknown }).toSQL === 'function';
}

/** The SQL with its bindings, as it stands in a statement. Throws where a binding is undefined. */
export function sqlOf(origin: Origin, value: Expression): Knex.Sql {
  // On some databases knex would bind NULL.
  if (isRaw(value) && Object.values((value as { bindings?: object }).bindings ?? {}).includes(undefined)) {
    const { model, table } = origin;
    throw new UndefinedBindingError(`${model ?? 'Table'} '${table}': SQL binds undefined`, { model, table });
  }
  const compiled = compile(origin, value as Knex.QueryBuilder);
  return isRaw(value) ? compiled : { ...compiled, sql: `(${compiled.sql})` };
}

/** The names whose values are SQL. */
export function namesOfSql(row: Row): readonly string[] {
  let names: string[] | undefined;
  for (const name in row) if (isSql(row[name])) (names ??= []).push(name);
  return names ?? NONE;
}

const NONE: readonly string[] = Object.freeze([]);
