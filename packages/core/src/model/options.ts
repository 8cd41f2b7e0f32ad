import type { CallOptions } from '../instance.js';
import type { Sync } from '../sync.js';

/**
 * The options that a verb hands to its events: the caller's, with `query`, the knex builder, made when a handler
 * asks for it. It is an accessor of the prototype, so that copying the options does not carry it to other calls.
 */
class ActionOptions {
  #sync: Sync | undefined;

  bind(sync: Sync | undefined): void {
    this.#sync = sync;
  }

  get query(): unknown {
    return this.#sync?.query;
  }

  set query(builder: unknown) {
    if (this.#sync !== undefined) this.#sync.query = builder as Sync['query'];
  }
}
Object.defineProperty(ActionOptions.prototype, 'bind', { enumerable: false });

/** A copy of the caller's options for one action. */
export function actionOptions(options: CallOptions | null | undefined): CallOptions {
  const copy = new ActionOptions() as unknown as CallOptions;
  if (options === undefined || options === null || typeof options !== 'object') return copy;
  for (const name of Object.keys(options)) if (name !== 'query') copy[name] = options[name];
  return copy;
}

/** Connects the options with the action whose builder `options.query` is; undefined once the action is over. */
export function bindQuery(options: CallOptions, sync: Sync | undefined): void {
  if (options instanceof ActionOptions) options.bind(sync);
}
