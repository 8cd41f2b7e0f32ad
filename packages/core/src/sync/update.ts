import type { Knex } from 'knex';
import { UndefinedBindingError } from '../errors.js';
import type { ModelInstance, Row } from '../instance.js';
import { keyNames } from '../key.js';
import { idNames } from '../model/attributes.js';
import { previousValue, SYNCED } from '../model/state.js';
import { hasOwn } from '../own.js';
import { bindingsOf, setList, updateSql, type Condition } from '../sql/statements.js';
import type { Sync } from '../sync.js';
import type { Table } from '../table.js';
import { encodeConstraints, isConstrained } from './constraints.js';
import { encodeRow } from './encode.js';
import { compile, runStatement } from './run.js';

/** Runs an UPDATE by key and by what the query constrains. */
export async function updateRows(sync: Sync, attributes: Row): Promise<number> {
  const model = sync.syncing as ModelInstance;
  const { table, columns, values } = await encodeRow(sync, attributes);
  sync.constrain(table, keyConditions(model, table));
  if (model.scopes.length > 0) sync.applyScopes('update');
  requireConstraint(sync, 'updated');
  if (columns.length === 0) return 0;
  if (sync.builder === undefined) {
    const sql = updateSql(table, columns, sync.pending);
    const bindings = [...values, ...bindingsOf(sync.pending)];
    return Number(await runStatement(sync.origin, { method: 'update', sql, bindings }));
  }
  const builder = sync.query.clone();
  if (sync.options.withSchema !== undefined) void builder.withSchema(sync.options.withSchema);
  encodeConstraints(builder, table, sync.origin.model);
  const { sql, bindings } = updateBuilt(sync, builder, table, columns, values);
  return Number(await runStatement(sync.origin, { method: 'update', sql, bindings }));
}

/** The key as conditions: as it was when last synced, so that a changed key finds its row. */
export function keyConditions(model: ModelInstance, table: Table): Condition[] {
  const names = idNames(model);
  const synced = (model._state & SYNCED) !== 0;
  const attributes: Row = {};
  for (const name of names) {
    const value = synced ? previousValue(model, name) : hasOwn(model._row, name) ? model._row[name] : undefined;
    if (value === null || value === undefined) return [];
    attributes[name] = value;
  }
  const formatted = model.format({ ...attributes });
  return keyNames(model.idAttribute).map((column, i) => {
    const value = hasOwn(formatted, column) ? formatted[column] : attributes[names[i] as string];
    const { name } = model.constructor;
    return { column, value: table.encodeConstraint(table.column(column, name), column, value, name) };
  });
}

/** Refuses to write every row of a table unless that was said. */
export function requireConstraint(sync: Sync, done: string): void {
  if (sync.pending.length > 0 || sync.options['all'] === true) return;
  if (sync.builder !== undefined && isConstrained(sync.builder)) return;
  const { model, table } = sync.origin;
  throw new UndefinedBindingError(
    `${model ?? 'A model'} of table '${table}' cannot be ${done}: it has neither a key nor a where clause. Pass {all: true} to mean every row`,
    { model, table },
  );
}

/** Stands in knex's UPDATE where Shelf's own SET list goes: knex splits, trims and drops hostile names. */
const PLACE = 'shelf_set_list';

function updateBuilt(sync: Sync, builder: Knex.QueryBuilder, table: Table, columns: readonly string[], values: readonly unknown[]): Knex.Sql {
  const compiled = compile(sync.origin, builder.update({ [PLACE]: 0 }) as unknown as Knex.QueryBuilder);
  const place = new RegExp(`\\S*${PLACE}\\S* = \\?`).exec(compiled.sql);
  if (place === null) throw new Error(`knex compiled an UPDATE without a SET list: ${compiled.sql}`);
  const before = compiled.sql.slice(0, place.index);
  const position = (before.match(/(?<!\\)\?/g) ?? []).length;
  return {
    ...compiled,
    sql: before + setList(table, columns) + compiled.sql.slice(place.index + place[0].length),
    bindings: [...compiled.bindings.slice(0, position), ...(values as Knex.Value[]), ...compiled.bindings.slice(position + 1)],
  };
}
