import { InvalidValueError } from './errors.js';

/**
 * The options of core's calls. One object travels from a call through its events to other calls, so that what one call
 * knows none refuses; and so stands here what Shelf and Backbone put on it on the way.
 */
const CORE: readonly string[] = [
  // every call that reaches the database
  'transacting',
  'signal',
  'timeout',
  'debug',
  'scopes',
  // reads
  'columns',
  'lock',
  'withSchema',
  'require',
  'merge',
  'remove',
  // writes
  'method',
  'patch',
  'defaults',
  'autoRefresh',
  'date',
  'all',
  'atomic',
  'conflict',
  'update',
  'where',
  // JSON
  'shallow',
  'omitPivot',
  'omitNew',
  // what does not reach the database
  'unset',
  'silent',
  'parse',
  'sort',
  'at',
  'add',
  'tableName',
  'hasTimestamps',
  'requireFetch',
  'collection',
  'model',
  'comparator',
  // put there for handlers
  'query',
  'previousAttributes',
  'index',
  'changes',
  'previousModels',
];

/** Options of `fetchPage` alone: elsewhere they would be taken for a limit, and all rows be read. */
export const PAGE_OPTIONS: readonly string[] = ['page', 'pageSize', 'limit', 'offset', 'disableCount'];

/** Options of `transaction` besides those of every call. */
export const TRANSACTION_OPTIONS: readonly string[] = ['isolationLevel', 'readOnly'];

/** The options that the calls of one shelf have: core's, and those that plugins and the application declare. */
export class KnownOptions {
  private readonly names = new Set(CORE);
  private seen: object | undefined;
  private readonly ofInstances: readonly string[];

  /** @param ofInstances those of class options that `new Model` takes */
  constructor(ofInstances: readonly string[]) {
    this.ofInstances = ofInstances;
  }

  /** Has calls take further options; said by plugins (`callOptions`) and by the application (`createShelf({ callOptions })`). */
  declare(names: unknown, who: string): void {
    if (!Array.isArray(names) || !names.every((name) => typeof name === 'string'))
      throw new InvalidValueError(`${who}: \`callOptions\` is a list of names`);
    for (const name of names) this.names.add(name);
  }

  /**
   * Refuses options that nobody has declared; one that is `undefined` counts as not given.
   *
   * @param besides those that this call alone has
   */
  check(options: object | null | undefined, besides?: readonly string[]): void {
    if (options === undefined || options === null || typeof options !== 'object') return;
    for (const name in options)
      if (!this.names.has(name) && besides?.includes(name) !== true) this.refuse(options, name, besides);
  }

  /** The same for options that one call hands to very many: the JSON of each model. */
  checkOnce(options: object): void {
    if (options === this.seen) return;
    this.check(options);
    this.seen = options;
  }

  private refuse(options: object, name: string, besides: readonly string[] = []): void {
    if (this.ofInstances.includes(name) || !Object.hasOwn(options, name)) return;
    if ((options as Record<string, unknown>)[name] === undefined) return;
    const [page, transaction] = [PAGE_OPTIONS.includes(name), TRANSACTION_OPTIONS.includes(name)];
    const whose = page ? `, but fetchPage() has.` : transaction ? `, but transaction() has.` : undefined;
    throw new InvalidValueError(
      `This call has no option '${name}'${whose ?? nearestOf(name, [...this.names, ...besides])} ` +
        'An application declares options of its own by createShelf({ callOptions: [name, …] }), a plugin by `callOptions`',
    );
  }
}

/** The options of what takes none. */
export type NoOptions = Readonly<Record<string, never>>;

/**
 * Refuses options that a factory does not know: of `createShelf`, of a dialect or of a plugin.
 *
 * @param whose what has been called, for the message: `softDelete()`
 */
export function checkOptions(whose: string, given: unknown, known: readonly string[]): void {
  if (given === undefined || given === null) return;
  if (typeof given !== 'object')
    throw new InvalidValueError(`${whose} takes an object of options, not ${typeof given}`);
  if ('Model' in given && 'plugin' in given)
    throw new InvalidValueError(`${whose} makes a plugin and was not called: say plugins: [${whose}]`);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || known.includes(name)) continue;
    const has = known.length === 0 ? 'It has none' : `It has: ${known.join(', ')}`;
    throw new InvalidValueError(`${whose} has no option '${name}'${nearestOf(name, known)} ${has}`);
  }
}

/** How a sentence ends that says that a name is not known: with the known one that is most like it, where one is. */
function nearestOf(name: string, known: readonly string[]): string {
  let nearest: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const each of known) {
    const edits = editsBetween(name.toLowerCase(), each.toLowerCase(), least);
    if (edits < least) [nearest, least] = [each, edits];
  }
  return nearest === undefined ? '.' : `; did you mean '${nearest}'?`;
}

/** How many letters have to be added, removed or replaced to make one text of the other; `most` where it takes no fewer. */
function editsBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) >= most) return most;
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 0; i < one.length; i++) {
    const next = [i + 1];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] as number) + (one[i] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return Math.min(row[other.length] as number, most);
}
