import { createHash } from 'node:crypto';
import type { ParameterChecks } from './parameters.js';
import type { Field, MakeRow } from './rows.js';

/** How many statements one connection keeps prepared. */
const CAPACITY = 200;
/** How many parameters they may have together: lists of each length are a statement of their own. */
const MOST_PARAMETERS = 10_000;
/** How long one keeps the types of its parameters, in ms: a column may get another type, which compares otherwise. */
const LIFETIME = 10_000;
const LONGEST_REUSABLE = 20_000;
const REUSABLE = /^\s*(?:select|insert|update|delete|with|values)\b/i;

/** How a text is known to all connections. */
interface Known {
  readonly hash: string;
  /** How often its prepared form has become useless because a table has changed. */
  version: number;
  /** It has been sent before, so it pays to prepare it. */
  repeated: boolean;
}

/** The most texts that are remembered, prepared or not, and how long they may be together. */
const MOST_KNOWN = 2000;
const LONGEST_KNOWN = 2_000_000;
const known = new Map<string, Known>();
let knownLength = 0;

function knownOf(sql: string): Known | undefined {
  const found = known.get(sql);
  if (found !== undefined) return found;
  if (sql.length > LONGEST_REUSABLE || !REUSABLE.test(sql)) return undefined;
  const made = {
    hash: createHash('sha1').update(sql).digest('base64url'),
    version: 0,
    repeated: false,
  };
  if (known.size >= MOST_KNOWN || knownLength + sql.length > LONGEST_KNOWN) {
    known.clear();
    knownLength = 0;
  }
  known.set(sql, made);
  knownLength += sql.length;
  return made;
}

/** A statement as one connection has it prepared. */
export interface Prepared {
  readonly name: string;
  /** What its results are like, once the server has told. */
  shape: { readonly fields: readonly Field[]; readonly makeRow: MakeRow | undefined } | undefined;
  /** How what is bound is looked at, once the server has told the types of the parameters. */
  checks: ParameterChecks | undefined;
}

interface Kept extends Prepared {
  /** When it was used last, in uses of any. */
  used: number;
  /** When it was prepared. */
  readonly since: number;
  readonly parameters: number;
}

/** The prepared statements of one connection by their SQL; the one used longest ago makes room for a new one. */
export class Statements {
  readonly #kept: Map<string, Kept> = new Map();
  readonly #capacity: number;
  readonly #now: () => number;
  #forgotten: string[] = [];
  #uses = 0;
  /** Of all that are kept. */
  #parameters = 0;

  constructor(capacity: number = CAPACITY, now: () => number = () => performance.now()) {
    this.#capacity = capacity;
    this.#now = now;
  }

  get size(): number {
    return this.#kept.size;
  }

  /**
   * How a statement is prepared, or is to be; undefined where it does not pay.
   *
   * @param parameters how many it has
   */
  preparedAs(sql: string, parameters: number = 0): Prepared | undefined {
    const kept = this.#kept.get(sql);
    if (kept !== undefined) {
      if (this.#now() - kept.since > LIFETIME) return this.#again(sql, kept);
      kept.used = ++this.#uses;
      return kept;
    }
    const text = knownOf(sql);
    if (text === undefined) return undefined;
    if (!text.repeated) {
      text.repeated = true;
      return undefined;
    }
    const name = `shelf_${text.hash}${text.version === 0 ? '' : `_${text.version}`}`;
    const made = this.#keep(sql, name, parameters);
    this.#parameters += parameters;
    // The newest stays, whatever it has.
    while (this.#kept.size > this.#capacity || (this.#parameters > MOST_PARAMETERS && this.#kept.size > 1))
      this.#makeRoom();
    return made;
  }

  #keep(sql: string, name: string, parameters: number): Kept {
    const made = { name, shape: undefined, checks: undefined, used: ++this.#uses, since: this.#now(), parameters };
    this.#kept.set(sql, made);
    return made;
  }

  /** The same statement, closed and prepared once more. */
  #again(sql: string, { name, parameters }: Kept): Prepared {
    this.#forgotten.push(name);
    return this.#keep(sql, name, parameters);
  }

  /** Forgets a statement whose plan is of no use any more; its next name is a new one. */
  renew(sql: string, name: string): void {
    const kept = this.#kept.get(sql);
    if (kept?.name !== name) return;
    this.#forget(sql, kept);
    const text = knownOf(sql);
    if (text !== undefined) {
      text.version++;
      text.repeated = true;
    }
  }

  /** The names that the server may forget; each is told once. */
  takeForgotten(): readonly string[] {
    if (this.#forgotten.length === 0) return NONE;
    return this.#forgotten.splice(0);
  }

  /** Looks for the oldest only when there is no room: statements are found far more often than they are made. */
  #makeRoom(): void {
    let [oldest] = this.#kept;
    for (const each of this.#kept) if (oldest === undefined || each[1].used < oldest[1].used) oldest = each;
    if (oldest !== undefined) this.#forget(...oldest);
  }

  #forget(sql: string, { name, parameters }: Kept): void {
    this.#kept.delete(sql);
    this.#forgotten.push(name);
    this.#parameters -= parameters;
  }
}

const NONE: readonly string[] = [];
