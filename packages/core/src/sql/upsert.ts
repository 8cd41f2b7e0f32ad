import type { Table } from '../table.js';
import { insertSql, returningClause } from './statements.js';

/** INSERT that updates, or keeps, the row it conflicts with. */
export function upsertSql(
  table: Table,
  columns: readonly string[],
  conflict: readonly string[],
  update: readonly string[],
  returning: readonly string[],
): string {
  const { quote, capabilities } = table.dialect;
  const insert = insertSql(table, columns, 1, []);
  if (capabilities.upsert === 'on-duplicate-key') {
    const kept = conflict[0] as string;
    const list = update.length > 0 ? update : [kept];
    return `${insert} on duplicate key update ${table.takenOver(list, (column) => `values(${column})`).join(', ')}`;
  }
  const action =
    update.length === 0
      ? 'do nothing'
      : `do update set ${table.takenOver(update, (column) => `excluded.${column}`).join(', ')}`;
  return `${insert} on conflict (${conflict.map(quote).join(', ')}) ${action}${returningClause(table, returning)}`;
}
