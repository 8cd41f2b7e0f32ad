import type { CallOptions, Change, ModelInstance } from '../instance.js';
import { extraOf } from './state.js';

/**
 * Fires after-events, in whose handlers the change still shows; the state is reset when they have settled. An action
 * within a handler, or beside this one, shows its own change meanwhile.
 */
export async function settle(
  model: ModelInstance,
  change: Change,
  options: CallOptions,
  fire: () => Promise<unknown>,
): Promise<void> {
  const extra = extraOf(model);
  const changes = (extra.settling ??= []);
  changes.push(change);
  options['previousAttributes'] = change.previous;
  try {
    await fire();
  } finally {
    changes.splice(changes.indexOf(change), 1);
  }
}
