import type { Scope, ScopeContext } from '@shelf/core';
import { keyOf, narrowByScope } from '@shelf/core/inside';
import type { Knex } from 'knex';
import { types } from 'node:util';

/** Scopes that have answered with a promise. */
const slow = new WeakSet<Scope>();

/**
 * Has scopes narrow a query at once, in the caller's own context.
 *
 * @returns whether they have: not where one takes its time, has no rows, or does more than to narrow
 */
export function askScopes(scopes: readonly Scope[], query: Knex.QueryBuilder, context: ScopeContext): boolean {
  return scopes.every((scope) => onlyNarrows(scope) && ask(scope, query, context));
}

/** What a scope reads besides, takes off the rows or sees of them may be its caller's. */
function onlyNarrows({ columns, wrap, take, receive }: Scope): boolean {
  return columns === undefined && wrap === undefined && take === undefined && receive === undefined;
}

function ask(scope: Scope, query: Knex.QueryBuilder, context: ScopeContext): boolean {
  if (scope.constrain === undefined) return true;
  // It would begin its work twice.
  if (types.isAsyncFunction(scope.constrain) || slow.has(scope)) return false;
  const narrowed = narrowByScope(scope, query, context);
  if (narrowed === undefined) return true;
  if (narrowed === false) return false;
  slow.add(scope);
  Promise.resolve(narrowed).catch(() => undefined);
  return false;
}

/** The SQL of a query and its values, in a form that compares; undefined where a value does not. */
export function conditionsKey(query: Knex.QueryBuilder): readonly string[] | undefined {
  const { sql, bindings } = query.clone().toSQL();
  const keys = bindings.map(bindingKey);
  return keys.includes(undefined) ? undefined : [sql, ...(keys as string[])];
}

/** A value as it is bound: a number is no text, though the ids that they are would be one key. */
function bindingKey(value: unknown): string | undefined {
  if (value === null) return 'null';
  const key = keyOf(value);
  return key && `${typeof value} ${key}`;
}
