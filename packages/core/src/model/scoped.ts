import type { CallOptions, ModelClass, ModelInstance, Row, Syncing } from '../instance.js';
import type { Scope } from '../scope.js';
import { takenBy } from '../sync/taken.js';
import { tableNameOf } from './query.js';

/**
 * The scopes that hold for a call: `{ scopes: false }` leaves those that narrow, but never the one that leads to a row, as a
 * relation's does.
 */
export function heldScopes(scopes: readonly Scope[], options: CallOptions): readonly Scope[] {
  return options.scopes === false ? unnarrowed(scopes) : scopes;
}

/** What is left of a model's scopes where they do not hold. One that narrows nothing has other work, such as counting versions. */
export function unnarrowed(scopes: readonly Scope[]): readonly Scope[] {
  return scopes.filter(({ once, constrain }) => once === true || constrain === undefined);
}

/** Shows the scopes what a SELECT brought. */
export function receive(
  syncing: Syncing,
  models: readonly ModelInstance[],
  parsed: readonly Row[],
  rows: readonly Row[],
  options: CallOptions,
  action: 'select' | 'first',
): void {
  for (const scope of heldScopes(syncing.scopes, options)) {
    const context = { action, table: tableNameOf(syncing), options, target: syncing };
    scope.receive?.(models, parsed, context, takenBy(scope, rows));
  }
}

/** Takes a model that stands for a row out of the scopes that only led to it. */
export function leaveScopes(model: ModelInstance): void {
  if (!Object.hasOwn(model, 'scopes') || !model.scopes.some(({ once }) => once === true)) return;
  model.scopes = model.scopes.filter(({ once }) => once !== true);
}

/**
 * Has the models of a shelf stand in a further scope, besides those that their class says.
 *
 * @param scopeOf the scope of a model's class; undefined where it has none
 * @example
 * addClassScope(shelf.Model, (model) => (model.softDelete === true ? undeleted : undefined));
 */
export function addClassScope(Model: ModelClass, scopeOf: (model: ModelInstance) => Scope | undefined): void {
  const inherited = Object.getOwnPropertyDescriptor(Model.prototype, 'scopes') as PropertyDescriptor;
  const known = new WeakMap<Scope, WeakMap<readonly Scope[], readonly Scope[]>>();
  Object.defineProperty(Model.prototype, 'scopes', {
    ...inherited,
    get(this: ModelInstance): readonly Scope[] {
      const own = inherited.get?.call(this) as readonly Scope[];
      const scope = scopeOf(this);
      if (scope === undefined) return own;
      let lists = known.get(scope);
      if (lists === undefined) known.set(scope, (lists = new WeakMap()));
      // One list for one list: who hands scopes on compares them.
      let list = lists.get(own);
      if (list === undefined) lists.set(own, (list = Object.freeze([...own, scope])));
      return list;
    },
  });
}
