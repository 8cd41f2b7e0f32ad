import type { Knex } from 'knex';
import type { CallOptions } from './call.js';
import type { Dialect, DynamicStore } from './dialect.js';
import type { OwnStatements } from './dialect/own-statements.js';
import { asSeenBy, type Sees } from './seen-table.js';
import type { Column } from './column.js';
import { withinLimits, type Limits } from './sync/limits.js';
import { Table } from './table.js';

/** A table's place in the catalogue; a schema in the name and one beside it are written differently into SQL. */
function idOf(name: string, schema: string | undefined): string {
  return schema === undefined ? name : `${schema}\0${name}`;
}

/** Generated names must not fill the memory: beyond so many, those of a table are looked for anew. */
const MOST_NAMES = 10_000;
/** How often a table is described once more because it refuses a value, in ms. */
const REFUSALS_APART = 10_000;

/** How long others wait for one description before they begin another one, in ms. */
const PATIENCE = 1000;

/** A description on its way, for all who wait for it. */
interface Pending {
  readonly table: Promise<Table>;
  /** When it was begun. */
  readonly since: number;
  /** How many wait for it; when the last one has given up, it is stopped. */
  waiting: number;
  /** Has nobody else wait for it. */
  leave(): void;
  stop(): void;
}

/** Whether a promise settles within some milliseconds. */
function settlesWithin(promise: Promise<unknown>, patience: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), Math.max(patience, 0));
    const settled = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    promise.then(settled, settled);
  });
}

function join(pending: Pending, limits: Limits): Promise<Table> {
  pending.waiting++;
  limits.cancel = () => {
    limits.cancel = () => undefined;
    if (--pending.waiting === 0) pending.stop();
  };
  return pending.table;
}

/** A table, and by what its name was found. */
interface Described {
  readonly table: Table;
  /** What the session says of that; undefined where any session finds the same. */
  readonly path: string | undefined;
  /** The table is the session's own. */
  readonly temporary: boolean;
}

/**
 * Tables as calls find them that are outside of transactions, or in the same one: each is described once, on first use, and
 * again when a name is not found in it.
 */
export class Tables {
  private readonly described = new Map<string, Described>();
  private readonly pending = new Map<string, Pending>();
  private readonly exact = new Map<string, Set<string>>();
  /** For each table the names that were looked for in it: what it does not have then is no column. */
  private readonly sought = new Map<string, Set<string>>();
  /** When each table was described because it refused a value. */
  private readonly refusals = new Map<string, number>();
  /** By what most sessions find tables: the first of them. */
  private path: string | undefined;
  /** Nothing that others know holds here, and nothing of here for others. */
  private alone = false;
  /** How often what was known has become wrong at once. */
  private generation = 0;
  private readonly dialect: Dialect;
  private readonly knex: Knex;
  private readonly outer: Tables | undefined;

  /** @param outer what is known around the transaction that these are for */
  constructor(dialect: Dialect, knex: Knex, outer?: Tables) {
    this.dialect = dialect;
    this.knex = knex;
    this.outer = outer;
  }

  /** The table, as a model class sees it (given its prototype), if it has been described already. */
  known(name: string, schema: string | undefined, model?: Sees): Table | undefined {
    const table = this.find(idOf(name, schema));
    return table && asSeenBy(table, model);
  }

  private find(id: string): Table | undefined {
    return this.described.get(id)?.table ?? (this.alone ? undefined : this.outer?.find(id));
  }

  /** Describes a table. */
  async table(name: string, schema: string | undefined, model?: Sees, options: CallOptions = {}): Promise<Table> {
    return asSeenBy(await withinLimits(options, (limits) => this.look(name, schema, limits)), model);
  }

  private look(name: string, schema: string | undefined, limits: Limits): Promise<Table> {
    const id = idOf(name, schema);
    if (this.outer !== undefined) {
      // On the transaction's own connection, and for this call alone.
      const stop = new AbortController();
      limits.cancel = () => stop.abort();
      return this.describe(id, name, schema, stop.signal);
    }
    const pending = this.pending.get(id);
    return pending === undefined
      ? join(this.begin(id, name, schema), limits)
      : this.joinOther(pending, () => this.pending.get(id) ?? this.begin(id, name, schema), limits);
  }

  private begin(id: string, name: string, schema: string | undefined): Pending {
    const controller = new AbortController();
    const leave = (): void => {
      if (this.pending.get(id) === pending) this.pending.delete(id);
    };
    const stop = (): void => {
      leave();
      controller.abort();
    };
    const table = this.describe(id, name, schema, controller.signal).finally(leave);
    const pending: Pending = { table, since: performance.now(), waiting: 0, leave, stop };
    this.pending.set(id, pending);
    return pending;
  }

  /** Waits for a description that somebody else has begun; where that is late, for another one too, on another connection. */
  private async joinOther(pending: Pending, begin: () => Pending, limits: Limits): Promise<Table> {
    const first = join(pending, limits);
    const inTime = await settlesWithin(first, pending.since + PATIENCE - performance.now());
    if (inTime || limits.givenUp !== undefined) return await first;
    pending.leave();
    // Who has begun it waits on; if nobody does, it is stopped.
    limits.cancel?.();
    const other = join(begin(), limits);
    return await Promise.any([first, other]).catch(() => other);
  }

