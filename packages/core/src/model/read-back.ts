import { hasOwn } from '../own.js';
import type { Row } from '../instance.js';
import { namesOfSql } from '../sql/expression.js';
import { bindingsOf, selectSql } from '../sql/statements.js';
import type { Action } from '../sync/action.js';
import { runStatement } from '../sync/run.js';
import { TableSync } from '../sync/table-sync.js';
import { keyConditions } from '../sync/key-conditions.js';
import { LostPrecision } from '../table.js';
import { passThrough } from './attributes.js';
import type { SaveAttempt } from './save-attempt.js';
import { writeStored } from './state.js';

/**
 * Reads what the SQL has come to that a save has written, and nothing else: what the model has besides is its own. The row is written,
 * whatever becomes of this; then the attributes stay unknown.
 */
export async function readBack({ model, options, written, sync }: SaveAttempt): Promise<void> {
  if (model.isNew() || !(sync instanceof TableSync)) return;
  const formatted = model.format === passThrough ? written : model.format({ ...written }, options);
  const row = await readRow(sync.action, namesOfSql(formatted)).catch(() => undefined);
  if (row === undefined) return;
  const read = model.parse === passThrough ? row : model.parse({ ...row });
  for (const name of Object.keys(read))
    if (read[name] !== undefined && !hasOwn(model._row, name)) writeStored(model, name, read[name]);
}

/** Reads columns of the model's row, by its key alone: a scope may not see it any more. */
async function readRow(action: Action, columns: readonly string[]): Promise<Row | undefined> {
  const table = await action.table();
  const conditions = keyConditions(action.syncing as SaveAttempt['model'], table);
  if (conditions.length === 0 || columns.length === 0) return undefined;
  const sql = selectSql(table, columns, conditions, 1);
  const statement = { method: 'select', sql, bindings: bindingsOf(conditions), reads: table.columns } as const;
  try {
    return await runStatement(action.origin, statement, (response, already) => {
      const rows = response as Row[];
      table.decode(rows, new Set(columns), already);
      return rows[0];
    });
  } catch (error) {
    if (!(error instanceof LostPrecision)) throw error;
    action.tables.readExactly(error.table, error.column);
    return await readRow(action, columns);
  }
}
