import { show } from '../codecs/show.js';
import { InvalidValueError } from '../errors.js';
import type { CallOptions, ShelfInternals } from '../instance.js';
import { isSql } from '../sql/expression.js';
import type { Sync } from '../sync.js';
import { checkLock } from '../sync/lock.js';

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

/**
 * A copy of the caller's options for one action.
 *
 * @throws InvalidValueError when nobody has declared one of them
 */
export function actionOptions(
  { callOptions }: Pick<ShelfInternals, 'callOptions'>,
  options: CallOptions | null | undefined,
): CallOptions {
  const copy = new ActionOptions() as unknown as CallOptions;
  if (options === undefined || options === null || typeof options !== 'object') return copy;
  callOptions.check(options);
  checkLock(options.lock);
  if (options.columns !== undefined) checkColumns(options.columns);
  for (const name of Object.keys(options)) if (name !== 'query') copy[name] = options[name];
  return copy;
}

/** Refuses columns that are neither names nor SQL. */
function checkColumns(columns: unknown): void {
  for (const column of [columns].flat())
    if (column !== null && !(typeof column === 'string' && column !== '') && !isSql(column))
      throw new InvalidValueError(`\`columns\` are names of columns, or raw SQL, not ${show(column)}`);
}

/** Connects the options with the action whose builder `options.query` is; undefined once the action is over. */
export function bindQuery(options: CallOptions, sync: Sync | undefined): void {
  if (options instanceof ActionOptions) options.bind(sync);
}

/** Options that are the call's own, and not those of what it loads besides. */
const OWN_OPTIONS: readonly string[] = [
  'columns',
  'require',
  'merge',
  'remove',
  'limit',
  'offset',
  'page',
  'pageSize',
  'patch',
  'method',
];
const ownOptions = new WeakMap<object, Set<string>>();

/** Says that options of a plugin are for the rows that a call asks for, and not for what it loads besides. */
export function addOwnOptions(shelf: object, names: readonly string[]): void {
  const known = ownOptions.get(shelf) ?? new Set(OWN_OPTIONS);
  for (const name of names) known.add(name);
  ownOptions.set(shelf, known);
}

/** The options of a call that hold for what it loads besides, too. */
export function inheritedOptions(shelf: object, options: CallOptions): CallOptions {
  const own = ownOptions.get(shelf) ?? new Set(OWN_OPTIONS);
  return Object.fromEntries(Object.entries(options).filter(([name]) => !own.has(name)));
}
