import type { Row } from '../call.js';
import type { Scope, ScopeContext } from '../scope.js';

/** What each scope has taken off the rows of a SELECT, until their models are handed to it. */
const takings = new WeakMap<readonly Row[], Map<Scope, unknown>>();

/** Lets the scopes take their own columns off the rows, the last one first: columns come off in the reverse order. */
export function takeOff(scopes: readonly Scope[], rows: Row[], context: ScopeContext): void {
  for (const scope of scopes.toReversed()) {
    if (scope.take === undefined) continue;
    const taken = takings.get(rows) ?? new Map<Scope, unknown>();
    takings.set(rows, taken.set(scope, scope.take(rows, context)));
  }
}

/** What a scope has taken off these rows. */
export function takenBy(scope: Scope, rows: readonly Row[]): unknown {
  return takings.get(rows)?.get(scope);
}
