import type { CallOptions, ModelInstance, Row, Syncing } from '../instance.js';
import { takenBy } from '../sync/taken.js';
import { tableNameOf } from './query.js';

/** Shows the scopes what a SELECT brought. */
export function receive(
  syncing: Syncing,
  models: readonly ModelInstance[],
  parsed: readonly Row[],
  rows: readonly Row[],
  options: CallOptions,
  action: 'select' | 'first',
): void {
  for (const scope of syncing.scopes) {
    const context = { action, table: tableNameOf(syncing), options, target: syncing };
    scope.receive?.(models, parsed, context, takenBy(scope, rows));
  }
}

/** Takes a model that stands for a row out of the scopes that only led to it. */
export function leaveScopes(model: ModelInstance): void {
  if (!Object.hasOwn(model, 'scopes') || !model.scopes.some(({ once }) => once === true)) return;
  model.scopes = model.scopes.filter(({ once }) => once !== true);
}
