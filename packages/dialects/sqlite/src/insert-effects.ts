import type { InsertEffects } from '@shelf/core';

/** What made a table, a view or a trigger, as `sqlite_master` keeps it. */
export interface Definition {
  readonly type: string;
  readonly sql: string;
}

const INSERT_TRIGGER = /\binsert\s+on\b/i;
/** What a trigger has to do to leave the row out, or to change or delete it once it is there. */
const MEDDLES = /\braise\s*\(\s*(ignore|fail)\b|\b(delete|update|replace)\b/i;
/** Of several rows, those before the one that is refused stay too. */
const LEAVES_OUT = /\bon\s+conflict\s+(ignore|fail)\b/i;
const REPLACES = /\bon\s+conflict\s+replace\b/i;

/** What a table's conflict clauses, the triggers on it, or those that a view consists of for an INSERT, may do to its rows. */
export function insertEffects(definitions: readonly Definition[]): InsertEffects | undefined {
  const isView = definitions.some(({ type }) => type === 'view');
  const triggers = definitions.filter(({ type, sql }) => type === 'trigger' && INSERT_TRIGGER.test(sql));
  const tables = definitions.filter(({ type }) => type === 'table');
  const unsettled =
    isView || triggers.some(({ sql }) => MEDDLES.test(sql)) || tables.some(({ sql }) => REPLACES.test(sql));
  const skips = unsettled || tables.some(({ sql }) => LEAVES_OUT.test(sql));
  return skips ? { skips, rekeys: unsettled, unsettled } : undefined;
}
