import type { EventEmitter } from 'node:events';
import type { Knex } from 'knex';

/** One clause of a knex builder; knex keeps them in `_statements` and has no public way to read them. */
export interface Clause {
  readonly grouping: string;
  readonly type?: string;
  readonly distinct?: unknown;
  readonly distinctOn?: unknown;
  readonly alias?: string | undefined;
  readonly asColumn?: boolean;
  readonly operator?: unknown;
  readonly bool?: string;
  readonly column?: unknown;
  readonly value?: unknown;
  /** Where an ORDER BY puts NULL: `first`, `last`, or `''` for where the database does. */
  readonly nulls?: unknown;
}

/** What `where(function () {…})` was given. */
export type Group = (this: Knex.QueryBuilder, inner: Knex.QueryBuilder) => void;

/** The clauses of a builder. */
export function clausesOf(builder: Knex.QueryBuilder): Clause[] {
  return (builder as unknown as { _statements: Clause[] })._statements;
}

/** A copy of a builder, heard by those who listen to it; knex's `clone` leaves them behind. */
export function heardCopy(builder: Knex.QueryBuilder): Knex.QueryBuilder {
  const copy = builder.clone();
  const from = builder as unknown as EventEmitter;
  for (const event of from.eventNames())
    for (const listener of from.rawListeners(event))
      (copy as unknown as EventEmitter).on(event, listener as () => void);
  return copy;
}

/** A copy of a builder that runs as that one would; knex's `clone` leaves listeners and time-outs behind. */
export function runnableCopy(builder: Knex.QueryBuilder): Knex.QueryBuilder {
  const { _timeout, _cancelOnTimeout } = builder as unknown as Record<string, unknown>;
  return Object.assign(heardCopy(builder), { _timeout, _cancelOnTimeout });
}

/** What `*` means in a query that joins tables, with a selection for its first one; `*` where not all of them have a name. */
export function starOfJoin(clauses: readonly Clause[], first: unknown): readonly unknown[] {
  const joined = clauses
    .filter(({ grouping }) => grouping === 'join')
    .map((join) => (join as { table?: unknown }).table);
  if (!joined.every((table) => typeof table === 'string')) return ['*'];
  return [
    first,
    ...joined.map((table) => `${/ as (.+)$/i.exec(table)?.[1] ?? table.slice(table.lastIndexOf('.') + 1)}.*`),
  ];
}

/** Whether a query joins tables. */
export function isJoined(builder: Knex.QueryBuilder): boolean {
  return clausesOf(builder).some(({ grouping }) => grouping === 'join');
}

/** What knex keeps beside the clauses. */
interface Single {
  readonly limit?: number | undefined;
  readonly offset?: unknown;
  lock?: unknown;
}

function singleOf(builder: Knex.QueryBuilder): Single {
  return (builder as unknown as { readonly _single: Single })._single;
}

/** How many rows a query takes, and from which on; the offset may be SQL. */
export interface Range {
  readonly limit: number | undefined;
  readonly offset: unknown;
}

export const NO_RANGE: Range = { limit: undefined, offset: undefined };

/** A query's LIMIT and OFFSET. */
export function rangeOf(builder: Knex.QueryBuilder): Range {
  const { limit, offset } = singleOf(builder);
  return { limit, offset };
}

/** Gives a query another LIMIT and OFFSET, or none. */
export function setRange(builder: Knex.QueryBuilder, { limit, offset }: Range): Knex.QueryBuilder {
  void builder.clear('limit').clear('offset');
  if (limit !== undefined) void builder.limit(limit);
  return offset === undefined ? builder : builder.offset(offset as number);
}

/** A copy of a query that locks nothing. */
export function unlocked(builder: Knex.QueryBuilder): Knex.QueryBuilder {
  const copy = builder.clone();
  singleOf(copy).lock = undefined;
  return copy;
}

/** Has a query take its first row at most. */
export function limitToFirst(builder: Knex.QueryBuilder): void {
  if (singleOf(builder).limit !== 0) void builder.limit(1);
}
