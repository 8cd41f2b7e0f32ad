import type { Knex } from 'knex';
import type { CallOptions } from './call.js';
import type { Dialect, DynamicStore } from './dialect.js';
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

/** The tables of one shelf: each is described once, on first use, and again when a name is not found in it. */
export class Catalogue {
  private readonly tables = new Map<string, Table>();
  private readonly pending = new Map<string, Pending>();
  private readonly exact = new Map<string, Set<string>>();
  /** For each table the names that were looked for in it: what it does not have then is no column. */
  private readonly sought = new Map<string, Set<string>>();
  private readonly dialect: Dialect;
  private readonly knex: Knex;

  constructor(dialect: Dialect, knex: Knex) {
    this.dialect = dialect;
    this.knex = knex;
  }

  /** The table, as a model class sees it (given its prototype), if it has been described already. */
  known(name: string, schema: string | undefined, model?: Sees): Table | undefined {
    const table = this.tables.get(idOf(name, schema));
    return table && asSeenBy(table, model);
  }

  /**
   * Describes a table. Inside a transaction that is done on its own connection and shared with nobody,
   * because a pool may have no other connection left.
   */
  async table(
    name: string,
    schema: string | undefined,
    transaction: Knex.Transaction | undefined,
    model?: Sees,
    options: CallOptions = {},
  ): Promise<Table> {
    const described = withinLimits(options, (limits) => this.described(name, schema, transaction, limits));
    return asSeenBy(await described, model);
  }

  private described(
    name: string,
    schema: string | undefined,
    transaction: Knex.Transaction | undefined,
    limits: Limits,
  ): Promise<Table> {
    const id = idOf(name, schema);
    if (transaction !== undefined) {
      const stop = new AbortController();
      limits.cancel = () => stop.abort();
      return this.describe(id, name, schema, transaction, stop.signal);
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
    const table = this.describe(id, name, schema, this.knex, controller.signal).finally(leave);
    const pending: Pending = { table, since: performance.now(), waiting: 0, leave, stop };
    this.pending.set(id, pending);
    return pending;
  }

  /** Waits for a description that somebody else has begun; where that is late, for another one too, on another connection. */
  private async joinOther(pending: Pending, begin: () => Pending, limits: Limits): Promise<Table> {
    const first = join(pending, limits);
    const inTime = await settlesWithin(first, pending.since + PATIENCE - performance.now());
    if (inTime || limits.givenUp !== undefined) return first;
    pending.leave();
    // Who has begun it waits on; if nobody does, it is stopped.
    limits.cancel?.();
    const other = join(begin(), limits);
    return Promise.any([first, other]).catch(() => other);
  }

  /** Forgets a description that has proved wrong. */
  forget(table: Table): void {
    this.tables.delete(idOf(table.name, table.schema));
  }

  /** Whether a column of that name may have been added since the table was described: where nobody has looked for it yet. */
  mayHaveGot(table: Table, name: string): boolean {
    return this.sought.get(idOf(table.name, table.schema))?.has(name) !== true;
  }

  /** Forgets a description in which names were not found, so that the table is looked at once more for them. */
  seek(table: Table, names: readonly string[]): void {
    const id = idOf(table.name, table.schema);
    let sought = this.sought.get(id);
    if (sought === undefined || sought.size >= MOST_NAMES) this.sought.set(id, (sought = new Set()));
    for (const name of names) sought.add(name);
    this.forget(table);
  }

  /** From now on reads a column through its exact codec. */
  readExactly(table: Table, column: string): void {
    const id = idOf(table.name, table.schema);
    const columns = this.exact.get(id) ?? new Set();
    this.exact.set(id, columns.add(table.columns?.get(column)?.stored ?? column));
    this.forget(table);
  }

  private async describe(
    id: string,
    name: string,
    schema: string | undefined,
    knex: Knex,
    signal: AbortSignal,
  ): Promise<Table> {
    const [bare = name, owner = schema] = name.split('.').reverse();
    const described = / as /i.test(name) ? undefined : await this.dialect.describe(knex, bare, owner, signal);
    const exact = this.exact.get(id);
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
      ...(stores.size > 0 && { stores }),
    });
    if (described !== undefined) this.tables.set(id, table);
    return table;
  }
}
