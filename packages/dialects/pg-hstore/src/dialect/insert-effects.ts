import type { InsertEffects } from '@shelf/core';

/** What stands between an INSERT and its rows. */
export interface InsertsRow {
  /** `r` a table, `p` a partitioned one, `v` a view, `f` a foreign table. */
  readonly kind: string;
  readonly has_rules: boolean;
  /** Triggers that run before the row is there, or in its place. */
  readonly has_before: boolean;
  /** Those of them that may leave the row out. */
  readonly may_skip: boolean;
  /** Triggers that run afterwards and may change or delete the row. */
  readonly may_undo: boolean;
}

/**
 * The triggers of a table and of its partitions, and the rules. What a trigger's function is written in says whether it does more
 * than fill columns in (it returns NEW and nothing else, and gives NEW no other value) or than note what has happened elsewhere.
 */
export const INSERTS = `
with relation as (select to_regclass(?)::oid as oid),
family as (
  select oid from relation
  union
  select p.relid::oid from relation r, lateral pg_catalog.pg_partition_tree(r.oid::regclass) p
),
triggers as (
  select (t.tgtype & 66) <> 0 as is_before, l.lanname = 'plpgsql' as is_plain, p.prosrc as source
  from family f
  join pg_catalog.pg_trigger t on t.tgrelid = f.oid
  join pg_catalog.pg_proc p on p.oid = t.tgfoid
  join pg_catalog.pg_language l on l.oid = p.prolang
  where not t.tgisinternal and t.tgenabled <> 'D' and (t.tgtype & 4) <> 0 and ((t.tgtype & 66) = 0 or (t.tgtype & 1) = 1)
)
select c.relkind::text as kind,
  exists (select from pg_catalog.pg_rewrite w where w.ev_class = c.oid and w.ev_type = '3') as has_rules,
  coalesce((select bool_or(is_before) from triggers), false) as has_before,
  coalesce((select bool_or(is_before and not (is_plain
    and source !~* '\\mreturn\\M\\s+(?!new\\s*;)' and source !~* '\\mnew\\s*:?=|\\minto\\s+(strict\\s+)?new\\M(?!\\s*\\.)')) from triggers), false) as may_skip,
  coalesce((select bool_or(not is_before and not (is_plain
    and source !~* '\\m(delete\\s+from|update\\s+[^''\\s]|truncate|merge\\s+into|execute|call|perform\\s+(?!(pg_catalog\\.)?pg_notify\\M))')) from triggers), false) as may_undo
from relation r join pg_catalog.pg_class c on c.oid = r.oid`;

/** What rules, triggers, or what lies behind a view or a foreign table, may do to the rows of an INSERT. */
export function insertEffects(row: InsertsRow | undefined): InsertEffects | undefined {
  if (row === undefined) return undefined;
  const { kind, has_rules, has_before, may_skip, may_undo } = row;
  const isElsewhere = kind === 'v' || kind === 'f';
  const unsettled = has_rules || may_undo;
  // A rule may have no RETURNING, and then refuses it.
  const rekeys = !has_rules && (isElsewhere || has_before || may_undo);
  const skips = unsettled || isElsewhere || may_skip;
  return rekeys || skips ? { skips, rekeys, unsettled } : undefined;
}
