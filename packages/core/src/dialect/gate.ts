import type { Knex } from 'knex';
import { ConnectionLostError } from '../errors.js';
import { admit, checkBegun, control, guardEnd } from './ending.js';
import { forwards, mayBeHeard } from './hearing.js';
import { checkOut, gateOf, idle, inTurn, takeBack, takeBackAll, type Judge, type Pool } from './turns.js';

type Client = Knex.Client;
type ClientClass = abstract new (...args: never[]) => Client;

/** What a knex client does underneath; knex's typings leave `_query` out. */
interface RunningClient extends Client, Judge {
  query(connection: object, query: unknown): Promise<unknown>;
  _query(connection: object, query: object): Promise<unknown>;
  cancelQuery(connection?: object): void;
  acquireConnection(): Promise<unknown>;
  acquireRawConnection(): Promise<unknown>;
  getPoolSettings(config: Knex.PoolConfig): Knex.PoolConfig;
  /** Whether a connection could not be made because the server has as many as it takes. */
  isAtLimit?(error: unknown): boolean;
  destroyRawConnection(connection: object): Promise<void>;
  /** Breaks a connection without asking the server; not there where no server could be silent. */
  discard?(connection: object, reason: Error): void;
}

/** What knex's pool settings may ask for before a connection is used. */
interface Validation {
  readonly validate: unknown;
  readonly maxConnectionLifetimeMillis: unknown;
}

/** A statement on its way through `send`. */
interface SentQuery {
  sql: string;
  bindings: readonly unknown[];
}

/** How long a server may take to stop a query, or to end a connection, in ms. */
const PATIENCE = 2000;

/** How long is waited before a server that takes no more connections is asked again, in ms: twice as long each time. */
const FIRST_DELAY = 50;
const LONGEST_DELAY = 1000;

/** knex's own tracing, which its `query` does. */
const TRACED = /\bknex\b|\*/.test(process.env['DEBUG'] ?? '');

/**
 * Makes a knex client class whose connections run one query at a time and whose transactions drain:
 * commit and rollback wait for queries in flight and refuse later ones, whoever sent them
 * (Shelf, `t('table')` or `t.raw`). Every dialect's client is made with it.
 *
 * @param Base a knex client class
 * @returns a subclass of it
 * @example
 * class Client extends gated(Client_SQLite3) {}
 */
