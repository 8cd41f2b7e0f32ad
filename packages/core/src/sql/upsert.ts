import type { Table } from '../table.js';
import { countedUp, insertSql, returningClause } from './statements.js';

/** The unique index that decides whether a row is there: its columns and expressions, and what a partial one says of its rows. */
export interface ConflictTarget {
  readonly columns: readonly string[];
  readonly expressions: readonly string[];
  readonly where: string | undefined;
}

/**
 * INSERT that updates, or keeps, the row it conflicts with.
 *
 * @param held the condition that such a row meets; one that does not is left as it is
 */
export function upsertSql(
  table: Table,
  columns: readonly string[],
  conflict: ConflictTarget,
  update: readonly string[],
  returning: readonly string[],
  increments: readonly string[],
  held: string | undefined,
): string {
  const { capabilities } = table.dialect;
  const quote = (name: string): string => table.quote(name);
  const insert = insertSql(table, columns, 1, []);
  if (capabilities.upsert === 'on-duplicate-key') {
    const list = table.takenOver(update, (column) => `values(${column})`);
    const counted = update.length === 0 ? [] : increments.map((name) => countedUp(quote(name), quote(name)));
    const assignments = [guard(table, conflict.columns, held), ...list, ...counted].join(', ');
    return `${insert} on duplicate key update ${assignments}${returningClause(table, returning)}`;
  }
  const counted = increments.map((name) => countedUp(quote(name), `${table.qualifier}.${quote(name)}`));
  const list = [...table.takenOver(update, (column) => `excluded.${column}`), ...counted];
  const action =
    update.length === 0
      ? 'do nothing'
      : `do update set ${list.join(', ')}${held === undefined ? '' : ` where ${held}`}`;
  const parts = [...conflict.columns.map(quote), ...conflict.expressions.map((sql) => `(${sql})`)].join(', ');
  const target = `(${parts})${conflict.where === undefined ? '' : ` where ${conflict.where}`}`;
  return `${insert} on conflict ${target} ${action}${returningClause(table, returning)}`;
}

/** The greatest number that MySQL counts to: one more is an error, in whose text it stands. */
export const OUT_OF_RANGE = '18446744073709551615';

/**
 * MySQL takes a conflict with any unique key for the one that is meant, and would update another row than that. This assignment leaves
 * its column as it is, and makes the statement fail (a number out of range) where the values of the `conflict` columns are others, or
 * the row does not meet the condition.
 */
function guard(table: Table, conflict: readonly string[], held: string | undefined): string {
  const quote = (name: string): string => table.quote(name);
  const kept = `${table.qualifier}.${quote(conflict[0] as string)}`;
  const equal = conflict.map((name) => `${table.qualifier}.${quote(name)} = values(${quote(name)})`);
  const same = [...equal, ...(held === undefined ? [] : [`(${held})`])].join(' and ');
  return `${quote(conflict[0] as string)} = if(${OUT_OF_RANGE} + (1 - coalesce(${same}, 0)) > 0, ${kept}, ${kept})`;
}
