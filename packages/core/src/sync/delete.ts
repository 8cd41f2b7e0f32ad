import type { ModelInstance } from '../instance.js';
import { bindingsOf, deleteSql } from '../sql/statements.js';
import type { Action } from './action.js';
import { encodedCopy } from './encoded-copy.js';
import { namesIn } from './named.js';
import { compile, runStatement } from './run.js';
import { listSelected, selectsRows } from './selected-rows.js';
import { keyConditions } from './key-conditions.js';
import { aimOf, requireConstraint } from './update.js';

/** Runs a DELETE by key and by what the query constrains. */
export async function deleteRows(action: Action): Promise<number> {
  const model = action.syncing as ModelInstance;
  const pending = action.table();
  const table = pending instanceof Promise ? await pending : pending;
  try {
    action.constrain(table, keyConditions(model, table));
  } catch (error) {
    await action.again(table, error, (current) => action.constrain(current, keyConditions(model, current)));
  }
  const aim = aimOf(action);
  const narrowed = action.applyScopes('delete');
  if (narrowed !== undefined && (await narrowed) === false) return 0;
  if (action.builder === undefined) {
    requireConstraint(action, aim, 'destroyed');
    const sql = deleteSql(table, action.pending);
    return await runStatement(action.origin, { method: 'del', sql, bindings: bindingsOf(action.pending) }, Number);
  }
  const { query } = action;
  const sought = await action.sought(table, namesIn(query, table));
  const { copy: builder, table: current } = await encodedCopy(action, query, sought);
  if (action.options.withSchema !== undefined) void builder.withSchema(action.options.withSchema);
  requireConstraint(action, aim, 'destroyed');
  const { target } = selectsRows(builder)
    ? await listSelected(action, 'delete', builder, current)
    : { target: builder };
  const { sql, bindings } = compile(action.origin, target.del());
  return await runStatement(action.origin, { method: 'del', sql, bindings }, Number);
}
