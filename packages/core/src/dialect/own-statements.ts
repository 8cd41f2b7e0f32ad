import type { Knex } from 'knex';

/** What a transaction's client does with a statement. */
interface Client {
  query(connection: object, query: unknown): Promise<unknown>;
}

/** A statement as knex has compiled it. */
interface Compiled {
  readonly sql?: string;
  readonly method?: string;
  /** Shelf has written it. */
  readonly written?: boolean;
}

/** Statements of builders of Shelf's. */
const ofShelf = new WeakSet<object>();

/** Marks a statement as Shelf's: it is not the application's own. */
export function markAsShelfs(query: object): void {
  ofShelf.add(query);
}

/** What the application has run of its own in a transaction. */
export interface OwnStatements {
  /** The same of the transaction around a savepoint. */
  readonly outer: OwnStatements | undefined;
  /** Any statement. */
  any: boolean;
  /** One after which tables, or what their names mean, may be others: of `raw` and of `schema`. */
  changing: boolean;
  /** Told of each that may change tables. */
  onChange: (() => void) | undefined;
}

const watched = new WeakMap<object, OwnStatements>();

/**
 * Watches what the application runs in a transaction.
 *
 * @param fromBeginning whether nothing can have run in it yet
 */
export function watchStatements(transaction: Knex.Transaction, fromBeginning: boolean): OwnStatements {
  const client = transaction.client as Client;
  const known = watched.get(client);
  if (known !== undefined) return known;
  const { query } = client;
  const outer = transaction.parentTransaction as Knex.Transaction | undefined;
  const own: OwnStatements = {
    outer: outer && watchStatements(outer, fromBeginning),
    any: !fromBeginning,
    changing: !fromBeginning,
    onChange: undefined,
  };
  client.query = (connection, sent) => {
    if (isOwn(sent)) note(own, mayChangeTables(sent));
    return query.call(client, connection, sent);
  };
  watched.set(client, own);
  return own;
}

/** What runs in a savepoint runs in the transactions around it. */
function note(own: OwnStatements | undefined, changing: boolean): void {
  for (let each = own; each !== undefined; each = each.outer) {
    each.any = true;
    if (!changing) continue;
    each.changing = true;
    each.onChange?.();
  }
}

/** Texts are what knex begins and ends transactions with. */
function isOwn(sent: unknown): sent is Compiled {
  return typeof sent === 'object' && sent !== null && (sent as Compiled).written !== true && !ofShelf.has(sent);
}

const BUILT: ReadonlySet<string | undefined> = new Set(['select', 'first', 'pluck', 'insert', 'update', 'del']);

/** Rows that a builder reads or writes change no table, unless it sets where tables are looked for. */
function mayChangeTables({ method, sql = '' }: Compiled): boolean {
  return !BUILT.has(method) || /set_config/i.test(sql);
}
