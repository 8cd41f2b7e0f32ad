import { UndefinedBindingError } from '@shelf/core';
import {
  attributeOf,
  catalogueOf,
  encodeConstraints,
  heldScopes,
  narrowByScope,
  isSynced,
  keyConditions,
  newBuilder,
  own,
  previousValue,
  rawSql,
  runBuilder,
  tableNameOf,
  transactionOf,
  type CallOptions,
  type ModelInstance,
  type Row,
} from '@shelf/core/inside';
import { StaleModelError } from './errors.js';

/** The version that the row must have; undefined where none is checked: for rows of a query, and where the call says so. */
export function expectedVersion(model: ModelInstance, column: string, options: CallOptions): unknown {
  if (options['checkVersion'] === false || model.isNew()) return undefined;
  const attribute = attributeOf(model, column);
  const version = isSynced(model) ? previousValue(model, attribute) : own(model._row, attribute);
  if (version !== undefined) return version;
  const { name } = model.constructor;
  throw new UndefinedBindingError(
    `${name} does not know its '${attribute}', which has to be checked: fetch it, or pass {checkVersion: false}`,
    { model: name, table: tableNameOf(model), columns: [column] },
  );
}

/** The version after one that was checked. */
export function nextVersion(expected: unknown): number {
  return Number(expected ?? 0) + 1;
}

/** Throws where the row is there with another version; says nothing where it is gone. */
export async function refuseStale(
  model: ModelInstance,
  column: string,
  expected: unknown,
  options: CallOptions,
): Promise<void> {
  const row = await currentRow(model, column, options);
  if (row === undefined) return;
  const [was, is] = [toNumber(expected), toNumber(row[column])];
  if ((was ?? 0) === (is ?? 0)) return;
  const { name } = model.constructor;
  const table = tableNameOf(model);
  const message = `${name}: the row of table '${table}' has version ${is}, and the model has ${was}: it was written meanwhile`;
  throw new StaleModelError(message, { model: name, table, columns: [column], expected: was, actual: is });
}

function toNumber(version: unknown): number | null {
  return version === null || version === undefined ? null : Number(version);
}

/** The row's version as it is now, among the rows that the model's scopes leave. */
async function currentRow(model: ModelInstance, column: string, options: CallOptions): Promise<Row | undefined> {
  const { shelf } = model;
  const { knex } = shelf;
  const name = tableNameOf(model);
  const table = catalogueOf(shelf, options).known(name, options.withSchema, model.constructor.prototype);
  const described = table?.columns?.get(column);
  if (table === undefined || described === undefined) return undefined;
  const query = newBuilder(model);
  if (options.withSchema !== undefined) void query.withSchema(options.withSchema);
  for (const { column: key, value } of keyConditions(model, table))
    void query.where(rawSql(knex, table.sql(key)) as never, '=', value as never);
  const context = { action: 'select', table: name, options, target: model } as const;
  for (const scope of heldScopes(model.scopes, options))
    if ((await narrowByScope(scope, query, context)) === false) return undefined;
  encodeConstraints(query, table, model.constructor.name);
  void query.select(rawSql(knex, table.selected(described)));
  // A transaction may see the row as it was at its beginning, unless it locks it.
  if (table.dialect.capabilities.rowLocking && transactionOf(shelf, options) !== undefined) void query.forShare();
  const rows = (await runBuilder({ shelf, options, model: model.constructor.name, table: name }, query)) as Row[];
  table.decode(rows);
  return rows[0];
}
