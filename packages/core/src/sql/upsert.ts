import type { Table } from '../table.js';
import { insertSql, returningClause } from './statements.js';

/** INSERT that updates, or keeps, the row it conflicts with. */
export function upsertSql(
  table: Table,
  columns: readonly string[],
  conflict: readonly string[],
  update: readonly string[],
  returning: readonly string[],
  increments: readonly string[],
): string {
  const { quote, capabilities } = table.dialect;
  const insert = insertSql(table, columns, 1, []);
  if (capabilities.upsert === 'on-duplicate-key') {
    // A SET list there has to be: where nothing is to be updated, one that leaves a value as it is.
    const kept = quote(conflict[0] as string);
    const list =
      update.length > 0
        ? table.takenOver(update, (column) => `values(${column})`)
        : [`${kept} = ${table.qualifier}.${kept}`];
    const counted = update.length === 0 ? [] : increments.map((name) => countedUp(quote(name), quote(name)));
    return `${insert} on duplicate key update ${[...list, ...counted].join(', ')}${returningClause(table, returning)}`;
  }
  const counted = increments.map((name) => countedUp(quote(name), `${table.qualifier}.${quote(name)}`));
  const list = [...table.takenOver(update, (column) => `excluded.${column}`), ...counted];
  const action = update.length === 0 ? 'do nothing' : `do update set ${list.join(', ')}`;
  return `${insert} on conflict (${conflict.map(quote).join(', ')}) ${action}${returningClause(table, returning)}`;
}

function countedUp(column: string, before: string): string {
  return `${column} = coalesce(${before}, 0) + 1`;
}
