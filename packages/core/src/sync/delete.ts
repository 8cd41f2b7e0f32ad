import type { Knex } from 'knex';
import type { ModelInstance } from '../instance.js';
import { bindingsOf, deleteSql } from '../sql/statements.js';
import type { Sync } from '../sync.js';
import { encodeConstraints } from './constraints.js';
import { compile, runStatement } from './run.js';
import { keyConditions, requireConstraint } from './update.js';

/** Runs a DELETE by key and by what the query constrains. */
export async function deleteRows(sync: Sync): Promise<number> {
  const model = sync.syncing as ModelInstance;
  const pending = sync.table();
  const table = pending instanceof Promise ? await pending : pending;
  sync.constrain(table, keyConditions(model, table));
  if (model.scopes.length > 0) sync.applyScopes('delete');
  requireConstraint(sync, 'destroyed');
  if (sync.builder === undefined) {
    const sql = deleteSql(table, sync.pending);
    return Number(await runStatement(sync.origin, { method: 'del', sql, bindings: bindingsOf(sync.pending) }));
  }
  const builder = sync.query.clone();
  if (sync.options.withSchema !== undefined) void builder.withSchema(sync.options.withSchema);
  encodeConstraints(builder, table, sync.origin.model);
  const { sql, bindings } = compile(sync.origin, builder.del() as unknown as Knex.QueryBuilder);
  return Number(await runStatement(sync.origin, { method: 'del', sql, bindings }));
}