  /** Forgets a description that has proved wrong. */
  forget(table: Table): void {
    const id = idOf(table.name, table.schema);
    this.described.delete(id);
    if (!this.alone) this.outer?.forget(table);
  }

  /** Whether a column of that name may have been added since the table was described: where nobody has looked for it yet. */
  mayHaveGot(table: Table, name: string): boolean {
    return !this.hasSought(idOf(table.name, table.schema), name);
  }

  private hasSought(id: string, name: string): boolean {
    if (this.sought.get(id)?.has(name) === true) return true;
    return !this.alone && this.outer?.hasSought(id, name) === true;
  }

  /** Forgets a description in which names were not found, so that the table is looked at once more for them. */
  seek(table: Table, names: readonly string[]): void {
    const id = idOf(table.name, table.schema);
    const sought = this.soughtIn(id);
    for (const name of names) sought.add(name);
    this.forget(table);
  }

  private soughtIn(id: string): Set<string> {
    let sought = this.sought.get(id);
    if (sought === undefined || sought.size >= MOST_NAMES) this.sought.set(id, (sought = new Set()));
    return sought;
  }

  /**
   * Forgets a description by which a value was refused, so that the table is looked at once more: its columns may have got other
   * types. False where that has been done a short time ago.
   */
  doubt(table: Table): boolean {
    if (table.columns === undefined) return false;
    const id = idOf(table.name, table.schema);
    const now = performance.now();
    const refusals = this.refusalsHere();
    const before = refusals.get(id);
    if (before !== undefined && now - before < REFUSALS_APART) return false;
    refusals.set(id, now);
    this.forget(table);
    return true;
  }

  /** Transactions share the times of what is around them, while they know what that knows. */
  private refusalsHere(): Map<string, number> {
    return this.alone || this.outer === undefined ? this.refusals : this.outer.refusalsHere();
  }

  /** From now on reads a column through its exact codec. */
  readExactly(table: Table, column: string): void {
    const id = idOf(table.name, table.schema);
    const columns = this.exact.get(id) ?? new Set();
    this.exact.set(id, columns.add(table.columns?.get(column)?.stored ?? column));
    this.forget(table);
  }

  /** What is known of tables is not true any more for who has just changed them, or the session; and is no business of others. */
  standAlone(): void {
    this.alone = true;
    this.generation++;
    this.described.clear();
    this.sought.clear();
    this.refusals.clear();
  }

  /** Tells what is around what was learnt here. */
  publish(): void {
    if (this.alone) return;
    for (const [id, each] of this.described) this.outer?.keep(id, each);
    for (const [id, names] of this.sought) for (const name of names) this.outer?.soughtIn(id).add(name);
  }

  /** What is found by another path than usual, or is the session's own, is nobody else's. */
  private keep(id: string, each: Described): void {
    if (this.outer === undefined) {
      if (each.temporary) return;
      if (each.path !== undefined && (this.path ??= each.path) !== each.path) return;
    }
    this.described.set(id, each);
  }

  private async describe(id: string, name: string, schema: string | undefined, signal: AbortSignal): Promise<Table> {
    const [bare = name, owner = schema] = name.split('.').reverse();
    const { generation } = this;
    const described = / as /i.test(name) ? undefined : await this.dialect.describe(this.knex, bare, owner, signal);
    const exact = this.exact.get(id) ?? this.outer?.exact.get(id);
    const columns = described?.columns.map((column): Column => {
      const codec = this.dialect.codec(column);
      return { ...column, codec: exact?.has(column.name) ? (codec?.exact ?? codec) : codec };
    });
    const stores = new Map<string, DynamicStore>();
    for (const column of columns ?? []) {
      const store = this.dialect.dynamic?.(column);
      if (store !== undefined) stores.set(column.name, store);
    }
    const table = new Table(this.dialect, name, schema, columns, described?.generatedKey, {
      inserts: described?.inserts,
      uniqueKeys: described?.uniqueKeys,
      ...(stores.size > 0 && { stores }),
    });
    if (described !== undefined && generation === this.generation)
      this.keep(id, { table, path: described.path, temporary: described.temporary === true });
    return table;
  }
}

/** A transaction, or a savepoint, as far as tables go. */
interface TablesOwner {
  readonly parent: TablesOwner | undefined;
  readonly transaction: Knex.Transaction;
  readonly own: OwnStatements;
  tables: Tables | undefined;
}

/** The tables of one shelf. */
export class Catalogue {
  private readonly dialect: Dialect;
  private readonly shared: Tables;

  constructor(dialect: Dialect, knex: Knex) {
    this.dialect = dialect;
    this.shared = new Tables(dialect, knex);
  }

  /**
   * The tables as a call finds them that belongs to a transaction, or to none. What is learnt in a transaction is read on its own
   * connection, because a pool may have no other one left, and others are told once it has committed.
   */
  in(state: TablesOwner | undefined): Tables {
    if (state === undefined) return this.shared;
    if (state.tables === undefined) {
      state.tables = new Tables(this.dialect, state.transaction, this.in(state.parent));
      if (state.own.changing) state.tables.standAlone();
    }
    return state.tables;
  }
}