export function gated<C extends ClientClass>(Base: C): C {
  const Running = Base as unknown as new (...args: unknown[]) => RunningClient;
  class Gated extends Running {
    override transaction(
      container: (t: Knex.Transaction) => unknown,
      config: unknown,
      outer: unknown,
    ): Knex.Transaction {
      const transaction: Knex.Transaction = super.transaction(
        (t: Knex.Transaction) => {
          forwards(t.client as Client, { emitters: [transaction, t], forwarders: 2, outer: this });
          guardEnd(t);
          checkBegun(t);
          return container(t);
        },
        config,
        outer,
      );
      return transaction;
    }

    /** `query` for the statements that Shelf writes: the same, but for events that nobody hears. */
    send(connection: object, query: SentQuery): Promise<unknown> {
      if (TRACED || mayBeHeard(this, 'query') || mayBeHeard(this, 'query-error')) return this.query(connection, query);
      admit(this, connection, query);
      query.bindings = this.prepBindings(query.bindings) as SentQuery['bindings'];
      query.sql = this.positionBindings(query.sql) as string;
      return this._query(connection, query);
    }

    /** Whether anybody may listen to an event of this client. */
    hears(event: string): boolean {
      return mayBeHeard(this, event);
    }

    override query(connection: object, query: unknown): Promise<unknown> {
      admit(this, connection, query);
      const send = (): Promise<unknown> => super.query(connection, query);
      if (typeof query !== 'string') return send();
      const discard = (): void =>
        this.discard?.(connection, new ConnectionLostError('The server did not answer a rollback'));
      return control(this, connection, query, send, discard);
    }

    override _query(connection: object, query: object): Promise<unknown> {
      return inTurn(connection, query, this, () => super._query(connection, query));
    }

    /** Gives one query up: it is stopped where the driver can, and never runs where its turn has not come. */
    giveUp(connection: object, query: object): void {
      if (!takeBack(connection, query)) stopRunning(this, connection);
    }

    /** For the client of a transaction: gives up what runs and waits in it and in its savepoints. A rollback goes on. */
    async giveUpAll(): Promise<void> {
      const connection = (await this.acquireConnection()) as object;
      const { open, client, running } = gateOf(connection);
      const depth = open.indexOf(this);
      const clients = depth === -1 ? [this] : open.slice(depth);
      takeBackAll(connection, clients);
      if (client !== undefined && clients.includes(client) && !isRollback(running)) stopRunning(this, connection);
    }

    /** Ends the connections of a pool, whatever they are doing. */
    async abandon(pool: Pool): Promise<void> {
      for (const acquire of pool.pendingAcquires) acquire.abort();
      const ending = [...pool.used, ...pool.free].map(async ({ resource }) => {
        resource.__knex__disposed ??= new ConnectionLostError('The shelf was closed');
        takeBackAll(resource);
        if (gateOf(resource).busy) stopRunning(this, resource);
        this.discard?.(resource, new ConnectionLostError('The shelf was closed while the connection was in use'));
        await this.destroyRawConnection(resource);
      });
      await Promise.all(ending);
    }

    /** Makes a connection; where the server has as many as it takes, it is waited for one as long as a caller waits. */
    override async acquireRawConnection(): Promise<unknown> {
      const pool = this.pool as Partial<Pool> | undefined;
      // Before the pool says no more than that it took too long.
      const end = performance.now() + 0.8 * (pool?.acquireTimeoutMillis ?? 0);
      for (let delay = FIRST_DELAY; ; delay = Math.min(2 * delay, LONGEST_DELAY)) {
        try {
          return await super.acquireRawConnection();
        } catch (error) {
          if (this.isAtLimit?.(error) !== true || !isAwaited(pool) || performance.now() + delay > end) throw error;
          await new Promise((resolve) => setTimeout(resolve, delay));
        }
      }
    }

    override getPoolSettings(config: Knex.PoolConfig): Knex.PoolConfig {
      const settings = super.getPoolSettings(config);
      const { createTimeoutMillis = settings.acquireTimeoutMillis } = settings;
      return createTimeoutMillis === undefined ? settings : { ...settings, createTimeoutMillis };
    }

    /** A connection that nobody uses, checked out of the pool at once; see `checkOut`. */
    takeIdle(): object | undefined {
      // Who wants connections validated wants it before every use.
      const { validate, maxConnectionLifetimeMillis } = (this.config.pool ?? {}) as Partial<Validation>;
      if (validate !== undefined || maxConnectionLifetimeMillis !== undefined) return undefined;
      return checkOut(this.pool as Partial<Pool> | undefined, this);
    }

    override async destroyRawConnection(connection: object): Promise<void> {
      await idle(connection);
      const timer = setTimeout(
        () =>
          this.discard?.(connection, new ConnectionLostError('The server did not answer when the connection ended')),
        PATIENCE,
      );
      try {
        await super.destroyRawConnection(connection);
      } finally {
        clearTimeout(timer);
      }
    }
  }
  return Gated as unknown as C;
}

/** Stops what a connection is running; the connection is given up where that does not end the query in time. */
function stopRunning(client: RunningClient, connection: object): void {
  if (!client.canCancelQuery) return;
  const { running } = gateOf(connection);
  client.cancelQuery(connection);
  const giveUp = (): void => {
    if (gateOf(connection).running !== running) return;
    const message = `The server did not stop a query within ${PATIENCE / 1000} seconds, and its connection was given up`;
    client.discard?.(connection, new ConnectionLostError(message));
  };
  // A connection that still runs something keeps the process up by itself.
  setTimeout(giveUp, PATIENCE).unref();
}

/** Whether somebody waits for a connection of a pool. */
function isAwaited(pool: Partial<Pool> | undefined): boolean {
  return pool?.destroyed === false && pool.pendingAcquires !== undefined && pool.pendingAcquires.length > 0;
}

function isRollback(query: { readonly sql?: string } | undefined): boolean {
  return /^rollback\b/i.test(query?.sql ?? '');
}
