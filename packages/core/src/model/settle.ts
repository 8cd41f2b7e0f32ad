import { isHeard } from '../events.js';
import type { CallOptions, Change, ModelInstance, Syncing } from '../instance.js';
import { transactionStateOf } from '../sync/run.js';
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

/**
 * Runs what follows a write, and has `committed` fired on the models and collections whose call it was: in a transaction when the
 * outermost one has ended, else at once, even where a handler of the after-events fails. The row is written.
 */
export function followWrite(
  targets: readonly [Syncing, ...Syncing[]],
  options: CallOptions,
  follow: () => Promise<void> | undefined,
): Promise<void> | undefined {
  const state = transactionStateOf(targets[0].shelf, options);
  if (state !== undefined) {
    for (const target of targets) state.addWrite(target, options);
    return follow();
  }
  const heard = targets.filter(isHeard);
  return heard.length === 0 ? follow() : followAlone(heard, options, follow);
}

async function followAlone(
  targets: readonly Syncing[],
  options: CallOptions,
  follow: () => Promise<void> | undefined,
): Promise<void> {
  try {
    await follow();
  } finally {
    for (const target of targets) await target.shelf.transactions.announce('committed', target, options);
  }
}
