import type { Knex } from 'knex';
import { UndefinedBindingError } from '../errors.js';
import type { ModelInstance, Origin, Row } from '../instance.js';
import { bindingsOf, setList, updateSql } from '../sql/statements.js';
import type { Action } from './action.js';
import type { Table } from '../table.js';
import { clausesOf } from './clauses.js';
import { keyConditions } from './key-conditions.js';
import { namesIn } from './named.js';
import { encodedCopy, type EncodedCopy } from './encoded-copy.js';
import { encodeRow, type EncodedRow } from './encode.js';
import { compile, runStatement } from './run.js';
import { listSelected, selectsRows } from './selected-rows.js';

/** Runs an UPDATE by key and by what the query constrains. */
export function updateRows(action: Action, attributes: Row): Promise<number> {
  try {
    const row = encodeRow(action, attributes, 'update');
    return row instanceof Promise ? row.then((encoded) => updateEncoded(action, encoded)) : updateEncoded(action, row);
  } catch (error) {
    return Promise.reject(error);
  }
}

function updateEncoded(action: Action, row: EncodedRow): Promise<number> {
  try {
    constrainToKey(action, row.table);
  } catch (error) {
    return action.again(row.table, error, (table) => {
      constrainToKey(action, table);
      return updateConstrained(action, row);
    });
  }
  return updateConstrained(action, row);
}

function constrainToKey(action: Action, table: Table): void {
  action.constrain(table, keyConditions(action.syncing as ModelInstance, table));
}

function updateConstrained(action: Action, row: EncodedRow): Promise<number> {
  const aim = aimOf(action);
  const narrowed = action.applyScopes('update');
  if (narrowed === undefined) return updateNarrowed(action, row, aim);
  return Promise.resolve(narrowed).then((each) => (each === false ? 0 : updateNarrowed(action, row, aim)));
}

/** The row stays as it is, and counts as updated. */
const NOTHING_TO_WRITE = Promise.resolve(1);

function updateNarrowed(action: Action, row: EncodedRow, aim: Aim): Promise<number> {
  const { table, columns, values, expressions } = row;
  if (action.builder === undefined) {
    requireConstraint(action, aim, 'updated');
    if (columns.length === 0) return NOTHING_TO_WRITE;
    const sql = updateSql(table, columns, action.pending, action.increments, expressions);
    const bindings = [...values, ...bindingsOf(action.pending)];
    return runStatement(action.origin, { method: 'update', sql, bindings }, Number);
  }
  const { query } = action;
  const sought = action.sought(table, namesIn(query, table));
  return sought instanceof Promise
    ? sought.then((current) => updateWhere(action, query, current, row, aim))
    : updateWhere(action, query, sought, row, aim);
}

/** @param current the table that the conditions are on, which may have been described again since the row was encoded */
function updateWhere(
  action: Action,
  query: Knex.QueryBuilder,
  current: Table,
  row: EncodedRow,
  aim: Aim,
): Promise<number> {
  const encoded = encodedCopy(action, query, current);
  return encoded instanceof Promise
    ? encoded.then((each) => updateEncodedCopy(action, each, row, aim))
    : updateEncodedCopy(action, encoded, row, aim);
}

function updateEncodedCopy(
  action: Action,
  { copy: builder, table: current }: EncodedCopy,
  row: EncodedRow,
  aim: Aim,
): Promise<number> {
  if (action.options.withSchema !== undefined) void builder.withSchema(action.options.withSchema);
  requireConstraint(action, aim, 'updated');
  if (row.columns.length === 0) return NOTHING_TO_WRITE;
  if (!selectsRows(builder)) return updateTarget(action, builder, row);
  return listSelected(action, 'update', builder, current).then(({ target }) => updateTarget(action, target, row));
}

function updateTarget(action: Action, builder: Knex.QueryBuilder, row: EncodedRow): Promise<number> {
  const { sql, bindings } = updateBuilt(action, builder, row);
  return runStatement(action.origin, { method: 'update', sql, bindings }, Number);
}

/** Which rows an UPDATE or DELETE is for, as the caller said before scopes narrow it. */
export interface Aim {
  /** There is a key, a relation, or the word that all rows are meant. */
  readonly sure: boolean;
  /** The query as the caller has constrained it. */
  readonly query: Knex.QueryBuilder | undefined;
}

/** Reads what the caller has said; asked before the scopes are applied, since those of a class say nothing about what is meant. */
export function aimOf(action: Action): Aim {
  const { pending, options, scopes, builder } = action;
  const sure = pending.length > 0 || options['all'] === true || scopes.some(({ once }) => once === true);
  return sure ? SURE : { sure, query: builder?.clone() };
}

const SURE: Aim = { sure: true, query: undefined };

/** Refuses to write every row of a table, or of a class's scope, unless that was said. */
export function requireConstraint(action: Action, { sure, query }: Aim, done: string): void {
  if (sure || (query !== undefined && isConstrained(action.origin, query))) return;
  const { model, table } = action.origin;
  throw new UndefinedBindingError(
    `${model ?? 'A model'} of table '${table}' cannot be ${done}: it has neither a key nor a where clause. Pass {all: true} to mean every row`,
    { model, table },
  );
}

/** Conditions that knex always writes: most queries need not be compiled to see it. */
const ALWAYS_WRITTEN: ReadonlySet<string | undefined> = new Set([
  'whereBasic',
  'whereIn',
  'whereNull',
  'whereBetween',
  'whereColumn',
]);

/** Whether the builder's WHERE clause comes out in its SQL: a group without conditions does not. */
export function isConstrained(origin: Origin, builder: Knex.QueryBuilder): boolean {
  const conditions = clausesOf(builder).filter(({ grouping }) => grouping === 'where');
  if (conditions.length === 0) return false;
  if (conditions.some(({ type }) => ALWAYS_WRITTEN.has(type))) return true;
  const sqlOf = (query: Knex.QueryBuilder): string => compile(origin, query.del()).sql;
  return sqlOf(builder.clone()) !== sqlOf(builder.clone().clearWhere());
}

/** Stands in knex's UPDATE where Shelf's own SET list goes: knex splits, trims and drops hostile names. */
const PLACE = 'shelf_set_list';
/** And this where its values go: an object of its own is found again among the bindings, whatever they are. */
const VALUE: object = Object.freeze({});

function updateBuilt(
  action: Action,
  builder: Knex.QueryBuilder,
  { table, columns, values, expressions }: EncodedRow,
): Knex.Sql {
  const compiled = compile(action.origin, builder.update({ [PLACE]: VALUE }));
  const place = new RegExp(`\\S*${PLACE}\\S* = \\?`).exec(compiled.sql);
  if (place === null) throw new Error(`knex compiled an UPDATE without a SET list: ${compiled.sql}`);
  const position = compiled.bindings.indexOf(VALUE as never);
  return {
    ...compiled,
    sql:
      compiled.sql.slice(0, place.index) +
      setList(table, columns, action.increments, expressions) +
      compiled.sql.slice(place.index + place[0].length),
    bindings: [
      ...compiled.bindings.slice(0, position),
      ...(values as Knex.Value[]),
      ...compiled.bindings.slice(position + 1),
    ],
  };
}
